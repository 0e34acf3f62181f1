// What the font engine has said: letters, pairs of letters, words it had to shape, and the measures of faces. It depends on
// the fonts alone and only grows, so that one run may hand it to the next, which then hardly needs the engine.

import type { ShapedWord } from "../page.ts";

/** JSON can hold it. Tables are "face/features". */
export interface Learnt {
  readonly faces: Readonly<Record<string, FaceMeasures>>;
  readonly tables: Readonly<Record<string, LearntTable>>;
}

/** Lengths in 1/1000 of the size. */
export interface FaceMeasures {
  readonly unitsPerEm: number;
  readonly space: number;
  readonly capHeight: number;
  readonly xHeight: number;
  /** Characters that were asked for: code, and whether the face has it. */
  readonly has: readonly (readonly [code: number, has: boolean])[];
}

export interface LearntTable {
  readonly letters: readonly (readonly [code: number, glyph: number, advance: number] | readonly [code: number])[];
  /** The two codes as one number, and the advance of the first; null where they change one another. */
  readonly pairs: readonly (readonly [pair: number, advance: number | null])[];
  /** Words the engine shaped; the face is the table's. */
  readonly words: readonly (readonly [text: string, word: Omit<ShapedWord, "face">])[];
  /** How much wider each figure is than its proportional form. */
  readonly spares: readonly (readonly [figure: string, spare: number])[];
}

/** A book in a script that is shaped word by word would fill the memory: the rest is shaped anew. */
export const MOST_WORDS = 20_000;

export const NOTHING_LEARNT: LearntTable = { letters: [], pairs: [], words: [], spares: [] };
