// Most words need no shaping of their own: where no pair of neighbours joins or changes, their glyphs are those of the
// letters and their kerning that of the pairs. A book has some two thousand pairs, but ten thousand words. A word that
// holds a pair which does change ("fi", "Th") is left to the engine; so is one with combining marks.
// `pairs.test.ts` compares both ways.

import type { GlyphRun } from "fontkit";
import type { ShapedWord } from "../page.ts";
import { type LearntTable, NOTHING_LEARNT } from "./learnt.ts";

interface Letter {
  readonly glyph: number;
  readonly advance: number;
}

/** One face with one set of features. */
export class Pairs {
  readonly #face: string;
  readonly #scale: number;
  readonly #layout: (text: string) => GlyphRun;
  readonly #letters = new Map<number, Letter | null>();
  readonly #simple = new Map<number, boolean>();
  /** The advance of the first of two letters before the second; NaN where they change one another. */
  readonly #advances = new Map<number, number>();

  constructor(face: string, scale: number, layout: (text: string) => GlyphRun, learnt: LearntTable = NOTHING_LEARNT) {
    this.#face = face;
    this.#scale = scale;
    this.#layout = layout;
    for (const [code, glyph, advance] of learnt.letters) {
      this.#letters.set(code, glyph === undefined || advance === undefined ? null : { glyph, advance });
    }
    for (const [pair, advance] of learnt.pairs) this.#advances.set(pair, advance ?? Number.NaN);
  }

  get learnt(): Pick<LearntTable, "letters" | "pairs"> {
    return {
      letters: [...this.#letters].map(([code, letter]) => (letter ? [code, letter.glyph, letter.advance] : [code])),
      pairs: [...this.#advances].map(([pair, advance]) => [pair, Number.isNaN(advance) ? null : advance]),
    };
  }

  /** How much is known; it only grows. */
  get size(): number {
    return this.#letters.size + this.#advances.size;
  }

  /** null: the engine must shape it. */
  shape(text: string): ShapedWord | null {
    const { length } = text;
    if (!SIMPLE.test(text)) return null;
    const glyphs = new Array<number>(length);
    const advances = new Array<number>(length);
    const unicode = new Array<string>(length);
    let width = 0;
    for (let i = 0; i < length; i += 1) {
      const code = text.charCodeAt(i);
      const letter = this.#letter(code);
      if (letter === null || (i + 1 < length && this.#letter(text.charCodeAt(i + 1)) === null)) return null;
      const advance = i + 1 < length ? this.#advance(code, text.charCodeAt(i + 1)) : letter.advance;
      if (Number.isNaN(advance)) return null;
      glyphs[i] = letter.glyph;
      advances[i] = advance;
      unicode[i] = text[i]!;
      width += advance;
    }
    return { face: this.#face, glyphs, advances, offsets: null, unicode, width };
  }

  /**
   * Measures the pairs of a text that are not known yet, all in one run: the engine's cost is per run rather than per
   * letter. Blanks keep the pairs apart.
   */
  prime(text: string): void {
    const fresh: number[] = [];
    const seen = new Set<number>();
    for (let i = 1; i < text.length; i += 1) {
      const first = text.charCodeAt(i - 1);
      const second = text.charCodeAt(i);
      const key = first * 0x10000 + second;
      if (seen.has(key)) continue;
      seen.add(key);
      if (!this.#advances.has(key) && this.#isSimple(first) && this.#isSimple(second)) fresh.push(key);
    }
    for (let from = 0; from < fresh.length; from += BATCH) this.#measureAll(fresh.slice(from, from + BATCH));
  }

  #isSimple(code: number): boolean {
    let simple = this.#simple.get(code);
    if (simple === undefined) {
      simple = SIMPLE.test(String.fromCharCode(code)) && this.#letter(code) !== null;
      this.#simple.set(code, simple);
    }
    return simple;
  }

  #measureAll(keys: readonly number[]): void {
    const text = keys.map((key) => String.fromCharCode(Math.floor(key / 0x10000), key % 0x10000)).join(" ");
    const { glyphs, positions } = this.#layout(text);
    let at = 0;
    for (const key of keys) {
      const one = this.#letter(Math.floor(key / 0x10000))!;
      const two = this.#letter(key % 0x10000)!;
      const apart = glyphs[at]?.id === one.glyph && glyphs[at + 1]?.id === two.glyph;
      const moved = apart && [at, at + 1].some((i) => positions[i]!.xOffset !== 0 || positions[i]!.yOffset !== 0);
      this.#advances.set(key, apart && !moved ? this.#round(positions[at]!.xAdvance) : Number.NaN);
      while (at < glyphs.length && !glyphs[at]!.codePoints.includes(BLANK)) at += 1;
      at += 1;
    }
  }

  #letter(code: number): Letter | null {
    let letter = this.#letters.get(code);
    if (letter === undefined) {
      const { glyphs, positions } = this.#layout(String.fromCharCode(code));
      const plain = glyphs.length === 1 && positions[0]!.xOffset === 0 && positions[0]!.yOffset === 0;
      letter = plain ? { glyph: glyphs[0]!.id, advance: this.#round(positions[0]!.xAdvance) } : null;
      this.#letters.set(code, letter);
    }
    return letter;
  }

  #advance(first: number, second: number): number {
    const key = first * 0x10000 + second;
    let advance = this.#advances.get(key);
    if (advance === undefined) {
      this.#measureAll([key]);
      advance = this.#advances.get(key)!;
    }
    return advance;
  }

  #round(value: number): number {
    return Math.round(value * this.#scale * 10) / 10;
  }
}

/** Pairs to a run. */
const BATCH = 500;
const BLANK = 0x20;

/** Latin, Greek and Cyrillic letters, figures and punctuation of the basic plane, no combining marks. */
const SIMPLE = /^[!-~¡-¬®-ʯͰ-ҁҊ-ԯḀ-ỿ‐-―‘-‧†-…]+$/;
