// What the cleaner gives besides its chapters.

import type { SourceMarks } from "../numbering.ts";
import type { Run } from "./trace.ts";

/** The reading order found. */
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

export interface CleanedChapter {
  /** Made of the title: letters a-z, 0-9 and "-". */
  readonly name: string;
  readonly title: string;
  readonly markdown: string;
  /** What the source called its notes. */
  readonly marks: SourceMarks;
  /** Where its stretches stand in the source. */
  readonly trace: readonly Run[];
}
