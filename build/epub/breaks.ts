// Takes a chapter's XHTML and the printed pages that begin in it, gives the XHTML with a page break at each of those
// words. cheerio finds the places; the breaks are spliced into our own text, so that nothing else changes by a byte.

import { load } from "cheerio";
import type { PageStart } from "../page.ts";
import { element, type Markup, xmlId } from "./xml.ts";

type Tree = ReturnType<typeof load>;
type Node = ReturnType<Tree["root"]>[0]["children"][number];
type Parent = Extract<Node, { children: Node[] }>;

/** EPUB Accessibility 1.1, 3.2.1; DPUB-ARIA 1.1, doc-pagebreak. */
function breakMarkup(page: PageStart): Markup {
  const semantics = { "epub:type": "pagebreak", role: "doc-pagebreak", "aria-label": page.label };
  return element("span", { id: xmlId(page.id), class: "page-break", ...semantics });
}

/** A page whose block is not in the document begins where the document does. */
export function insertBreaks(markup: Markup, pages: readonly PageStart[]): Markup {
  if (pages.length === 0) return markup;
  const $ = load(markup, { xml: { decodeEntities: false, withStartIndices: true, withEndIndices: true } });
  const blocks = elementsById($.root()[0]!.children);
  const start = markup.indexOf(">") + 1;
  const splices = pages.map((page) => {
    const block = blocks.get(xmlId(page.block));
    return { at: block === undefined ? start : positionOf(markup, block, page), page };
  });
  return splice(markup, splices);
}

interface Splice {
  readonly at: number;
  readonly page: PageStart;
}

function splice(markup: Markup, splices: readonly Splice[]): Markup {
  const sorted = splices.map((each, order) => ({ ...each, order })).sort((a, b) => a.at - b.at || a.order - b.order);
  const parts: string[] = [];
  let from = 0;
  for (const { at, page } of sorted) {
    parts.push(markup.slice(from, at), breakMarkup(page));
    from = at;
  }
  return parts.join("") + markup.slice(from);
}

function isElement(node: Node): node is Extract<Node, { attribs: object }> {
  return node.type === "tag";
}

function elementsById(nodes: readonly Node[], found = new Map<string, Parent>()): Map<string, Parent> {
  for (const node of nodes) {
    if (!isElement(node)) continue;
    if (node.attribs.id !== undefined) found.set(node.attribs.id, node);
    elementsById(node.children, found);
  }
  return found;
}

/** A text node of the block as read: its characters, and where each begins in the markup. */
interface Run {
  /** null: what parts two lines, and is no place for a break. */
  readonly node: Node | null;
  readonly text: string;
}

/** Where in the markup the page break goes: before the character, or behind the word that the page's end divides. */
function positionOf(markup: Markup, block: Parent, { offset, words }: PageStart): number {
  const own = runsOf(markup, block, true);
  const runs = own.some((run) => run.node !== null) ? own : runsOf(markup, block, false);
  const text = runs.map((run) => run.text).join("");
  if (text === "") return block.children.length > 0 ? afterOpeningTag(markup, block) : block.startIndex!;
  // A table's lines count from the beginning of their cell.
  const cell = isElement(block) && block.tagName === "table" && words ? text.indexOf(words.trim()) : -1;
  let left = cell === -1 ? wordStart(text, Math.min(offset, text.length)) : cell;
  for (const run of runs) {
    if (run.node !== null && left < run.text.length) {
      const start = startOf(markup, run.node, Math.max(0, left));
      return left <= 0 ? hoist(run.node, block, start) : start;
    }
    left -= run.text.length;
  }
  const last = runs.findLast((run) => run.node !== null)!;
  return last.node!.endIndex! + 1;
}

const INSIDE_WORD = /^[\p{L}\p{M}\p{N}]$/u;

function wordStart(text: string, offset: number): number {
  let at = offset;
  const inside = (i: number): boolean => INSIDE_WORD.test(text[i] ?? " ") || text[i] === "\u00ad";
  if (at > 0 && inside(at - 1) && inside(at)) while (at < text.length && !/\s/.test(text[at]!)) at += 1;
  while (/\s/.test(text[at] ?? "")) at += 1;
  return at;
}

/** Before an inline element rather than inside it, where the text begins the element. */
function hoist(node: Node, block: Parent, fallback: number): number {
  let at = fallback;
  let child: Node = node;
  while (
    child.parent !== null &&
    child.parent !== block &&
    child.parent.children[0] === child &&
    isInline(child.parent)
  ) {
    child = child.parent as Node;
    at = child.startIndex!;
  }
  return at;
}

const INLINE = new Set(["em", "strong", "span", "a", "sup", "sub", "code", "cite"]);

function isInline(node: object): boolean {
  return "name" in node && typeof node.name === "string" && INLINE.has(node.name);
}

function afterOpeningTag(markup: Markup, block: Parent): number {
  return markup.indexOf(">", block.startIndex!) + 1;
}

/** What the writer adds to a block's own words: calls, note marks, ways back, list labels. */
function isApparatus(node: Extract<Node, { attribs: object }>): boolean {
  const { attribs } = node;
  return (
    attribs.role === "doc-noteref" || /^(mark|back|lost|label|full-reference|page-break)$/.test(attribs.class ?? "")
  );
}

const PARTING: Run = { node: null, text: "\n" };

/**
 * The text of an element in the count of `BodyLine.offset`: a line break, and what parts two lines of a verse or a
 * signature, is one character. `own`: without the blocks inside it, which have ids and lines of their own.
 */
function runsOf(markup: Markup, parent: Parent, own: boolean, runs: Run[] = []): Run[] {
  const kept = isElement(parent) && parent.tagName === "pre";
  for (const node of parent.children) {
    if (node.type === "text") {
      const run = readRun(markup, node, kept);
      if (run.text !== "") runs.push(run);
    } else if (isElement(node) && !isApparatus(node)) {
      const line = node.tagName === "br" || (node.tagName === "p" && runs.some((run) => run.node !== null));
      if (line && /^(verse|stanza|signature)?$/.test(classOf(parent))) runs.push(PARTING);
      if (!own || node.attribs.id === undefined || INLINE.has(node.tagName)) runsOf(markup, node, own, runs);
    }
  }
  return runs;
}

function classOf(parent: Parent): string {
  return isElement(parent) ? (parent.attribs.class ?? "") : "";
}

function readRun(markup: Markup, node: Node, kept: boolean): Run {
  const raw = markup.slice(node.startIndex!, node.endIndex! + 1);
  const read = raw.includes("&") ? raw.replace(/&(\w+);/g, (_, name: string) => ENTITIES[name] ?? "") : raw;
  return { node, text: kept ? read : read.replaceAll("\n", "") };
}

/** Where in the markup the character `at` of a text node begins. A line end of the markup counts only where it is kept. */
function startOf(markup: Markup, node: Node, at: number): number {
  const parent = node.parent as Parent | null;
  const kept = parent !== null && isElement(parent) && parent.tagName === "pre";
  let left = at;
  for (const match of markup.slice(node.startIndex!, node.endIndex! + 1).matchAll(/&\w+;|./gsu)) {
    if (match[0] === "\n" && !kept) continue;
    if (left <= 0) return node.startIndex! + match.index;
    left -= match[0].startsWith("&") ? 1 : match[0].length;
  }
  return node.endIndex! + 1;
}

const ENTITIES: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"' };
