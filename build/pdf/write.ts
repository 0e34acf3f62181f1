// Takes a bound book and, for a zine, its sides; gives the bytes of a PDF. A page is drawn once: as a page of its own,
// tagged and linked, or as a form that sides place as often as they like. Two runs over one input give the same bytes.

import { createHash } from "node:crypto";
import { deflateSync } from "node:zlib";
import type { Meta } from "../book.ts";
import type {
  Bound,
  Box,
  FontTable,
  LinkMark,
  Mark,
  OutlineItem,
  Page,
  PrintImage,
  Setting,
  ShapedWord,
  Side,
  StructureNode,
} from "../page.ts";
import { ARTIFACT, drawMarks, Ink, type Opening } from "./content.ts";
import { Drawn } from "./drawn.ts";
import { Faces } from "./fonts.ts";
import { Images } from "./images.ts";
import { closePen, openPen, type Pen, type Ref } from "./mends.ts";
import { information, xmp } from "./metadata.ts";
import { type Landing, pageLabels, writeDestinations, writeOutline } from "./navigation.ts";
import { type Element, type PageContent, Structure } from "./structure.ts";
import { destination, numbers, textString, Written } from "./syntax.ts";

export interface PdfInput {
  readonly bound: Bound;
  /** null: one page on each side, in order. */
  readonly sides: readonly Side[] | null;
  readonly meta: Meta;
  readonly fonts: FontTable;
  readonly images: ReadonlyMap<string, PrintImage>;
  readonly options: PdfOptions;
  /** Streams of an earlier document that may be used again. */
  readonly drawn?: Drawn;
}

export interface PdfOptions {
  /** Points beyond the trim; pages only, a side has boxes of its own. */
  readonly bleed: number;
  readonly cropMarks: boolean;
  readonly pdfa: boolean;
  /** Structure and links are for pages; sides never have them. */
  readonly tagged: boolean;
  readonly links: boolean;
}

/** Room for crop marks beyond the bleed. */
const SLUG = 24;
const CROP_GAP = 6;
const CROP_LENGTH = 15;
const CROP_WEIGHT = 0.25;

/** Level 6 takes twice the time for 4 % less. */
const CONTENT_LEVEL = 4;

/** Marked content of running heads and folios. */
const HEAD = -2;
const FOOT = -3;

export async function writePdf(input: PdfInput): Promise<Uint8Array> {
  const { meta, options, bound } = input;
  const tagged = options.tagged && input.sides === null;
  const open = openPen({
    lang: meta.lang,
    info: information(meta),
    xmp: xmp(meta, { tagged, pdfa: options.pdfa }),
    pdfa: options.pdfa,
  });
  const { pen } = open;
  const desk = openDesk(pen, input, tagged);
  if (input.sides) for (const side of input.sides) drawSide(desk, side);
  else drawPages(desk);
  const catalog = pen._root.data;
  if (!input.sides) {
    catalog.PageLabels = new Written(pageLabels(bound.pages));
    const outline = writeOutline(pen, bound.outline);
    if (outline) {
      catalog.Outlines = outline;
      catalog.PageMode = "UseOutlines";
    }
    writeDestinations(pen, wantedDestinations(bound), desk.landings);
  }
  if (desk.structure) {
    catalog.StructTreeRoot = desk.structure.root;
    catalog.MarkInfo = pen.ref({ Marked: true });
    desk.structure.end();
  }
  endResources(desk);
  return closePen(open, desk.digest.digest());
}

/** What drawing needs at hand. */
interface Desk {
  readonly pen: Pen;
  readonly input: PdfInput;
  readonly faces: Faces;
  readonly images: Images;
  readonly structure: Structure | null;
  /** Elements of each setting by node; the last is the setting's own. */
  readonly elements: Map<number, (Element | undefined)[]>;
  /** Nodes of a setting whose last words have a blank behind them. */
  readonly blankEnds: Map<number, Set<number>>;
  readonly resources: Ref;
  readonly forms: Map<number, { readonly name: string; readonly ref: Ref }>;
  readonly landings: Map<string, Landing>;
  readonly digest: ReturnType<typeof createHash>;
  readonly drawn: Drawn;
  /** What streams of this document have in common: which codes stand for which glyphs. */
  readonly codes: string;
}

function openDesk(pen: Pen, input: PdfInput, tagged: boolean): Desk {
  const faces = new Faces(pen, input.fonts);
  const codes = faces.assign(wordsOf(input));
  return {
    drawn: input.drawn ?? new Drawn(),
    codes,
    pen,
    input,
    faces,
    images: new Images(pen, input.images),
    structure: tagged ? new Structure(pen) : null,
    elements: new Map(),
    blankEnds: new Map(),
    resources: pen.ref(),
    forms: new Map(),
    landings: new Map(),
    digest: createHash("md5").update(JSON.stringify([input.meta, input.options])),
  };
}

/** Those of the pages that are drawn, and of the sides. */
function wordsOf({ bound, sides }: PdfInput): ShapedWord[] {
  const placed = sides && new Set(sides.flatMap(({ placements }) => placements.map(({ page }) => page)));
  const pages = bound.pages.filter((_, at) => placed === null || placed.has(at));
  const settings = new Set(pages.flatMap(({ body }) => (body ? [bound.settings[body.setting]!] : [])));
  return [...settings, ...pages, ...(sides ?? [])].flatMap(({ words }) => words);
}

function newInk(desk: Desk): Ink {
  return new Ink({
    faces: desk.faces,
    image: (path) => desk.images.name(path),
    rgbOnly: desk.input.options.pdfa,
  });
}

/** Forms and pages share one dictionary of faces and images. */
function endResources(desk: Desk): void {
  const fonts = [...desk.faces.used.values()].map((face) => `/${face.name} ${face.ref}`).join("");
  const images = [...desk.images.used.values()].map((image) => `/${image.name} ${image.ref}`).join("");
  desk.resources.data = new Written(`<</Font<<${fonts}>>/XObject<<${images}>>>>`);
  desk.resources.end();
}

const packed = (content: Uint8Array): Uint8Array => deflateSync(content, { level: CONTENT_LEVEL });

function streamOf(desk: Desk, packed: Uint8Array, dictionary: Record<string, unknown> = {}): Ref {
  desk.digest.update(packed);
  const ref = desk.pen.ref({ ...dictionary, Filter: "FlateDecode" });
  ref.end(packed);
  return ref;
}

function addPage(desk: Desk, ref: Ref, entries: string): void {
  const pages = desk.pen._root.data.Pages;
  ref.data = new Written(`<</Type/Page/Parent ${pages}${entries}>>`);
  ref.end();
  pages.data.Kids.push(ref);
  pages.data.Count += 1;
}

// ---------------------------------------------------------------------------------------------------- pages

function drawPages(desk: Desk): void {
  const pages = desk.input.bound.pages.map((page) => ({ page, ref: desk.pen.ref() }));
  for (const { page, ref } of pages) landAnchors(desk, page, ref);
  for (const { page, ref } of pages) drawPage(desk, page, ref);
  if (desk.structure) addEmptyCells(desk);
}

function margin(options: PdfOptions): number {
  return options.cropMarks ? options.bleed + SLUG : options.bleed;
}

function landAnchors(desk: Desk, page: Page, ref: Ref): void {
  const edge = margin(desk.input.options);
  const top = (y: number) => page.height + edge - y;
  const body = bodyOf(desk.input.bound, page);
  if (!body) return;
  if (body.first) {
    desk.landings.set(body.setting.chapter, { page: ref, top: page.height + edge });
  }
  for (const mark of body.marks) {
    if (mark.type !== "anchor" || desk.landings.has(mark.id)) continue;
    desk.landings.set(mark.id, { page: ref, top: top(mark.y + body.y) });
  }
}

interface PlacedBody {
  readonly setting: Setting;
  readonly index: number;
  readonly first: boolean;
  readonly marks: readonly Mark[];
  readonly ink: string | undefined;
  readonly x: number;
  readonly y: number;
}

function bodyOf(bound: Bound, page: Page): PlacedBody | null {
  if (!page.body) return null;
  const setting = bound.settings[page.body.setting]!;
  const { marks, ink } = setting.bodies[page.body.body]!;
  return { setting, index: page.body.setting, first: page.body.body === 0, marks, ink, x: page.body.x, y: page.body.y };
}

function drawPage(desk: Desk, page: Page, ref: Ref): void {
  const { options, bound } = desk.input;
  const edge = margin(options);
  const body = bodyOf(bound, page);
  const content = desk.structure?.page(ref) ?? null;
  const openings = body ? openingsOf(desk, body.marks, content ? tagging(desk, body, content) : untagged) : [];
  if (body && content) measureFigures(desk, body, page);
  const annotations = body && options.links ? drawLinks(desk, body, page, ref) : "";
  const matrix = `1 0 0 -1 ${numbers(edge, page.height + edge)} cm`;
  const draw = (): Uint8Array => {
    const ink = newInk(desk);
    ink.raw(matrix);
    drawBody(ink, body, openings);
    drawFurniture(ink, page, body, content !== null);
    if (options.cropMarks) drawCropMarks(ink, page, options.bleed, content !== null);
    return packed(ink.finish());
  };
  if (content) desk.structure!.endPage(content);
  addPage(
    desk,
    ref,
    pageBoxes(page, options) +
      `/Contents ${streamOf(desk, remembered(desk, page, body, [matrix, ...openings], draw))}/Resources ${desk.resources}` +
      (content ? `/StructParents ${content.key}/Tabs/S` : "") +
      (annotations ? `/Annots[${annotations}]` : ""),
  );
}

/**
 * The operators that open marked content as the marks change from node to node, and the names of images: all that a page's
 * stream says of the rest of the document. The structure grows by it, so it is done whether the page is drawn or not.
 */
function openingsOf(desk: Desk, marks: readonly Mark[], opening: Opening): string[] {
  const operators: string[] = [];
  let last: number | null = null;
  for (const mark of marks) {
    if (mark.type === "anchor" || mark.type === "link") continue;
    const node = mark.type === "rule" ? ARTIFACT : mark.node;
    if (node !== last) operators.push(opening(node));
    last = node;
    if (mark.type === "image") desk.images.name(mark.image);
  }
  return operators;
}

function drawBody(ink: Ink, body: PlacedBody | null, openings: readonly string[]): void {
  if (!body) return;
  let next = 0;
  ink.moveOrigin(body.x, body.y);
  drawMarks(ink, body.marks, body.setting.words, () => openings[next++]!);
  ink.moveOrigin(0, 0);
}

/** A page's stream, from an earlier document where all that goes into it is alike. */
function remembered(
  desk: Desk,
  page: Page,
  body: PlacedBody | null,
  openings: readonly string[],
  draw: () => Uint8Array,
): Uint8Array {
  const ink = body?.ink;
  if (!body || ink === undefined) return draw();
  const images = [...desk.images.used].map(([path, { name }]) => `${name} ${path}`);
  const { options } = desk.input;
  const furniture = JSON.stringify([page.furniture, page.words, page.width, page.height, body.x, body.y, options]);
  return desk.drawn.take([ink, desk.codes, furniture, ...images, "", ...openings], draw);
}

/** Trim, bleed and media (ISO 32000-1, 14.11.2): each contains the one before. */
function pageBoxes(page: Page, options: PdfOptions): string {
  const edge = margin(options);
  const box = (name: string, out: number) =>
    `/${name}[${numbers(edge - out, edge - out, edge + page.width + out, edge + page.height + out)}]`;
  return box("MediaBox", edge) + box("BleedBox", options.bleed) + box("TrimBox", 0);
}

const untagged: Opening = () => "";

function tagging(desk: Desk, body: PlacedBody, content: PageContent): Opening {
  return (node) => {
    if (node === ARTIFACT) return "/Artifact<</Type/Layout>>BDC";
    return desk.structure!.content(content, elementOf(desk, body.index, node));
  };
}

/** The element of a node, made with those above it when it is first needed. */
function elementOf(desk: Desk, setting: number, node: number): Element {
  const structure = desk.structure!;
  const { structure: nodes, title, lang } = desk.input.bound.settings[setting]!;
  let elements = desk.elements.get(setting);
  if (!elements) desk.elements.set(setting, (elements = new Array<Element | undefined>(nodes.length + 1)));
  const known = elements[node === -1 ? nodes.length : node];
  if (known) return known;
  if (node === -1) {
    const section = structure.section(title, lang === desk.input.meta.lang ? null : lang);
    elements[nodes.length] = section;
    return section;
  }
  const parent = elementOf(desk, setting, nodes[node]!.parent);
  const element = structure.element(withBlank(desk, setting, node), parent, node);
  elements[node] = element;
  return element;
}

/** Text that stands for an element's content stands for the blank behind it too, where one is drawn with it. */
function withBlank(desk: Desk, setting: number, index: number): StructureNode {
  const { structure, bodies } = desk.input.bound.settings[setting]!;
  const node = structure[index]!;
  if (node.actualText === null) return node;
  let ends = desk.blankEnds.get(setting);
  if (!ends) {
    ends = new Set();
    for (const { marks } of bodies) {
      for (const mark of marks) {
        if (mark.type !== "text") continue;
        if (mark.gaps.at(-1)! >= 0) ends.add(mark.node);
        else ends.delete(mark.node);
      }
    }
    desk.blankEnds.set(setting, ends);
  }
  return ends.has(index) ? { ...node, actualText: `${node.actualText} ` } : node;
}

const MAY_BE_EMPTY = new Set(["TD", "TH", "LBody"]);

function addEmptyCells(desk: Desk): void {
  for (const [setting, elements] of desk.elements) {
    desk.input.bound.settings[setting]!.structure.forEach((node, i) => {
      const parent = elements[node.parent];
      if (elements[i] || !parent || !MAY_BE_EMPTY.has(node.role)) return;
      elements[i] = desk.structure!.emptyElement(node, parent, i);
    });
  }
}

/** A figure's box is what is drawn for it on the page where it begins. */
function measureFigures(desk: Desk, body: PlacedBody, page: Page): void {
  const edge = margin(desk.input.options);
  const boxes = new Map<number, Box>();
  for (const mark of body.marks) {
    if (mark.type !== "image" && mark.type !== "path" && mark.type !== "text") continue;
    if (mark.node === ARTIFACT || body.setting.structure[mark.node]!.role !== "Figure") continue;
    const box = extentOf(mark, body.setting.words);
    const before = boxes.get(mark.node);
    boxes.set(mark.node, before ? union(before, box) : box);
  }
  for (const [node, { x, y, width, height }] of boxes) {
    const element = elementOf(desk, body.index, node);
    const bottom = page.height - (body.y + y + height) + edge;
    element.box ??= { x: body.x + x + edge, y: bottom, width, height };
  }
}

function extentOf(mark: Extract<Mark, { type: "image" | "path" | "text" }>, words: readonly ShapedWord[]): Box {
  if (mark.type === "image") return mark;
  if (mark.type === "text") {
    const natural = mark.words.reduce((sum, word) => sum + words[word]!.width, 0) * (mark.size / 1000) * mark.stretch;
    const width = mark.gaps.reduce((sum, gap) => sum + Math.max(gap, 0), natural);
    return { x: mark.x, y: mark.y - mark.size, width, height: mark.size * 1.25 };
  }
  const values = (mark.d.match(/-?\d*\.?\d+/g) ?? []).map(Number);
  const xs = values.filter((_, i) => i % 2 === 0);
  const ys = values.filter((_, i) => i % 2 === 1);
  const [left, top] = [min(xs), min(ys)];
  return {
    x: mark.x + left,
    y: mark.y + top,
    width: -min(xs.map((x) => -x)) - left,
    height: -min(ys.map((y) => -y)) - top,
  };
}

function min(values: readonly number[]): number {
  return values.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);
}

function union(a: Box, b: Box): Box {
  const x = Math.min(a.x, b.x);
  const y = Math.min(a.y, b.y);
  return {
    x,
    y,
    width: Math.max(a.x + a.width, b.x + b.width) - x,
    height: Math.max(a.y + a.height, b.y + b.height) - y,
  };
}

function drawFurniture(ink: Ink, page: Page, body: PlacedBody | null, tagged: boolean): void {
  const middle = body ? body.y : page.height / 2;
  for (const mark of page.furniture) {
    const place = mark.y <= middle ? HEAD : FOOT;
    const opening = tagged ? pagination : untagged;
    drawMarks(ink, [mark], page.words, () => opening(place));
  }
}

/** Running heads and folios (ISO 32000-1, table 330). */
function pagination(place: number): string {
  const side = place === HEAD ? "/Attached[/Top]/Subtype/Header" : "/Attached[/Bottom]/Subtype/Footer";
  return `/Artifact<</Type/Pagination${side}>>BDC`;
}

/**
 * ```
 *      |          |
 *   ── ┌──────────┐ ──     marks stand outside the bleed, in line with the trim
 *      │          │
 *   ── └──────────┘ ──
 *      |          |
 * ```
 */
function drawCropMarks(ink: Ink, page: Page, bleed: number, tagged: boolean): void {
  const from = bleed + CROP_GAP;
  const to = from + CROP_LENGTH;
  let d = "";
  for (const x of [0, page.width]) {
    d += `M ${x} ${-to} L ${x} ${-from} M ${x} ${page.height + from} L ${x} ${page.height + to} `;
  }
  for (const y of [0, page.height]) {
    d += `M ${-to} ${y} L ${-from} ${y} M ${page.width + from} ${y} L ${page.width + to} ${y} `;
  }
  const mark: Mark = { type: "path", x: 0, y: 0, d, fill: null, stroke: 0, weight: CROP_WEIGHT, node: ARTIFACT };
  drawMarks(ink, [mark], [], tagged ? () => "/Artifact<</Type/Page>>BDC" : untagged);
}

// ---------------------------------------------------------------------------------------------------- links

function drawLinks(desk: Desk, body: PlacedBody, page: Page, ref: Ref): string {
  let annotations = "";
  for (const mark of body.marks) {
    if (mark.type !== "link") continue;
    const target = linkTarget(desk, mark);
    if (target === null) continue;
    const annotation = desk.pen.ref();
    annotation.data = new Written(linkDictionary(desk, mark, target, body, page, ref, annotation));
    annotation.end();
    annotations += `${annotation} `;
  }
  return annotations;
}

/** A link into the book that leads to no page (a zine without its glossary, say) is left out. */
function linkTarget(desk: Desk, mark: LinkMark): string | null {
  if (!mark.target.startsWith("#"))
    return `/A<</S/URI/URI ${textString(mark.target.replace(/[^\x21-\x7e]+/gu, encodeURIComponent))}>>`;
  const id = mark.target.slice(1);
  return desk.landings.has(id) ? `/Dest ${textString(destination(id))}` : null;
}

function linkDictionary(
  desk: Desk,
  mark: LinkMark,
  target: string,
  body: PlacedBody,
  page: Page,
  ref: Ref,
  annotation: Ref,
): string {
  const edge = margin(desk.input.options);
  const left = body.x + mark.x + edge;
  const bottom = page.height - (body.y + mark.y + mark.height) + edge;
  const key = desk.structure?.annotation(ref, annotation, elementOf(desk, body.index, mark.node));
  return (
    `<</Type/Annot/Subtype/Link/Rect[${numbers(left, bottom, left + mark.width, bottom + mark.height)}]` +
    `/Border[0 0 0]/F 4/P ${ref}/Contents ${textString(mark.contents)}${target}` +
    `${key === undefined ? "" : `/StructParent ${key}`}>>`
  );
}

/** Destinations that something leads to, and those a URL may name: chapters and headings. */
function wantedDestinations(bound: Bound): Set<string> {
  const wanted = new Set<string>();
  const addItems = (items: readonly OutlineItem[]) => {
    for (const item of items) {
      wanted.add(item.target);
      addItems(item.children);
    }
  };
  addItems(bound.outline);
  for (const setting of bound.settings) {
    wanted.add(setting.chapter);
    for (const { marks } of setting.bodies) {
      for (const mark of marks)
        if (mark.type === "link" && mark.target.startsWith("#")) wanted.add(mark.target.slice(1));
    }
  }
  return wanted;
}

// ---------------------------------------------------------------------------------------------------- sides

function drawSide(desk: Desk, side: Side): void {
  const ink = newInk(desk);
  ink.raw(`1 0 0 -1 0 ${numbers(side.height)} cm`);
  const used = new Map<string, Ref>();
  for (const { page, matrix, clip } of side.placements) {
    const form = formOf(desk, page);
    used.set(form.name, form.ref);
    const window = clip ? `${numbers(clip.x, clip.y, clip.width, clip.height)} re W n ` : "";
    ink.raw(`q ${window}${numbers(...matrix)} cm /${form.name} Do Q`);
  }
  drawMarks(ink, side.marks, side.words, untagged);
  const content = streamOf(desk, packed(ink.finish()));
  const forms = [...used].map(([name, ref]) => `/${name} ${ref}`).join("");
  const fonts = sideFonts(desk, side.words);
  const box = (name: string, area: Box | null) =>
    area
      ? `/${name}[${numbers(area.x, side.height - area.y - area.height, area.x + area.width, side.height - area.y)}]`
      : "";
  addPage(
    desk,
    desk.pen.ref(),
    `/MediaBox[${numbers(0, 0, side.width, side.height)}]${box("BleedBox", side.bleed)}${box("TrimBox", side.trim)}` +
      `/Contents ${content}/Resources<</Font<<${fonts}>>/XObject<<${forms}>>>>`,
  );
}

function sideFonts(desk: Desk, words: readonly ShapedWord[]): string {
  const keys = [...new Set(words.map((word) => word.face))];
  return keys.map((key) => `/${desk.faces.face(key).name} ${desk.faces.face(key).ref}`).join("");
}

/** A page as a form (ISO 32000-1, 8.10): drawn when it is first placed, then only named. */
function formOf(desk: Desk, index: number): { readonly name: string; readonly ref: Ref } {
  const known = desk.forms.get(index);
  if (known) return known;
  const page = desk.input.bound.pages[index]!;
  const { bleed } = desk.input.options;
  const body = bodyOf(desk.input.bound, page);
  const openings = body ? openingsOf(desk, body.marks, untagged) : [];
  const draw = (): Uint8Array => {
    const ink = newInk(desk);
    drawBody(ink, body, openings);
    drawFurniture(ink, page, body, false);
    return packed(ink.finish());
  };
  const ref = streamOf(desk, remembered(desk, page, body, openings, draw), {
    Type: "XObject",
    Subtype: "Form",
    BBox: [-bleed, -bleed, page.width + bleed, page.height + bleed],
    Resources: desk.resources,
  });
  const form = { name: `P${index}`, ref };
  desk.forms.set(index, form);
  return form;
}
