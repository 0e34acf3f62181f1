// What a scheme is: a grid of cells on a sheet, the pages that stand in them, and what hands do afterwards. A scheme
// speaks of numbers only; sizes, creep, margins, marks and printers are the same for all and live elsewhere.

import type { HandStep, Recipe } from "../page.ts";

/**
 * The pages of one side, row by row from the upper left, counted from 1 in the signature. Negative: the page stands on its
 * head. 0: nothing is printed there.
 *
 * The back is written as it looks when the sheet is turned over like the leaf of a book, about its vertical axis.
 */
export type Grid = readonly (readonly number[])[];

export interface Sheet {
  readonly front: Grid;
  readonly back: Grid | null;
}

/** How two neighbouring cells part: by a fold, by a cut, or not at all. */
export type Line = "fold" | "cut" | "none";

export interface Scheme {
  readonly name: string;
  readonly title: string;
  readonly columns: number;
  readonly rows: number;
  readonly orientation: "landscape" | "portrait" | "page";
  /** Pages one sheet holds, both sides. */
  readonly perSheet: number;
  /** Most pages, for schemes of one sheet. */
  readonly limit: number | null;
  /** Lengths a signature may be asked to have; null: the scheme knows its own. */
  readonly signatures: readonly number[] | null;
  /** Whole: all sheets are one pile. Sheet: each sheet by itself. Sections: as long as `signature` says. */
  readonly gathering: "whole" | "sheet" | "sections";
  /** Where a page smaller than its cell stands: at its spine, or in the middle. */
  readonly align: "spine" | "centre";
  /** Whether pages are made smaller to fit without being asked. */
  readonly reduces: boolean;
  /** Whether leaves lie in one another, so that inner ones creep out. */
  readonly nested: boolean;
  readonly vertical: readonly Line[];
  readonly horizontal: readonly Line[];
  /** Sheet `sheet` (from 0) of a signature of `sheets`. */
  readonly lay: (sheet: number, sheets: number) => Sheet;
  readonly each: readonly HandStep[];
  readonly together: readonly HandStep[];
  readonly binding: Recipe["binding"];
}

/**
 * Sheets folded alike and put one into the other. `grid` numbers one sheet alone, 1 to k. The sheet put in as number j
 * takes the next k/2 pages from the front of the signature and from its end:
 *
 *      j = 0   1 … k/2                                    S−k/2+1 … S
 *      j = 1        k/2+1 … k            S−k+1 … S−k/2
 */
export function inset(grid: Grid, sheet: number, sheets: number): Grid {
  const k = 2 * grid.flat().length;
  const total = k * sheets;
  const skip = (sheet * k) / 2;
  return grid.map((row) =>
    row.map((local) => {
      const number = Math.abs(local);
      return Math.sign(local) * (number <= k / 2 ? skip + number : total - skip - (k - number));
    }),
  );
}

/**
 * Sheets per signature for `sheets` sheets, none longer than `most`, all as equal as can be, longer ones first: eleven
 * sheets by four are 4 + 4 + 3, and nine are 3 + 3 + 3, so that no sheet is sewn alone.
 */
export function sections(sheets: number, most: number): number[] {
  const count = Math.ceil(sheets / most);
  const least = Math.floor(sheets / count);
  return Array.from({ length: count }, (_, at) => least + (at < sheets % count ? 1 : 0));
}
