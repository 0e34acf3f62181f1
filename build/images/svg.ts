// Takes a drawing in SVG, gives one that runs, fetches and needs nothing: elements and attributes by an allow-list, no
// document type, links inside the drawing only, and its words as outlines, since a machine's own fonts are not the book's.

import { type CheerioAPI, load } from "cheerio";
import type { FaceStyle, Outline } from "../page.ts";

export interface CleanSvg {
  readonly svg: string;
  readonly width: number;
  readonly height: number;
  /** What was taken out: "script", "href to http://…". */
  readonly removed: readonly string[];
}

const SHAPES = "svg g defs symbol use path rect circle ellipse line polyline polygon image title desc style".split(" ");
const WORDS = "text tspan".split(" ");
const PAINT = "linearGradient radialGradient stop clipPath mask pattern marker".split(" ");
const FILTERS =
  "filter feGaussianBlur feOffset feBlend feColorMatrix feComposite feFlood feMerge feMergeNode feComponentTransfer feFuncR feFuncG feFuncB feFuncA";
const ALLOWED = new Set([...SHAPES, ...WORDS, ...PAINT, ...FILTERS.split(" ")]);
/** What drawing programs write for themselves; nobody need hear that it is gone. */
const SILENT = /^(metadata|sodipodi:.*|inkscape:.*|rdf:.*|cc:.*|dc:.*)$/;

/** The cleaned drawing, or what makes it no drawing. */
export function sanitiseSvg(source: string): CleanSvg | string {
  if (/<!ENTITY|<!DOCTYPE[^>]*\[/.test(source)) return "the drawing declares entities";
  const $ = load(source.replace(/^\ufeff/, "").replace(/<!DOCTYPE[^>]*>/i, ""), { xml: true });
  const root = $.root().children().first();
  if (root.prop("tagName")?.toString().toLowerCase() !== "svg") return "the file is XML, but not SVG";
  const size = sizeOf(root.attr("viewBox"), root.attr("width"), root.attr("height"));
  if (size === null) return "the drawing has neither a viewBox nor a width and a height";
  const removed = new Set<string>();
  cleanTree($, removed);
  root.attr("xmlns", "http://www.w3.org/2000/svg");
  root.attr("viewBox", size.box).removeAttr("width").removeAttr("height");
  return { svg: `${$.xml(root)}\n`, width: size.width, height: size.height, removed: [...removed] };
}

interface Size {
  readonly box: string;
  readonly width: number;
  readonly height: number;
}

function sizeOf(viewBox: string | undefined, width: string | undefined, height: string | undefined): Size | null {
  const box =
    viewBox
      ?.trim()
      .split(/[\s,]+/)
      .map(Number) ?? [];
  if (box.length === 4 && box.every(Number.isFinite) && box[2]! > 0 && box[3]! > 0) {
    return { box: box.join(" "), width: box[2]!, height: box[3]! };
  }
  const [w, h] = [Number.parseFloat(width ?? ""), Number.parseFloat(height ?? "")];
  return w > 0 && h > 0 ? { box: `0 0 ${w} ${h}`, width: w, height: h } : null;
}

function cleanTree($: CheerioAPI, removed: Set<string>): void {
  const gone = new Set<unknown>();
  $("*").each((_, node) => {
    if (!("attribs" in node)) return;
    if (gone.has(node.parent)) {
      gone.add(node);
      return;
    }
    const name = node.tagName;
    const element = $(node);
    if (name === "a" || name === "switch") {
      element.replaceWith(element.contents());
    } else if (!ALLOWED.has(name)) {
      if (!SILENT.test(name)) removed.add(name);
      gone.add(node);
      element.remove();
    } else {
      cleanAttributes(node.attribs, name, removed);
      if (name === "style") element.text(cleanCss(element.text(), removed));
    }
  });
  $("*")
    .contents()
    .filter((_, node) => node.type === "comment" || node.type === "directive")
    .remove();
  $("image:not([href])").remove();
}

const LOCAL = /^#[\w.:-]+$/;
const PIXELS = /^data:image\/(png|jpeg);base64,[A-Za-z0-9+/=\s]+$/;

function cleanAttributes(attributes: Record<string, string>, name: string, removed: Set<string>): void {
  for (const [key, value] of Object.entries(attributes)) {
    const local = key.toLowerCase();
    if (local === "href" || local === "xlink:href") {
      delete attributes[key];
      if (LOCAL.test(value.trim()) || (name === "image" && PIXELS.test(value.trim()))) attributes.href = value.trim();
      else removed.add(`the link to ${value.slice(0, 60)}`);
    } else if (local.startsWith("on")) {
      delete attributes[key];
      removed.add(`the attribute ${key}`);
    } else if (key.includes(":") && key !== "xml:lang" && key !== "xml:space") {
      delete attributes[key];
    } else if (local === "style") {
      attributes[key] = cleanCss(value, removed);
    } else if (/url\(/i.test(value) && !/^\s*url\(\s*["']?#[\w.:-]+["']?\s*\)\s*[\w#]*\s*$/i.test(value)) {
      delete attributes[key];
      removed.add(`the address in ${key}`);
    }
  }
}

function cleanCss(css: string, removed: Set<string>): string {
  const plain = css.replace(/\/\*[\s\S]*?\*\//g, "").replace(/\\[0-9a-f]{1,6}\s?/gi, "");
  return plain
    .replace(/@(?:import|charset|namespace)[^;]*;?/gi, (rule) => taken(rule, removed))
    .replace(/@font-face\s*\{[^}]*\}/gi, (rule) => taken(rule, removed))
    .replace(/[^;{}]*(?:expression\s*\(|-moz-binding|behavior\s*:)[^;}]*;?/gi, (rule) => taken(rule, removed))
    .replace(/[^;{}]*url\(\s*["']?(?!["']?#)[^)]*\)[^;}]*;?/gi, (rule) => taken(rule, removed));
}

function taken(rule: string, removed: Set<string>): string {
  removed.add(`the style ${rule.trim().slice(0, 60)}`);
  return "";
}

// ---------------------------------------------------------------------------------------------------- words as outlines

const FONT_PROPERTIES = [
  "font-family",
  "font-size",
  "font-style",
  "font-weight",
  "text-anchor",
  "font-variant",
] as const;
type FontStyle = Readonly<Record<(typeof FONT_PROPERTIES)[number], string>>;

const INITIAL: FontStyle = {
  "font-family": "",
  "font-size": "16",
  "font-style": "normal",
  "font-weight": "400",
  "text-anchor": "start",
  "font-variant": "normal",
};

type Element = ReturnType<CheerioAPI>[0] & { attribs: Record<string, string> };

/**
 * A cleaned drawing with each `text` as paths under a group that keeps its paint and says its words to people who hear
 * them. `x`, `y`, `dx`, `dy`, `tspan`, `text-anchor` and inherited font properties are followed; of lists of positions
 * only the first counts.
 */
export function outlineText(svg: string, outline: Outline): string {
  if (!/<text\b/.test(svg)) return svg;
  const $ = load(svg, { xml: true });
  const sheet = sheetStyles($);
  $("text").each((_, node) => {
    const words = $(node).text().replace(/\s+/g, " ").trim();
    const group = $("<g></g>");
    for (const [key, value] of Object.entries(node.attribs)) {
      if (!TEXT_ONLY.has(key)) group.attr(key, value);
    }
    group.attr("role", "img").attr("aria-label", words);
    for (const path of pathsOf($, node as Element, sheet, outline)) group.append(path);
    $(node).replaceWith(group);
  });
  return `${$.xml()}`;
}

const TEXT_ONLY = new Set([
  "x",
  "y",
  "dx",
  "dy",
  "rotate",
  "textLength",
  "lengthAdjust",
  ...FONT_PROPERTIES,
  "xml:space",
]);

/** Font properties that rules of the drawing's own style sheet give to elements. */
function sheetStyles($: CheerioAPI): ReadonlyMap<unknown, Partial<FontStyle>> {
  const styles = new Map<unknown, Partial<FontStyle>>();
  const css = $("style").text();
  for (const [, selector, body] of css.matchAll(/([^{}]+)\{([^{}]*)\}/g)) {
    if (!/^[\w\s.#,>*-]+$/.test(selector!)) continue;
    $(selector!.trim()).each((_, node) => {
      styles.set(node, { ...styles.get(node), ...declarations(body!) });
    });
  }
  return styles;
}

function declarations(css: string): Partial<FontStyle> {
  const found: Record<string, string> = {};
  for (const [, key, value] of css.matchAll(/([\w-]+)\s*:\s*([^;]+)/g)) {
    if ((FONT_PROPERTIES as readonly string[]).includes(key!)) found[key!] = value!.trim();
  }
  return found;
}

function styleOf(node: Element | null, sheet: ReadonlyMap<unknown, Partial<FontStyle>>): FontStyle {
  if (node === null || node.attribs === undefined) return INITIAL;
  const inherited = styleOf(node.parent as Element | null, sheet);
  const own: Record<string, string> = {};
  for (const key of FONT_PROPERTIES) if (node.attribs[key] !== undefined) own[key] = node.attribs[key];
  const merged = { ...inherited, ...own, ...sheet.get(node), ...declarations(node.attribs.style ?? "") };
  return { ...merged, "font-size": String(sizeIn(merged["font-size"], Number(inherited["font-size"]))) };
}

function sizeIn(value: string, parent: number): number {
  const number = Number.parseFloat(value);
  if (!Number.isFinite(number)) return parent;
  if (value.endsWith("em")) return number * parent;
  if (value.endsWith("%")) return (number / 100) * parent;
  return value.endsWith("pt") ? (number * 4) / 3 : number;
}

/** Words that are set from one position on. */
interface Chunk {
  readonly x: number;
  readonly y: number;
  readonly runs: {
    readonly text: string;
    readonly style: FontStyle;
    readonly dx: number;
    readonly dy: number;
    readonly node: Element;
  }[];
}

function pathsOf(
  $: CheerioAPI,
  text: Element,
  sheet: ReadonlyMap<unknown, Partial<FontStyle>>,
  outline: Outline,
): string[] {
  const chunks: Chunk[] = [];
  const visit = (node: Element): void => {
    const [x, y] = [first(node.attribs.x), first(node.attribs.y)];
    const last = chunks.at(-1);
    if (last === undefined || x !== null || y !== null)
      chunks.push({ x: x ?? last?.x ?? 0, y: y ?? last?.y ?? 0, runs: [] });
    let [dx, dy] = [first(node.attribs.dx) ?? 0, first(node.attribs.dy) ?? 0];
    for (const child of $(node).contents().toArray()) {
      if (child.type === "tag") visit(child as Element);
      if (child.type !== "text") continue;
      chunks.at(-1)!.runs.push({ text: child.data.replace(/\s+/g, " "), style: styleOf(node, sheet), dx, dy, node });
      [dx, dy] = [0, 0];
    }
  };
  visit(text);
  return chunks.flatMap((chunk) => chunkPaths(chunk, text, outline));
}

function chunkPaths(chunk: Chunk, text: Element, outline: Outline): string[] {
  const runs = chunk.runs.map((run, i) => ({ ...run, text: trimmed(run.text, i === 0, i === chunk.runs.length - 1) }));
  const shaped = runs
    .filter((run) => run.text !== "")
    .map((run) => ({ ...run, line: outline(run.text, faceOf(run.style), Number(run.style["font-size"])) }));
  const width = shaped.reduce((sum, run) => sum + run.line.width + run.dx, 0);
  const anchor = shaped[0]?.style["text-anchor"];
  let x = chunk.x - (anchor === "middle" ? width / 2 : anchor === "end" ? width : 0);
  let y = chunk.y;
  return shaped.map((run) => {
    x += run.dx;
    y += run.dy;
    const fill = run.node === text ? "" : paintOf(run.node);
    const d = shortened(run.line.d, Number(run.style["font-size"]));
    const path = `<path${fill} transform="translate(${round(x)} ${round(y)})" d="${d}"/>`;
    x += run.line.width;
    return path;
  });
}

const ARGUMENTS: Readonly<Record<string, number>> = { M: 2, L: 2, H: 1, V: 1, Q: 4, C: 6, Z: 0 };

/**
 * An outline in steps from point to point, to a thousandth of the type size: the same letter is the same string wherever
 * it stands, and packs to almost nothing. `d` has absolute commands; with any other it is left as it is.
 */
function shortened(d: string, size: number): string {
  const digits = Math.max(0, Math.ceil(3 - Math.log10(size || 1)));
  const say = (value: number): string => String(Number(value.toFixed(digits))).replace(/^(-?)0\./, "$1.");
  let [x, y] = [0, 0];
  let out = "";
  for (const [, command = "", list = ""] of d.matchAll(/([A-Za-z])([^A-Za-z]*)/g)) {
    const wanted = ARGUMENTS[command];
    const numbers = list.match(/-?\d*\.?\d+/g)?.map(Number) ?? [];
    if (wanted === undefined || numbers.length !== wanted) return d;
    if (command === "M") out += `M${joined(numbers.map(say))}`;
    else if (command === "Z") out += "z";
    else {
      const vertical = (i: number): boolean => command === "V" || (command !== "H" && i % 2 === 1);
      out += command.toLowerCase() + joined(numbers.map((value, i) => say(value - (vertical(i) ? y : x))));
    }
    if (command === "H") x = numbers[0]!;
    else if (command === "V") y = numbers[0]!;
    else if (wanted > 0) [x, y] = numbers.slice(-2) as [number, number];
  }
  return out;
}

/** A minus parts two numbers as well as a blank does. */
function joined(numbers: readonly string[]): string {
  return numbers.join(" ").replaceAll(" -", "-");
}

function trimmed(text: string, first: boolean, last: boolean): string {
  const left = first ? text.trimStart() : text;
  return last ? left.trimEnd() : left;
}

function paintOf(node: Element): string {
  const keys = ["fill", "stroke", "class", "opacity"].filter((key) => node.attribs[key] !== undefined);
  return keys.map((key) => ` ${key}="${node.attribs[key]!.replace(/[<&"]/g, "")}"`).join("");
}

function first(list: string | undefined): number | null {
  const number = Number.parseFloat(list ?? "");
  return Number.isFinite(number) ? number : null;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}

/** The families a font table has; any other name means the first. */
function faceOf(style: FontStyle): FaceStyle {
  const weight = style["font-weight"];
  return {
    family: /source\s*serif/i.test(style["font-family"]) ? "source-serif" : "eb-garamond",
    italic: /italic|oblique/.test(style["font-style"]),
    bold: /bold/.test(weight) || Number(weight) >= 600,
    smallCaps: /small-caps/.test(style["font-variant"]),
  };
}
