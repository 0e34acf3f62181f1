// Takes a chapter of the model, gives the letters print must show of it, blanks and soft hyphens apart: a line break may
// take a blank or add a hyphen, and neither is a word. Calls are written ⟦1⟧.

import type { Block, Chapter, Inline, Note } from "../book.ts";
import { never } from "../diagnostic.ts";
import { bylineOf } from "../walk.ts";

/** Stands for what print writes before a page number: "(p. 12)", "(S. 12)". */
export const PAGE_WORD = "\u0001";
const PAGE_WORDS = "pSsс";

/** Gives the folio of the page on which an id stands. */
export type FolioOf = (id: string) => string;

export function letters(text: string): string {
  return text.normalize("NFC").replace(/[\s\u00ad\u200b-\u200d\u2060\ufeff]+/gu, "");
}

export function lettersOfChapter(chapter: Chapter, folioOf: FolioOf): string {
  const opening = [chapter.subtitle, chapter.author, bylineOf(chapter)].map((each) => letters(each ?? "")).join("");
  return lettersOfInlines(chapter.title, folioOf) + opening + lettersOfBlocks(chapter.blocks, folioOf);
}

export function lettersOfNote(note: Note, folioOf: FolioOf): string {
  return lettersOfBlocks(note.blocks, folioOf);
}

export function lettersOfBlocks(blocks: readonly Block[], folioOf: FolioOf): string {
  return blocks.map((each) => lettersOfBlock(each, folioOf)).join("");
}

function lettersOfBlock(block: Block, folioOf: FolioOf): string {
  switch (block.type) {
    case "heading":
    case "paragraph":
      return lettersOfInlines(block.children, folioOf);
    case "quote":
      return lettersOfBlocks(block.blocks, folioOf) + lettersOfInlines(block.attribution ?? [], folioOf);
    case "verse":
      return block.stanzas
        .flat()
        .map((line) => lettersOfInlines(line.children, folioOf))
        .join("");
    case "list":
      return block.items.map((item) => letters(item.label) + lettersOfBlocks(item.blocks, folioOf)).join("");
    case "definitions":
      return block.items
        .map(
          (item) =>
            lettersOfInlines(item.term, folioOf) + item.bodies.map((each) => lettersOfBlocks(each, folioOf)).join(""),
        )
        .join("");
    case "figure":
      return lettersOfInlines(block.caption, folioOf);
    case "table":
      return [...block.head, ...block.rows.flat()].map((each) => lettersOfInlines(each, folioOf)).join("");
    case "preformatted":
      return letters(block.text);
    case "signature":
      return block.lines.map((each) => lettersOfInlines(each, folioOf)).join("");
    case "rule":
      return "";
    default:
      return never(block);
  }
}

export function lettersOfInlines(inlines: readonly Inline[], folioOf: FolioOf): string {
  return inlines.map((each) => lettersOfInline(each, folioOf)).join("");
}

function lettersOfInline(inline: Inline, folioOf: FolioOf): string {
  switch (inline.type) {
    case "text":
      return letters(inline.text);
    case "line_break":
      return "";
    case "note_ref":
      return `⟦${letters(inline.mark)}⟧`;
    case "lost_note_ref":
      return letters(inline.mark);
    case "cross_ref":
      return (
        lettersOfInlines(inline.children, folioOf) +
        (inline.form === "page" ? `(${PAGE_WORD}.${folioOf(inline.target)})` : "")
      );
    case "emph":
    case "strong":
    case "small_caps":
    case "superior":
    case "inferior":
    case "code":
    case "lang":
    case "link":
    case "term_ref":
    case "index_mark":
      return lettersOfInlines(inline.children, folioOf);
    default:
      return never(inline);
  }
}

/** Where the printed letters leave the wanted ones; null: nowhere. */
export function firstDifference(wanted: string, found: string): number | null {
  for (let at = 0; at < wanted.length; at += 1) {
    const same = wanted[at] === PAGE_WORD ? PAGE_WORDS.includes(found[at] ?? " ") : wanted[at] === found[at];
    if (!same) return at;
  }
  return found.length === wanted.length ? null : wanted.length;
}
