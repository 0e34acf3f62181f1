// Takes the text of a web page; gives its tree, in which every text node knows where its letters stand. The one idea:
// elements nested deeper than any writer nests them are blanked before parsing, so that neither parser nor walk can be
// made slow or run out of stack, and every offset stays true.

import { type CheerioAPI, load } from "cheerio";
import { type Journal, Letters } from "../flow.ts";

type Root = NonNullable<ReturnType<CheerioAPI["root"]>[0]>;
export type Node = Root["children"][number];
export type Element = Extract<Node, { attribs: unknown }>;
export type Text = Extract<Node, { data: string; type: string }>;

export interface Tree {
  readonly root: Element;
  /** In document order, `root` first. */
  readonly elements: readonly Element[];
  /** Place of an element in `elements`. */
  readonly order: ReadonlyMap<Element, number>;
  readonly letters: ReadonlyMap<Node, Letters>;
}

export function isElement(node: Node | null | undefined): node is Element {
  return node !== null && node !== undefined && "attribs" in node;
}

export function isText(node: Node): node is Text {
  return node.type === "text";
}

/** Every character outside the text nodes is recorded as markup. */
export function readTree(journal: Journal): Tree | null {
  const { text } = journal.source;
  const $ = load(flatten(text), { sourceCodeLocationInfo: true });
  const root = $("html")[0];
  if (!root) return null;
  const elements: Element[] = [];
  const letters = new Map<Node, Letters>();
  const taken = new Uint8Array(text.length);
  const waiting: Node[] = [root];
  for (let node = waiting.pop(); node; node = waiting.pop()) {
    if (isText(node)) letters.set(node, lettersOf(node, journal, taken));
    if (!isElement(node)) continue;
    elements.push(node);
    for (let i = node.children.length - 1; i >= 0; i -= 1) waiting.push(node.children[i]!);
  }
  dropMarkup(journal, taken);
  return { root, elements, order: new Map(elements.map((each, i) => [each, i])), letters };
}

function dropMarkup(journal: Journal, taken: Uint8Array): void {
  const { text } = journal.source;
  let start = -1;
  for (let i = 0; i <= text.length; i += 1) {
    const outside = i < text.length && taken[i] === 0;
    if (outside && start < 0) start = i;
    if (outside || start < 0) continue;
    const gap = text.slice(start, i);
    if (gap.trim() !== "") journal.drop(Letters.from(gap, start), "html/markup", 1);
    start = -1;
  }
}

// ---------------------------------------------------------------------------------------------------- letters

const REFERENCE = /&(?:#\d+|#x[\da-f]+|[a-z][a-z\d]*);?/iy;
const AMPERSAND = /^&(?:amp|#0*38|#x0*26);?$/i;

/** The letters of a text node, laid beside the source: references resolved, stray tags between them passed over. */
function lettersOf(node: Text, journal: Journal, taken: Uint8Array): Letters {
  const { data } = node;
  const source = journal.source.text;
  const at = new Int32Array(data.length).fill(-1);
  let r = node.sourceCodeLocation?.startOffset ?? 0;
  const end = node.sourceCodeLocation?.endOffset ?? r;
  for (let d = 0; d < data.length && r < end; d += 1) {
    while (r < end && source[r] === "<" && /^<[a-z/!?]/i.test(source.slice(r, r + 2))) r = behindTag(source, r);
    if (source[r] === "\r" && data[d] === "\n" && source[r + 1] === "\n") r += 1;
    if (source[r] === "&") {
      const { units, length } = resolve(source, r, data, d);
      if (length > 1) {
        const after = data.slice(d, d + units);
        const before = Letters.from(source.slice(r, r + length), r);
        journal.replace(before, { start: 0, end: length, after, rule: "html/reference", confidence: 1 });
      }
      for (let k = 0; k < units; k += 1) at[d + k] = r + Math.min(k, length - 1);
      taken.fill(1, r, r + length);
      r += length;
      d += units - 1;
    } else if (source[r] === data[d]) {
      at[d] = r;
      taken[r] = 1;
      r += 1;
    }
  }
  return new Letters(data, at);
}

/** How long the reference at `r` is in the source, and how many code units it stands for; 1 and 1 for a bare "&". */
function resolve(source: string, r: number, data: string, d: number): { units: number; length: number } {
  REFERENCE.lastIndex = r;
  const found = REFERENCE.exec(source)?.[0];
  if (found === undefined) return { units: 1, length: 1 };
  if (data[d] === "&" && !AMPERSAND.test(found)) {
    if (data.startsWith(found, d)) return { units: 1, length: 1 };
    return { units: 1, length: 4 };
  }
  const wide = data.codePointAt(d)! > 0xffff ? 2 : 1;
  if (found.endsWith(";")) return { units: wide, length: found.length };
  for (let length = 3; length < found.length; length += 1) {
    if (source.startsWith(data.slice(d + wide, d + wide + 3), r + length)) return { units: wide, length };
  }
  return { units: wide, length: found.length };
}

// ---------------------------------------------------------------------------------------------------- depth

/** Chromium's own limit is 512 (`kMaximumHTMLParserDOMTreeDepth`). */
const DEEPEST = 200;
/** Elements without an end tag, or whose end tag may be left out (HTML, 13.1.2.4): they do not nest by themselves. */
const FLAT = new Set(
  "area base br col embed hr img input link meta param source track wbr p li dt dd tr td th thead tbody tfoot option optgroup rb rp rt rtc colgroup html head body".split(
    " ",
  ),
);
/** Elements the parser opens again in every block until they are closed (HTML, 13.2.4.3): few may be open at once. */
const FORMATTING = new Set("a b big code em font i nobr s small strike strong tt u".split(" "));
const MOST_FORMATS = 8;
const RAW = new Set("script style textarea title xmp iframe noembed noframes".split(" "));

/** The text with tags blanked that open, or close, what lies too deep. */
function flatten(text: string): string {
  const cuts: number[] = [];
  const open: { readonly name: string; readonly kept: boolean }[] = [];
  let depth = 0;
  const name = /<(\/?)([a-z][^\s/>]*)/iy;
  for (let at = text.indexOf("<"); at !== -1; at = text.indexOf("<", at)) {
    name.lastIndex = at;
    const found = name.exec(text);
    const end = behindTag(text, at);
    if (found) {
      const tag = found[2]!.toLowerCase();
      if (found[1] === "/") {
        const last = lastOpen(open, tag);
        if (last >= 0) {
          if (!open[last]!.kept) cuts.push(at, end);
          for (const each of open.splice(last)) if (each.kept) depth -= 1;
        }
      } else if (!FLAT.has(tag) && text[end - 2] !== "/" && !RAW.has(tag)) {
        const formats = FORMATTING.has(tag);
        const kept = depth < DEEPEST && (!formats || countFormats(open) < MOST_FORMATS);
        if (kept) depth += 1;
        else cuts.push(at, end);
        if (open.length < 2 * DEEPEST) open.push({ name: tag, kept });
      }
      if (RAW.has(tag) && found[1] === "") {
        at = closeOf(text, tag, end);
        continue;
      }
    }
    at = end;
  }
  return blanked(text, cuts);
}

function countFormats(open: readonly { readonly name: string; readonly kept: boolean }[]): number {
  return open.filter(({ name, kept }) => kept && name !== "a" && FORMATTING.has(name)).length;
}

function lastOpen(open: readonly { readonly name: string }[], tag: string): number {
  let i = open.length - 1;
  while (i >= 0 && open[i]!.name !== tag) i -= 1;
  return i;
}

function closeOf(text: string, tag: string, from: number): number {
  const close = new RegExp(`</${tag}`, "gi");
  close.lastIndex = from;
  return close.exec(text)?.index ?? text.length;
}

function blanked(text: string, cuts: readonly number[]): string {
  const parts: string[] = [];
  let from = 0;
  for (let i = 0; i < cuts.length; i += 2) {
    parts.push(text.slice(from, cuts[i]), " ".repeat(cuts[i + 1]! - cuts[i]!));
    from = cuts[i + 1]!;
  }
  parts.push(text.slice(from));
  return parts.join("");
}

/** The offset behind the tag, comment or lone "<" at `at`. */
function behindTag(text: string, at: number): number {
  if (text.startsWith("<!--", at)) {
    const close = text.indexOf("-->", at + 2);
    return close < 0 ? text.length : close + 3;
  }
  if (!/[a-z/!?]/i.test(text[at + 1] ?? "")) return at + 1;
  for (let i = at + 1; i < text.length; i += 1) {
    if (text[i] === ">") return i + 1;
    if (text[i] !== "=") continue;
    while (/\s/.test(text[i + 1] ?? "")) i += 1;
    const quote = text[i + 1];
    if (quote !== '"' && quote !== "'") continue;
    const close = text.indexOf(quote, i + 2);
    if (close < 0) return text.length;
    i = close;
  }
  return text.length;
}
