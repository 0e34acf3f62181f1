// Cuts a chapter's rows into pages, each with the notes its rows call at its foot.

import type { Flow, Row } from "./flow.ts";

export interface Placed {
  readonly row: Row;
  /** Upper edge, from the top of the text block. */
  readonly top: number;
}

export interface CutPage {
  readonly rows: readonly Placed[];
  /** Rows of the notes' column, from and to. */
  readonly noteFrom: number;
  readonly noteTo: number;
}

export interface PageShape {
  readonly grid: number;
  /** Height of a full page. */
  readonly height: number;
  /** Least white between text and notes, the rule included. */
  readonly separation: number;
}

interface NoteColumn {
  readonly heights: readonly number[];
  /** `ends[n]`: rows up to the end of note n. */
  readonly ends: readonly number[];
}

const EPSILON = 0.01;

/** Fills page after page: the first way in which nothing is lost. */
export function cutPages(flow: Flow, shape: PageShape): readonly CutPage[] {
  const column = columnOf(flow);
  const pages: CutPage[] = [];
  const rows = flow.chunks.flatMap((chunk) =>
    chunk.variants[0]!.rows.map((row, i) => ({ row, chunk, first: i === 0 })),
  );
  let at = 0;
  let note = 0;
  while (at < rows.length || note < column.heights.length) {
    const placed: Placed[] = [];
    let y = 0;
    const noteFrom = note;
    let foot = 0;
    let noteTo = note;
    const fits = (height: number): boolean => height <= shape.height + EPSILON;
    const due = at > 0 ? column.ends[rows[at - 1]!.row.notes]! : 0;
    while (noteTo < due && fits(shape.separation + foot + column.heights[noteTo]! + shape.grid)) {
      foot += column.heights[noteTo]!;
      noteTo += 1;
    }
    while (at < rows.length && noteTo >= due) {
      const { row, chunk, first } = rows[at]!;
      let top = y;
      if (first && (placed.length > 0 || chunk.stays)) top += chunk.before;
      if (first && chunk.grid) top = Math.ceil((top - EPSILON) / shape.grid) * shape.grid;
      const wanted = column.ends[row.notes]!;
      let more = 0;
      for (let i = noteTo; i < wanted; i += 1) more += column.heights[i]!;
      const notes = foot + more > 0 ? shape.separation + foot + more : 0;
      if (!fits(top + row.height + notes)) {
        if (placed.length > 0) break;
        placed.push({ row, top });
        at += 1;
        while (noteTo < wanted && fits(top + row.height + shape.separation + foot + column.heights[noteTo]!)) {
          foot += column.heights[noteTo]!;
          noteTo += 1;
        }
        break;
      }
      placed.push({ row, top });
      y = top + row.height;
      foot += more;
      noteTo = Math.max(noteTo, wanted);
      at += 1;
    }
    if (placed.length === 0 && noteTo === noteFrom) noteTo += 1;
    note = noteTo;
    pages.push({ rows: placed, noteFrom, noteTo });
  }
  return pages;
}

function columnOf(flow: Flow): NoteColumn {
  const heights: number[] = [];
  const ends = [0];
  for (const note of flow.notes) {
    for (const row of note.rows) heights.push(row.height);
    ends.push(heights.length);
  }
  return { heights, ends };
}
