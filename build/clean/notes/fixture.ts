// Readable texts for the tests of notes: lines, pages parted by a line with "=", and what came of them, as text.

import { type Desk, Journal, Letters, type NoteText, type Piece, type SourceLine, type SourcePage } from "../flow.ts";
import { countWords } from "../vocabulary.ts";

export function deskOf(text: string): Desk {
  const source = { file: "case.txt", text };
  const lexicon = { langs: [], has: () => false };
  return {
    source,
    journal: new Journal(source),
    lexicon,
    vocabulary: countWords(pagesOf(text).map(({ lines }) => lines)),
    hints: {},
  };
}

/** Widths are the letters' number times half an em: enough to tell a full line from a short one. */
export function pagesOf(text: string): SourcePage[] {
  const pages: { index: number; lines: SourceLine[]; folio: null; head: null }[] = [];
  let page: SourceLine[] = [];
  let blankBefore = 0;
  let at = 0;
  const open = () => {
    page = [];
    blankBefore = 0;
    pages.push({ index: pages.length, lines: page, folio: null, head: null });
  };
  open();
  for (const raw of text.split("\n")) {
    const line = raw.trim();
    if (line === "=") open();
    else if (line === "") blankBefore += 1;
    else {
      const indent = raw.length - raw.trimStart().length;
      const letters = Letters.from(line, at + indent);
      const width = line.length / 2;
      const index = pages.length - 1;
      const heading = { kind: "heading", level: 1, label: "", quoted: false } as const;
      const block = line.startsWith("# ") ? heading : null;
      page.push({ letters, indent, trailingBlank: false, blankBefore, page: index, width, block });
      blankBefore = 0;
    }
    at += raw.length + 1;
  }
  return pages;
}

export function showPages(pages: readonly SourcePage[]): string {
  return pages
    .map((page) => page.lines.map((line) => "\n".repeat(line.blankBefore) + line.letters.text).join("\n"))
    .join("\n=\n")
    .trim();
}

/** Each paragraph (lines up to an empty one) as a piece; `#` begins a heading and with it a chapter. */
export function piecesOf(pages: readonly SourcePage[]): Piece[] {
  const pieces: Piece[] = [];
  let chapter = 0;
  for (const line of pages.flatMap((page) => page.lines)) {
    const heading = line.letters.text.startsWith("# ");
    if (heading && pieces.length > 0) chapter += 1;
    const last = pieces[pieces.length - 1];
    if (last && last.kind === "paragraph" && !heading && line.blankBefore === 0 && line.page === last.page) {
      const letters = Letters.concat([last.letters, Letters.made(" "), line.letters]);
      pieces[pieces.length - 1] = { ...last, letters, lastPage: line.page };
    } else {
      const kind = heading ? "heading" : "paragraph";
      const { letters, page } = line;
      pieces.push({ kind, level: heading ? 1 : 0, label: "", quoted: false, letters, chapter, page, lastPage: page });
    }
  }
  return pieces;
}

export function noteOf(body: Omit<NoteText, "pieces">): NoteText {
  const pieces = piecesOf([{ index: 0, lines: body.lines, folio: null, head: null }]);
  return { ...body, pieces: pieces.map((piece) => ({ ...piece, kind: "note" })) };
}
