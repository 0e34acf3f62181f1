// Takes bound pages and the sides they stand on, gives what must be kept of an edition so that the next one can be held
// against it: the words of every printed line, and a hash of all that each page shows.

import { createHash } from "node:crypto";
import type { BodyLine, Bound, Mark, Page, PageBody, ShapedWord, Side } from "../page.ts";
import type { ErrataText } from "./chapter.ts";

export interface Manifest {
  readonly version: 1;
  readonly title: string;
  readonly edition: string;
  /** Left out by editions before it was kept. */
  readonly lang?: string;
  readonly print: PrintedEdition | null;
  readonly zine: PrintedEdition | null;
  /** What the EPUB's list of errata says. */
  readonly errata?: ErrataText;
}

export interface PrintedEdition {
  readonly pages: readonly PrintedPage[];
  readonly sheets: readonly PrintedSheets[];
  /** The size of its pages, and the theme they are set in. */
  readonly page?: { readonly theme: string; readonly width: number; readonly height: number };
}

export interface PrintedPage {
  readonly folio: string;
  readonly hash: string;
  /** Of the book's own text; null on pages the binder makes and on blanks. */
  readonly chapter: string | null;
  /** From the head down; heads and folios are not counted. */
  readonly lines: readonly PrintedLine[];
}

export interface PrintedLine {
  readonly block: string;
  readonly note: boolean;
  /** As `BodyLine.text`. */
  readonly text: string;
}

export interface PrintedSheets {
  readonly file: string;
  readonly paper: string;
  readonly sides: readonly { readonly label: string; readonly pages: readonly number[] }[];
}

export interface SheetsInput {
  readonly file: string;
  readonly paper: string;
  readonly sides: readonly Side[];
}

export function printedEdition(bound: Bound, sheets: readonly SheetsInput[]): PrintedEdition {
  return {
    pages: bound.pages.map((page) => printedPage(page, bound)),
    sheets: sheets.map(({ file, paper, sides }) => ({
      file,
      paper,
      sides: sides.map(({ label, placements }) => ({ label, pages: placements.map(({ page }) => page) })),
    })),
    page: { theme: bound.theme.name, width: bound.theme.page.width, height: bound.theme.page.height },
  };
}

function printedPage(page: Page, bound: Bound): PrintedPage {
  const setting = page.body && bound.settings[page.body.setting]!;
  const body = page.body && setting!.bodies[page.body.body]!;
  const own = setting && setting.role !== "front" && setting.role !== "back";
  const hash = createHash("sha256").update(JSON.stringify([page.width, page.height]));
  showMarks(hash, page.furniture, page.words);
  if (page.body && setting && body) {
    hash.update(JSON.stringify([page.body.x, page.body.y]));
    showMarks(hash, body.marks, setting.words);
  }
  return {
    folio: page.folio,
    hash: hash.digest("hex").slice(0, 16),
    chapter: own ? setting.chapter : null,
    lines: (own ? linesOf(body!) : []).map(({ block, kind, text }) => ({ block, note: kind === "note", text })),
  };
}

/** A body's lines from the head down, without furniture. */
export function linesOf({ lines }: PageBody): BodyLine[] {
  return lines.filter(({ kind }) => kind !== "furniture").sort((a, b) => a.y - b.y);
}

/** What is seen: links, anchors and structure are not. */
function showMarks(hash: ReturnType<typeof createHash>, marks: readonly Mark[], words: readonly ShapedWord[]): void {
  for (const mark of marks) {
    if (mark.type === "anchor" || mark.type === "link") continue;
    if (mark.type !== "text") {
      hash.update(JSON.stringify({ ...mark, node: 0 }));
      continue;
    }
    hash.update(JSON.stringify([mark.x, mark.y, mark.size, mark.stretch, mark.colour, mark.gaps]));
    for (const word of mark.words) {
      const { face, glyphs } = words[word]!;
      hash.update(`${face} ${glyphs.join()}`);
    }
  }
}
