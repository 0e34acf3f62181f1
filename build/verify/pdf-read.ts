// Takes the bytes of a tagged PDF, gives what stands on its pages: runs of text with the part they play by the structure
// tree, links with where they lead, destinations, labels, outline. Text counts only where page and tree agree whose it is.

import { type Dictionary, isDictionary, isName, PdfFile, Ref, Text, textOf, type Value } from "./pdf-file.ts";
import { type FontMap, fontReader, IDENTITY, type Matrix, matrixOf, readContent, times } from "./pdf-text.ts";
import { letters } from "./print-words.ts";
import { Seen } from "./seen.ts";

export interface PrintedRun {
  readonly part: "text" | "call" | "note" | "note-mark";
  /** Letters only. */
  readonly text: string;
}

export interface PrintedPage {
  readonly runs: readonly PrintedRun[];
  /** "#id" for destinations of the file, else a URL. */
  readonly links: readonly string[];
}

export interface PrintedBook {
  readonly pages: readonly PrintedPage[];
  readonly labels: readonly string[];
  /** Page index by name. */
  readonly destinations: ReadonlyMap<string, number>;
  /** Destinations the outline names. */
  readonly outline: readonly string[];
  /** Ids of structure elements, as written. */
  readonly ids: readonly string[];
}

type Part = PrintedRun["part"];

export function readPrintPdf(bytes: Uint8Array, seen = new Seen<PrintedRun[]>()): PrintedBook {
  const file = new PdfFile(bytes);
  const catalog = file.dictionary(file.trailer.get("/Root"));
  const refs = pageRefs(file, catalog.get("/Pages"));
  const indexOf = new Map(refs.map(({ number }, at) => [number, at]));
  const tree = readTree(file, catalog);
  const fonts = fontReader(file);
  const pages = refs.map((ref): PrintedPage => {
    const page = file.dictionary(ref);
    const parts = partsOf(file, page, ref, tree);
    const { fontOf, sources } = fonts(file.dictionary(page.get("/Resources")));
    const content = page.get("/Contents");
    return {
      runs: seen.take([file.packed(content), sources(), parts.join()], () =>
        joined(readRuns(file.content(content), fontOf, parts)),
      ),
      links: file.list(page.get("/Annots")).flatMap((annotation) => linkOf(file, file.dictionary(annotation))),
    };
  });
  return {
    pages,
    labels: readLabels(file, file.dictionary(catalog.get("/PageLabels")), refs.length),
    destinations: readDestinations(file, catalog, indexOf),
    outline: outlineOf(file, file.dictionary(catalog.get("/Outlines"))),
    ids: tree.ids,
  };
}

function pageRefs(file: PdfFile, root: Value | undefined): Ref[] {
  if (!(root instanceof Ref)) return [];
  const node = file.dictionary(root);
  return node.get("/Type") === "/Page" ? [root] : file.list(node.get("/Kids")).flatMap((kid) => pageRefs(file, kid));
}

// ---------------------------------------------------------------------------------------------------- structure

interface Tree {
  /** Marked content by "page mcid" as the elements claim it, with the number of the element. */
  readonly content: ReadonlyMap<string, { readonly element: number; readonly part: Part }>;
  readonly ids: readonly string[];
  /** The parent tree (14.7.4.4): owners of a page's marked content. */
  readonly parents: ReadonlyMap<number, Value>;
}

function readTree(file: PdfFile, catalog: Dictionary): Tree {
  const root = file.dictionary(catalog.get("/StructTreeRoot"));
  const content = new Map<string, { element: number; part: Part }>();
  const ids: string[] = [];
  const seen = new Set<number>();
  const walk = (kid: Value, owner: number, roles: readonly string[], page: Value | undefined): void => {
    if (typeof kid === "number") {
      if (page instanceof Ref) content.set(`${page.number} ${kid}`, { element: owner, part: partOf(roles) });
      return;
    }
    const node = file.dictionary(kid);
    if (node.get("/Type") === "/MCR") {
      walk(node.get("/MCID") ?? null, owner, roles, node.get("/Pg") ?? page);
      return;
    }
    if (!(kid instanceof Ref) || seen.has(kid.number)) return;
    seen.add(kid.number);
    const id = node.get("/ID");
    if (id instanceof Text) ids.push(id.bytes);
    const role = node.get("/S");
    const inside = isName(role) ? [...roles, role.slice(1)] : roles;
    for (const each of kidsOf(file, node)) walk(each, kid.number, inside, node.get("/Pg"));
  };
  for (const kid of kidsOf(file, root)) walk(kid, -1, [], undefined);
  const nums = file.list(file.dictionary(root.get("/ParentTree")).get("/Nums"));
  const parents = new Map<number, Value>();
  for (let i = 0; i + 1 < nums.length; i += 2) parents.set(nums[i] as number, nums[i + 1]!);
  return { content, ids, parents };
}

function kidsOf(file: PdfFile, node: Dictionary): readonly Value[] {
  const kids = node.get("/K") ?? null;
  if (kids === null) return [];
  return Array.isArray(file.value(kids)) ? file.list(kids) : [kids];
}

/** By the roles above a piece of content, the highest first. */
export function partOf(roles: readonly string[]): Part {
  const note = roles.lastIndexOf("Note");
  if (note >= 0) return roles[note + 1] === "Lbl" ? "note-mark" : "note";
  return roles.includes("Reference") ? "call" : "text";
}

/** Parts by the numbers of a page's marked content; what tree and page do not both know is no text of the book. */
function partsOf(file: PdfFile, page: Dictionary, ref: Ref, tree: Tree): (Part | null)[] {
  const key = page.get("/StructParents");
  const owners = typeof key === "number" ? file.list(tree.parents.get(key)) : [];
  return owners.map((owner, mcid) => {
    const claimed = tree.content.get(`${ref.number} ${mcid}`);
    return claimed && owner instanceof Ref && owner.number === claimed.element ? claimed.part : null;
  });
}

// ---------------------------------------------------------------------------------------------------- a page

interface OpenRun {
  readonly part: Part;
  text: string;
}

/** One run for each piece of marked content. */
function readRuns(content: string, fontOf: (name: string) => FontMap, parts: readonly (Part | null)[]): PrintedRun[] {
  const runs: OpenRun[] = [];
  const open: (OpenRun | null)[] = [];
  readContent(content, fontOf, {
    open(mcid) {
      const part = mcid === null ? null : (parts[mcid] ?? null);
      const run = part && { part, text: "" };
      if (run) runs.push(run);
      open.push(run);
    },
    close() {
      open.pop();
    },
    show(text) {
      const run = open.findLast((each) => each !== null);
      if (run) run.text += text;
    },
    form: () => undefined,
  });
  return runs.map(({ part, text }) => ({ part, text: letters(text) })).filter(({ text }) => text !== "");
}

/** Runs of one part that follow one another are one; marks stay apart. */
export function joined(runs: readonly PrintedRun[]): PrintedRun[] {
  const result: PrintedRun[] = [];
  for (const run of runs) {
    const last = result.at(-1);
    const mark = run.part === "call" || run.part === "note-mark";
    if (last && last.part === run.part && !mark) result[result.length - 1] = { ...last, text: last.text + run.text };
    else result.push(run);
  }
  return result;
}

function linkOf(file: PdfFile, annotation: Dictionary): string[] {
  if (annotation.get("/Subtype") !== "/Link") return [];
  const destination = file.value(annotation.get("/Dest"));
  if (destination instanceof Text) return [`#${textOf(destination)}`];
  return [textOf(file.value(file.dictionary(annotation.get("/A")).get("/URI")))];
}

// ---------------------------------------------------------------------------------------------------- navigation

/** Destinations without a page have the index -1. */
function readDestinations(
  file: PdfFile,
  catalog: Dictionary,
  indexOf: ReadonlyMap<number, number>,
): Map<string, number> {
  const destinations = new Map<string, number>();
  const add = (node: Dictionary): void => {
    const names = file.list(node.get("/Names"));
    for (let i = 0; i + 1 < names.length; i += 2) {
      const place = file.value(names[i + 1]);
      const [page] = isDictionary(place) ? file.list(place.get("/D")) : file.list(place);
      destinations.set(textOf(names[i]), page instanceof Ref ? (indexOf.get(page.number) ?? -1) : -1);
    }
    for (const kid of file.list(node.get("/Kids"))) add(file.dictionary(kid));
  };
  add(file.dictionary(file.dictionary(catalog.get("/Names")).get("/Dests")));
  return destinations;
}

function outlineOf(file: PdfFile, parent: Dictionary): string[] {
  const found: string[] = [];
  for (let item = file.dictionary(parent.get("/First")); item.size > 0; item = file.dictionary(item.get("/Next"))) {
    found.push(textOf(file.value(item.get("/Dest"))), ...outlineOf(file, item));
  }
  return found;
}

/** Ranges of labels, each from its page on (12.4.2). */
function readLabels(file: PdfFile, tree: Dictionary, pages: number): string[] {
  const nums = file.list(tree.get("/Nums"));
  const labels: string[] = [];
  for (let i = 0; i + 1 < nums.length; i += 2) {
    const range = file.dictionary(nums[i + 1]);
    const end = (nums[i + 2] ?? pages) as number;
    const start = (range.get("/St") ?? 1) as number;
    for (let at = nums[i] as number; at < end; at += 1) {
      const value = start + at - (nums[i] as number);
      const figure = range.get("/S") === "/r" ? lowerRoman(value) : range.get("/S") === "/D" ? `${value}` : "";
      labels[at] = textOf(range.get("/P")) + figure;
    }
  }
  return labels;
}

const UNITS = ["", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix"];

/** Of the ciphers for units those for tens, hundreds and thousands are made. */
function lowerRoman(value: number): string {
  const raised = (text: string, signs: string): string => text.replace(/[ivx]/g, (sign) => signs["ivx".indexOf(sign)]!);
  const figure = (place: number): string => UNITS[Math.floor(value / place) % 10]!;
  const hundreds = raised(figure(100), "cdm") + raised(figure(10), "xlc") + figure(1);
  return "m".repeat(Math.floor(value / 1000)) + hundreds;
}

// ---------------------------------------------------------------------------------------------------- sides

/** A run of text on a side; y grows downward, the box stands on the baseline. */
export interface SideText {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly upright: boolean;
}

export interface SideTexts {
  readonly width: number;
  readonly height: number;
  readonly texts: readonly SideText[];
}

/** Text of a form, in the form's own space. */
export interface Shown {
  readonly text: string;
  readonly matrix: Matrix;
  readonly width: number;
}

/** What stands on each side of an imposed PDF; a page that is placed as a form is read once. */
export function readSides(bytes: Uint8Array, seen = new Seen<readonly Shown[]>()): SideTexts[] {
  const file = new PdfFile(bytes);
  const fonts = fontReader(file);
  const forms = new Map<number, readonly Shown[]>();

  const shownIn = (ref: Value | undefined, resources: Dictionary): Shown[] => {
    const shown: Shown[] = [];
    readContent(file.content(ref), fonts(resources).fontOf, {
      show: (text, matrix, width) => shown.push({ text, matrix, width }),
      form(name, matrix) {
        const form = file.dictionary(resources.get("/XObject")).get(name);
        if (form instanceof Ref && file.dictionary(form).get("/Subtype") === "/Form")
          for (const each of shownInForm(form)) shown.push({ ...each, matrix: times(each.matrix, matrix) });
      },
      open: () => undefined,
      close: () => undefined,
    });
    return shown;
  };
  const shownInForm = (form: Ref): readonly Shown[] => {
    let shown = forms.get(form.number);
    if (!shown) {
      const dictionary = file.dictionary(form);
      forms.set(form.number, []);
      const own = dictionary.has("/Matrix") ? matrixOf(file.list(dictionary.get("/Matrix"))) : IDENTITY;
      const resources = file.dictionary(dictionary.get("/Resources"));
      // A form that shows another form depends on more than its own stream.
      const alone = [...file.dictionary(resources.get("/XObject")).values()].every(
        (each) => file.dictionary(each).get("/Subtype") === "/Image",
      );
      const read = (): Shown[] =>
        shownIn(form, resources).map((each) => ({ ...each, matrix: times(each.matrix, own) }));
      shown = alone ? seen.take([file.packed(form), fonts(resources).sources(), own.join()], read) : read();
      forms.set(form.number, shown);
    }
    return shown;
  };

  const catalog = file.dictionary(file.trailer.get("/Root"));
  return pageRefs(file, catalog.get("/Pages")).map((ref): SideTexts => {
    const page = file.dictionary(ref);
    const [x0, y0, x1, y1] = file.list(page.get("/MediaBox")) as [number, number, number, number];
    const texts = shownIn(page.get("/Contents"), file.dictionary(page.get("/Resources"))).map(
      ({ text, matrix: [a, b, , , e, f], width: natural }): SideText => {
        const upright = a > 0;
        const width = natural * Math.hypot(a, b);
        return { text, x: e - x0 - (upright ? 0 : width), y: y1 - f, width, upright };
      },
    );
    return { width: x1 - x0, height: y1 - y0, texts };
  });
}
