// The notes of a chapter as one column of rows, of which each page shows a piece at its foot. Where the theme says so, notes
// of one short line run on behind one another:
//
//     ──────
//       1 Ibid.   2 In winter.   3 By the clock of the upper town.
//       4 A note that is longer stands on lines of its own, and what
//     follows it begins a line.
//
// So how high a piece is depends on where it begins.

import type { Row, SetNote } from "./flow.ts";

/** Where a row of a piece stands: from the top of the piece, and from where it would stand alone. */
export interface NotePlace {
  readonly top: number;
  readonly shift: number;
}

/** How short notes run on: the width of the page, and the white between two. */
export interface RunIn {
  readonly measure: number;
  readonly gap: number;
}

export class NoteColumn {
  readonly rows: readonly Row[];
  /** `ends[n]`: rows up to the end of note n, counted from 1. */
  readonly ends: readonly number[];
  readonly #runIn: RunIn | null;
  readonly #alone: readonly boolean[];
  /** Height of the column above each of its rows, none run on. */
  readonly #above: number[] = [0];
  readonly #pieces = new Map<number, Piece>();

  constructor(notes: readonly SetNote[], runIn: RunIn | null) {
    this.rows = notes.flatMap((note) => note.rows);
    this.#alone = notes.flatMap(({ rows }) => rows.map(() => rows.length === 1));
    const ends = [0];
    for (const { rows } of notes) ends.push(ends.at(-1)! + rows.length);
    this.ends = ends;
    this.#runIn = runIn;
    for (const { height } of this.rows) this.#above.push(this.#above.at(-1)! + height);
  }

  /** Of the rows `from` to before `to`. */
  height(from: number, to: number): number {
    if (this.#runIn === null || to <= from) return this.#above[to]! - this.#above[from]!;
    return this.#piece(from, to).heights[to - from]!;
  }

  places(from: number, to: number): readonly NotePlace[] {
    if (this.#runIn !== null) return this.#piece(from, to).places.slice(0, to - from);
    return Array.from({ length: to - from }, (_, i) => ({
      top: this.#above[from + i]! - this.#above[from]!,
      shift: 0,
    }));
  }

  /** The piece that begins with row `from`, known at least to before `to`. */
  #piece(from: number, to: number): Piece {
    let piece = this.#pieces.get(from);
    if (!piece) this.#pieces.set(from, (piece = { heights: [0], places: [], end: null }));
    const { measure, gap } = this.#runIn!;
    for (let row = from + piece.places.length; row < to; row += 1) {
      const { height, extent } = this.rows[row]!;
      const depth = piece.heights.at(-1)!;
      const short = this.#alone[row]! && extent ? extent : null;
      const shift = short && piece.end !== null ? piece.end + gap - short.left : 0;
      const runsOn = short !== null && shift > 0 && short.right + shift <= measure;
      piece.places.push(runsOn ? { top: piece.places.at(-1)!.top, shift } : { top: depth, shift: 0 });
      piece.heights.push(runsOn ? depth : depth + height);
      piece.end = short && short.right + (runsOn ? shift : 0);
    }
    return piece;
  }
}

interface Piece {
  /** Height of its first rows. */
  readonly heights: number[];
  readonly places: NotePlace[];
  /** Where the last line ends, if another note may run on behind it. */
  end: number | null;
}
