// Takes pieces and notes; gives chapters of Markdown, parted at the headings of level 1.

import type { Source } from "../text.ts";
import type { NoteText, Piece, PlacedNote } from "./flow.ts";
import { plainText, writeMarkdown } from "./markdown.ts";
import type { CleanedChapter } from "./outcome.ts";

export function splitChapters(pieces: readonly Piece[], notes: readonly NoteText[], source: Source): CleanedChapter[] {
  const numbered = numberChapters(pieces);
  const placed: PlacedNote[] = notes.map((note, i) => ({
    label: String(i + 1),
    original: note.marker.text,
    chapter: 0,
    pieces: note.pieces,
    confidence: 0,
  }));
  const count = (numbered.at(-1)?.chapter ?? 0) + 1;
  return Array.from({ length: count }, (_, chapter) => {
    const own = numbered.filter((piece) => piece.chapter === chapter);
    const ownNotes = placed.filter((note) => note.chapter === chapter);
    const heading = own.find((piece) => piece.kind === "heading");
    const title = heading ? plainText(heading.letters) : source.file;
    const markdown = writeMarkdown(own, ownNotes, (_chapter, label) => label).text;
    return { name: slug(title), title, frontMatter: {}, markdown };
  });
}

export function numberChapters(pieces: readonly Piece[]): Piece[] {
  let chapter = -1;
  return pieces.map((piece) => {
    if (chapter < 0 || (piece.kind === "heading" && piece.level === 1)) chapter += 1;
    return { ...piece, chapter };
  });
}

function slug(title: string): string {
  const plain = title
    .normalize("NFD")
    .replace(/[\u0300-\u036f]/g, "")
    .toLowerCase();
  const words = plain.replace(/[^a-z0-9]+/g, "-").replace(/^-+|-+$/g, "");
  return words.slice(0, 60).replace(/-[^-]*$/, (rest) => (words.length > 60 ? "" : rest)) || "text";
}
