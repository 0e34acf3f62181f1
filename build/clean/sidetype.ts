// Takes the sides of a text; says how wide its full lines are, from what width on a line is one of small type, and how high a
// page is. The one idea: small type has more letters on a line of one measure, so that widths fall into clusters.

import type { SourceLine } from "./flow.ts";
import { endsSentence, startsLower, type WordSense } from "./joins.ts";
import type { Sheet } from "./pages.ts";
import { LONE_NUMBER } from "./sidefigures.ts";

export type Block = readonly SourceLine[];

/** What is known of the type: widths of full lines of the text and of the notes. */
export interface SideSense extends WordSense {
  /** Lines of a full page. */
  readonly page: number;
  readonly measure: number;
  /** Above this a line of `measure` is one of small type. */
  readonly small: number;
  /** Whether chapters end with lists of notes. */
  readonly lists: boolean;
}

/** "12 See the third book", "12See", "* See", or the number alone. */
export const LABEL = /^(\d{1,3}|[*∗†‡§]|\p{Ll}(?=\s))(?:$|[.)]?\s?["“‘'(]?\p{Lu})/u;

const WINDOW = 0.03;
const SMALLER = 1.06;
/** Lines from which the sizes of type can be learned. */
const LEAST_LINES = 40;
/** A cluster of widths counts if it holds this part of the greatest. */
const CLUSTER = 0.3;

/**
 * Full lines of the text are narrower, in the same face, than those of the notes: small type has more on a line. Most lines
 * of blocks that begin without a number are the text's; quotations may be narrower still.
 */
export function typeOf(sheets: readonly Sheet[]): { readonly measure: number; readonly small: number } {
  const full = sheets.flatMap(({ lines }) => blocksOf(lines).flatMap(fullLines));
  const widths = full.map(({ line }) => line.width).sort((a, b) => a - b);
  if (widths.length < LEAST_LINES) return { measure: widths.at(-1) ?? 30, small: 1.12 };
  const count = (width: number): number =>
    widths.filter((each) => each > width * (1 - WINDOW) && each < width * (1 + WINDOW)).length;
  const counted = widths
    .filter((_, i) => i % Math.ceil(widths.length / 200) === 0)
    .map((width) => [width, count(width)]);
  const most = Math.max(1, ...counted.map(([, each]) => each!));
  const clusters = counted.filter(([, each]) => each! >= most * CLUSTER);
  const peak = (from: number, to: number): number | null =>
    clusters.reduce<number[] | null>(
      (best, each) => (each[0]! >= from && each[0]! < to && (!best || each[1]! > best[1]!) ? each : best),
      null,
    )?.[0] ?? null;
  const plain = full.filter(({ noted }) => !noted).map(({ line }) => line.width);
  const plainly = (width: number): number => plain.filter((each) => Math.abs(each / width - 1) < WINDOW).length;
  const text = clusters.reduce((best, [width]) => (plainly(width!) > plainly(best) ? width! : best), widths[0]!);
  const measure = peak(text / SMALLER, text * SMALLER) ?? text;
  const notes = peak(measure * SMALLER, measure * 1.45);
  return { measure, small: notes === null ? 1.12 : (1 + notes / measure) / 2 };
}

/** Part of the sides that are no higher than two full pages. */
const FULL = 0.85;

/** Lines that go on within a block, and whether the block begins as notes do. */
function fullLines(block: Block): { readonly line: SourceLine; readonly noted: boolean }[] {
  const first = block[0]!.letters.text;
  const noted = LABEL.test(first) || LONE_NUMBER.test(first);
  return block
    .filter((line, i) => {
      const next = block[i + 1];
      return next && !endsSentence(line.letters.text) && startsLower(next.letters.text);
    })
    .map((line) => ({ line, noted }));
}

export function pageOf(sheets: readonly Sheet[], measure: number): number {
  const heights = sheets
    .filter((sheet) => sheet.mixed)
    .map((sheet) => heightOf([sheet.lines], measure) / 2)
    .sort((a, b) => a - b);
  return heights[Math.floor(heights.length * FULL)] ?? 1;
}

/** Wider than one, two or three full lines of the text, by what small type has more on a line. */
export function isSmall(line: SourceLine, { measure, small }: SideSense): boolean {
  const lines = line.width / measure;
  return [1, 2, 3].some((count) => lines > count * small && lines < count * 1.45);
}

/** Runs of lines without an empty line inside; a lone number goes with what follows. */
export function blocksOf(lines: readonly SourceLine[]): Block[] {
  const blocks: SourceLine[][] = [];
  for (const line of lines) {
    const last = blocks.at(-1);
    const loneNumber = last?.length === 1 && LONE_NUMBER.test(last[0]!.letters.text);
    if (!last || (line.blankBefore > 0 && !loneNumber)) blocks.push([line]);
    else last.push(line);
  }
  return blocks;
}

/** In printed lines: an extraction that closes hyphens runs lines together. */
export function heightOf(blocks: readonly Block[], measure: number): number {
  return blocks.flat().reduce((sum, line) => sum + Math.max(1, Math.round(line.width / measure / 1.1)), 0);
}
