// Takes a chapter of the model and the tree of its document, gives both as running text in which calls are written ⟦1⟧:
// if the two texts are equal, every word and every call is there once, in order and whole.

import type { Block, Chapter, Inline, List, Note } from "../book.ts";
import { never } from "../diagnostic.ts";
import { has, type XmlElement, type XmlNode } from "./xml.ts";

export function squeeze(text: string): string {
  return text.replace(/[ \t\r\n]+/g, " ").trim();
}

// ---------------------------------------------------------------------------------------------------- the model's words

export function wordsOfInlines(inlines: readonly Inline[]): string {
  let text = "";
  for (const node of inlines) {
    switch (node.type) {
      case "text":
        text += node.text;
        break;
      case "line_break":
        text += "\n";
        break;
      case "note_ref":
        text += `⟦${node.mark}⟧`;
        break;
      case "lost_note_ref":
        text += `⟦?${node.mark}⟧`;
        break;
      case "emph":
      case "strong":
      case "small_caps":
      case "superior":
      case "inferior":
      case "code":
      case "lang":
      case "link":
      case "cross_ref":
      case "term_ref":
      case "index_mark":
        text += wordsOfInlines(node.children);
        break;
      default:
        never(node);
    }
  }
  return text;
}

export function wordsOfBlocks(blocks: readonly Block[]): string {
  return blocks.map((block) => wordsOfBlock(block)).join("\n");
}

function wordsOfBlock(block: Block): string {
  switch (block.type) {
    case "heading":
    case "paragraph":
      return wordsOfInlines(block.children);
    case "quote":
      return `${wordsOfBlocks(block.blocks)}\n${wordsOfInlines(block.attribution ?? [])}`;
    case "verse":
      return block.stanzas.flatMap((stanza) => stanza.map((line) => wordsOfInlines(line.children))).join("\n");
    case "list":
      return wordsOfList(block);
    case "definitions":
      return block.items
        .map((item) => [wordsOfInlines(item.term), ...item.bodies.map(wordsOfBlocks)].join("\n"))
        .join("\n");
    case "figure":
      return `${wordsOfInlines(block.caption)}\n${wordsOfBlocks(block.description)}`;
    case "table":
      return [...block.head, ...block.rows.flat()].map(wordsOfInlines).join("\n");
    case "preformatted":
      return block.text;
    case "signature":
      return block.lines.map(wordsOfInlines).join("\n");
    case "rule":
      return "";
    default:
      return never(block);
  }
}

function wordsOfList(list: List): string {
  return list.items.map((item) => `${list.ordered ? item.label : ""}\n${wordsOfBlocks(item.blocks)}`).join("\n");
}

/** Title, what stands under it, and text; the notes apart. */
export function wordsOfChapter(chapter: Chapter): string {
  const under = [chapter.author, chapter.translator, chapter.year].filter((word) => word !== null).join(", ");
  const parts = [wordsOfInlines(chapter.title), chapter.subtitle ?? "", under, wordsOfBlocks(chapter.blocks)];
  return squeeze(parts.join("\n"));
}

export function wordsOfNote(note: Note): string {
  return squeeze(wordsOfBlocks(note.blocks));
}

// ---------------------------------------------------------------------------------------------------- a document's words

/** Elements that do not part words. */
export const INLINE = new Set(
  "a abbr b bdi bdo cite code dfn em i q s small span strong sub sup time u wbr".split(" "),
);

/** What the EPUB says besides the book's words. */
function isApparatus(element: XmlElement): boolean {
  const { name, attributes } = element;
  return (
    has(element, "role", "doc-pagebreak") ||
    has(element, "role", "doc-backlink") ||
    has(element, "role", "doc-endnotes") ||
    name === "summary" ||
    attributes.class === "mark" ||
    attributes.class === "full-reference"
  );
}

/** The words of an element as `wordsOfChapter` gives them; the section of notes and the ways back are left out. */
export function wordsOfElement(element: XmlElement): string {
  return squeeze(rawWords(element));
}

function rawWords(node: XmlNode): string {
  if (typeof node === "string") return node;
  if (isApparatus(node)) return "";
  if (node.name === "br") return "\n";
  if (node.name === "a" && has(node, "role", "doc-noteref")) return `⟦${node.children.map(rawWords).join("")}⟧`;
  if (node.name === "sup" && node.attributes.class === "lost") return `⟦?${node.children.map(rawWords).join("")}⟧`;
  const label = node.name === "li" ? labelOf(node) : "";
  const words = node.children.map(rawWords).join("");
  return INLINE.has(node.name) ? words : `\n${label}\n${words}\n`;
}

/** The number a reading system counts for an item. */
function labelOf(item: XmlElement): string {
  const list = item.parent;
  if (list === null || list.name !== "ol") return "";
  const n = list.children.filter((child) => typeof child !== "string" && child.name === "li").indexOf(item);
  if (list.attributes.type === "a") return `${String.fromCharCode(97 + n)}.`;
  return `${Number(list.attributes.start ?? 1) + n}.`;
}

// ---------------------------------------------------------------------------------------------------- the difference

const AROUND = 40;

/** Where two texts part, for people; null: nowhere. */
export function difference(expected: string, found: string): string | null {
  if (expected === found) return null;
  let at = 0;
  while (at < expected.length && expected[at] === found[at]) at += 1;
  const before = expected.slice(Math.max(0, at - AROUND), at);
  const say = (text: string): string => JSON.stringify(text.slice(at, at + AROUND));
  return `behind ${JSON.stringify(before)} the book has ${say(expected)}, the EPUB ${say(found)}`;
}
