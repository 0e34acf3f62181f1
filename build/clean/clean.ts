// Takes a source and what is known of it; gives chapters of Markdown, and an account of every change. The one idea: the
// steps stand here in their order, each a function of lines, pages or pieces; nothing is trimmed before it has been read.

import type { Diagnostic, Result } from "../diagnostic.ts";
import type { Source } from "../text.ts";
import type { Aside, Edit, Hints, Lexicon, Question } from "./flow.ts";

export interface CleanedChapter {
  /** Made of the title: letters a-z, 0-9 and "-". */
  readonly name: string;
  readonly title: string;
  readonly frontMatter: Readonly<Record<string, string | number>>;
  readonly markdown: string;
}

export interface Order {
  /** "plain", "booklet of 24 pages", … */
  readonly hypothesis: string;
  /** 0 to 1. */
  readonly confidence: number;
  readonly evidence: readonly string[];
}

/** The proof that nothing was lost: source characters and where they went. */
export interface Budget {
  readonly source: number;
  readonly kept: number;
  readonly blanks: number;
  readonly edited: number;
  readonly aside: number;
  /** Offsets no rule accounts for; empty, or there is an error among the diagnostics. */
  readonly unexplained: readonly number[];
}

export interface Cleaned {
  readonly chapters: readonly CleanedChapter[];
  readonly edits: readonly Edit[];
  readonly questions: readonly Question[];
  readonly setAside: readonly Aside[];
  readonly order: Order;
  readonly budget: Budget;
}

export interface CleanOptions {
  readonly hints: Hints;
  readonly lexicon: Lexicon;
}

/** Cleans one source. Diagnostics: `text/*`, `order/*`, `note/*`. */
export type Clean = (source: Source, options: CleanOptions) => Result<Cleaned>;

/** Where one step's complaints go. */
export type Complain = (diagnostic: Diagnostic) => void;

// The order of the steps:
//   read        lines with their blanks; Markdown and HTML as lines with block marks
//   pages       page boundaries, columns, furniture, folios
//   order       reading order
//   notes/      bodies taken out of the pages, line by line
//   paragraphs  lines to pieces, hyphens; for the body and for each note
//   structure   headings, quotes, lists, verse; chapters
//   notes/      calls found, matched, put in
//   characters/ letters, quotation marks
//   markdown    pieces to text; budget
