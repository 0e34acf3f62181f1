// Takes a chapter of the model, gives the letters print must show of it, blanks and soft hyphens apart: a line break may
// take a blank or add a hyphen, and neither is a word. Calls are written ⟦1⟧; where print adds a page number, a gap stands.

import type { Block, Chapter, Inline, Note } from "../book.ts";
import { never } from "../diagnostic.ts";

/** Stands where print writes "(p. 12)". */
export const PAGE_GAP = "\u0001";

export function letters(text: string): string {
  return text.normalize("NFC").replace(/[\s\u00ad\u200b-\u200d\u2060\ufeff]+/gu, "");
}

export function lettersOfChapter(chapter: Chapter): string {
  const opening = [chapter.subtitle, chapter.author].map((each) => letters(each ?? "")).join("");
  return lettersOfInlines(chapter.title) + opening + lettersOfBlocks(chapter.blocks);
}

export function lettersOfNote(note: Note): string {
  return lettersOfBlocks(note.blocks);
}

export function lettersOfBlocks(blocks: readonly Block[]): string {
  return blocks.map(lettersOfBlock).join("");
}

function lettersOfBlock(block: Block): string {
  switch (block.type) {
    case "heading":
    case "paragraph":
      return lettersOfInlines(block.children);
    case "quote":
      return lettersOfBlocks(block.blocks) + lettersOfInlines(block.attribution ?? []);
    case "verse":
      return block.stanzas
        .flat()
        .map((line) => lettersOfInlines(line.children))
        .join("");
    case "list":
      return block.items.map((item) => letters(item.label) + lettersOfBlocks(item.blocks)).join("");
    case "definitions":
      return block.items
        .map((item) => lettersOfInlines(item.term) + item.bodies.map(lettersOfBlocks).join(""))
        .join("");
    case "figure":
      return lettersOfInlines(block.caption);
    case "table":
      return [...block.head, ...block.rows.flat()].map(lettersOfInlines).join("");
    case "preformatted":
      return letters(block.text);
    case "signature":
      return block.lines.map(lettersOfInlines).join("");
    case "rule":
      return "";
    default:
      return never(block);
  }
}

export function lettersOfInlines(inlines: readonly Inline[]): string {
  return inlines.map(lettersOfInline).join("");
}

function lettersOfInline(inline: Inline): string {
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
      return lettersOfInlines(inline.children) + (inline.form === "page" ? PAGE_GAP : "");
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
      return lettersOfInlines(inline.children);
    default:
      return never(inline);
  }
}

/** "(p.12)", in any language's abbreviation, without its blank. */
const PAGE_REFERENCE = /^\(\p{L}{1,3}\.[\divxlc]+\)/u;

/** Where the printed letters leave the wanted ones; null: nowhere. */
export function firstDifference(
  wanted: string,
  found: string,
): { readonly wanted: number; readonly found: number } | null {
  let at = 0;
  let i = 0;
  for (; i < wanted.length; i += 1) {
    if (wanted[i] === PAGE_GAP) {
      const reference = PAGE_REFERENCE.exec(found.slice(at, at + 20));
      if (!reference) return { wanted: i, found: at };
      at += reference[0].length;
    } else {
      if (wanted[i] !== found[at]) return { wanted: i, found: at };
      at += 1;
    }
  }
  return at === found.length ? null : { wanted: i, found: at };
}
