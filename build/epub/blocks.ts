// Takes blocks, gives XHTML. Every block carries its id, so that links, bookmarks and page breaks find it.

import type { Block, Definitions, Figure, List, Quote, Table, Verse } from "../book.ts";
import { never } from "../diagnostic.ts";
import type { EpubImage } from "../page.ts";
import { type Scene, writeInlines } from "./inline.ts";
import { type Attributes, element, escapeText, langOf, type Markup, xmlId } from "./xml.ts";

export interface BlockScene extends Scene {
  /** By `ImageAsset.path`. */
  readonly images: ReadonlyMap<string, EpubImage>;
}

export function writeBlocks(blocks: readonly Block[], scene: BlockScene): Markup {
  let markup = "";
  for (const block of blocks) markup += `${writeBlock(block, scene)}\n`;
  return markup;
}

/** Id and language, which any block may have. */
export function marksOf(block: Block, scene: Scene): Attributes {
  return { id: scene.copy ? null : xmlId(block.id), ...langOf(block.lang) };
}

function writeBlock(block: Block, scene: BlockScene): Markup {
  const marks = marksOf(block, scene);
  switch (block.type) {
    case "heading":
      return element(`h${block.level}`, marks, writeInlines(block.children, scene));
    case "paragraph":
      return element("p", marks, writeInlines(block.children, scene));
    case "quote":
      return writeQuote(block, scene);
    case "verse":
      return writeVerse(block, scene);
    case "list":
      return writeList(block, scene);
    case "definitions":
      return writeDefinitions(block, scene);
    case "figure":
      return writeFigure(block, scene);
    case "table":
      return writeTable(block, scene);
    case "preformatted":
      return element("pre", marks, escapeText(block.text));
    case "signature": {
      const lines = block.lines.map((line) => element("p", {}, writeInlines(line, scene)));
      return element("div", { ...marks, class: "signature" }, ...lines);
    }
    case "rule":
      return element("hr", marks);
    default:
      return never(block);
  }
}

function writeQuote(quote: Quote, scene: BlockScene): Markup {
  const semantics: Attributes =
    quote.role === "epigraph" ? { class: "epigraph", "epub:type": "epigraph", role: "doc-epigraph" } : {};
  const attribution =
    quote.attribution && element("p", { class: "attribution" }, writeInlines(quote.attribution, scene));
  const body = writeBlocks(quote.blocks, scene);
  return element("blockquote", { ...marksOf(quote, scene), ...semantics }, body, attribution ?? "");
}

/** Deeper than this the style sheet knows no step. */
const DEEPEST_INDENT = 12;

function writeVerse(verse: Verse, scene: BlockScene): Markup {
  const stanzas = verse.stanzas.map((stanza) => {
    const lines = stanza.map((line) => {
      const indent = Math.min(DEEPEST_INDENT, Math.round(line.indent));
      const className = indent > 0 ? `line in-${indent}` : "line";
      return element("span", { class: className }, writeInlines(line.children, scene));
    });
    return element("p", { class: "stanza" }, lines.join("<br/>"));
  });
  return element("div", { ...marksOf(verse, scene), class: "verse" }, ...stanzas);
}

function writeList(list: List, scene: BlockScene): Markup {
  const numbering = list.ordered ? numberingOf(list.items.map((item) => item.label)) : null;
  const labelled = list.ordered && numbering === null;
  const items = list.items.map((item) => {
    const id = scene.copy ? null : xmlId(item.id);
    const label = labelled ? `${element("span", { class: "label" }, escapeText(item.label))} ` : "";
    return element("li", { id }, label, writeBlocks(item.blocks, scene));
  });
  const className = [list.tight ? "tight" : "", labelled ? "labelled" : ""].filter(Boolean).join(" ") || null;
  return element(numbering ? "ol" : "ul", { ...marksOf(list, scene), ...numbering, class: className }, ...items);
}

/** What makes a reader count 1. 2. 3. or a. b. c. from the same start; null: the labels must be written out. */
function numberingOf(labels: readonly string[]): Attributes | null {
  const first = labels[0] ?? "";
  if (/^\d+\.$/.test(first)) {
    const start = Number.parseInt(first, 10);
    const counts = labels.every((label, i) => label === `${start + i}.`);
    return counts ? { start: start === 1 ? null : String(start) } : null;
  }
  if (first === "a." && labels.length <= 26) {
    return labels.every((label, i) => label === `${String.fromCharCode(97 + i)}.`) ? { type: "a" } : null;
  }
  return null;
}

function writeDefinitions(list: Definitions, scene: BlockScene): Markup {
  const items = list.items.map((item) => {
    const bodies = item.bodies.map((body) => element("dd", {}, writeBlocks(body, scene)));
    const term = element("dt", {}, writeInlines(item.term, scene));
    return element("div", { id: scene.copy ? null : xmlId(item.id) }, term, ...bodies);
  });
  return element("dl", marksOf(list, scene), ...items);
}

function writeFigure(figure: Figure, scene: BlockScene): Markup {
  const image = scene.images.get(figure.image);
  if (image === undefined) throw new Error(`no image was prepared for ${figure.image}`);
  const details = figure.description.length > 0 && !scene.copy ? `${xmlId(figure.id)}_description` : null;
  const picture = element("img", { src: `images/${image.name}`, alt: figure.alt, "aria-details": details });
  const summary = element("summary", langOfWords(scene), scene.words.description);
  const description = details
    ? element("details", { id: details }, summary, writeBlocks(figure.description, scene))
    : "";
  const words = writeInlines(figure.caption, scene) + description;
  const caption = words === "" ? "" : element("figcaption", {}, words);
  const className = figure.width === "half" ? "half" : null;
  return element("figure", { ...marksOf(figure, scene), class: className }, picture, caption);
}

/** The language of our own words, where the book has another: nothing if the book's language has a row of words. */
export function langOfWords(scene: Scene): Attributes {
  return langOf(scene.words.foreign ? scene.words.lang : null);
}

function writeTable(table: Table, scene: BlockScene): Markup {
  const align = (column: number): string | null => {
    const side = table.align[column];
    return side === "right" || side === "centre" ? side : null;
  };
  const head = table.head.map((cell, i) => element("th", { scope: "col", class: align(i) }, writeInlines(cell, scene)));
  const rows = table.rows.map((row) => {
    const cells = row.map((cell, i) => element("td", { class: align(i) }, writeInlines(cell, scene)));
    return element("tr", {}, ...cells);
  });
  const thead = element("thead", {}, element("tr", {}, ...head));
  return element("table", marksOf(table, scene), thead, element("tbody", {}, ...rows));
}
