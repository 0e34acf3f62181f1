// Takes lines without page marks that may come from the sides of a folded booklet; gives the runs of lines in reading
// order. The one idea: of each side one page belongs to the first half, which runs forward through the file (A), the
// other to the second half, which runs backward (D):
//
//     file:     D  A A  D D  A A  D D  A …           reading:  all A as they stand, then all D from the last to the first
//
// Cuts are looked for where an empty line, a lone blank or a torn sentence is. The best cuts are a shortest path: a step
// is a pair of D pages and a pair of A pages, its length what the joins gain over the joins that stand in the file. A join
// is weighed by the sentence that meets there, by the topics around it and by the count of note calls.

import type { SourceLine } from "./flow.ts";
import { endsInHyphen, endsSentence, joinScore, startsLower, type WordSense } from "./joins.ts";
import { learnKinship } from "./kinship.ts";

export interface Folded {
  /** Half-open ranges of lines, in reading order. */
  readonly runs: readonly (readonly [number, number])[];
  /** Nats gained over the order of the file. */
  readonly gain: number;
  readonly pages: number;
}

interface State {
  /** Cut at which the last D page begins, -1 before the first. */
  readonly d: number;
  /** Cut at which the last A run ended, -1 before the first. */
  readonly a: number;
  readonly score: number;
  readonly from: State | null;
  /** Cuts of the step: D pages from `cuts[0]` to `cuts[1]` to `cuts[2]`; an A run from `cuts[0]` to `cuts[1]`. */
  readonly kind: "D" | "A";
  readonly cuts: readonly number[];
}

const SPREAD = 0.12;
const KEPT_IN_SCAN = 3;
const KEPT = 16;
const MOST_CUTS = 2500;

interface Book {
  /** Line indexes at which something may begin; first 0, last the number of lines. */
  readonly cuts: readonly number[];
  /** Height of what stands before each cut, in printed lines. */
  readonly places: readonly number[];
  /** Gain of joining the end before cut `i` to the beginning at cut `j`. */
  readonly join: (i: number, j: number) => number;
  /** How much cut `i` looks like the edge of a page: most pages end, and most begin, inside a sentence. */
  readonly edge: readonly number[];
  /** Whether a sentence stands open before cut `i`. */
  readonly open: readonly boolean[];
}

/** The best folding order, or null where nothing suggests one. `pages`: how many a person says there are. */
export function unfold(lines: readonly SourceLine[], sense: WordSense, pages: number | null): Folded | null {
  if (pages === null && !looksShuffled(lines, sense)) return null;
  const book = openBook(lines, sense, pages);
  if (book === null) return null;
  const total = book.places.at(-1)!;
  const counts = pages === null ? pageCounts(total) : FULL.map((part) => pages * part);
  let best: { state: State; count: number } | null = null;
  for (const count of counts) {
    const state = bestPath(book, total / count, counts.length > 1 ? KEPT_IN_SCAN : KEPT);
    if (state && (best === null || state.score > best.state.score)) best = { state, count };
  }
  if (best === null) return null;
  const state = counts.length > 1 ? (bestPath(book, total / best.count, KEPT) ?? best.state) : best.state;
  return { runs: runsOf(state, book), gain: state.score, pages: pages ?? best.count };
}

/** Page counts of booklets, multiples of four, whose pages would hold between 18 and 64 printed lines. */
function pageCounts(total: number): number[] {
  const counts: number[] = [];
  for (let lines = 64; lines > 18; lines /= 1.1) counts.push(Math.max(8, Math.round(total / lines / 4) * 4));
  return [...new Set(counts)];
}

/** Parts of a booklet's pages that hold text: covers, empty and missing pages make the others higher than the mean. */
const FULL = [1, 0.93, 0.86, 0.8, 0.74, 0.68];
/** Printed lines of a page, where nobody says how many pages there are. */
const USUAL_PAGE = 36;

/** Null where there are more places to cut than any booklet has. */
function openBook(lines: readonly SourceLine[], sense: WordSense, pages: number | null): Book | null {
  const cuts: number[] = [0];
  const natural: number[] = [];
  for (let i = 1; i < lines.length; i += 1) {
    natural[i] = joinScore(lines[i - 1]!.letters.text, lines[i]!.letters.text, sense);
    const line = lines[i]!;
    if (line.blankBefore > 0 || (line.indent === 1 && lines[i - 1]!.indent === 0) || natural[i]! < -2.5) cuts.push(i);
  }
  cuts.push(lines.length);
  if (cuts.length > MOST_CUTS) return null;
  const before: number[] = [0];
  const heights = lines.map(heightOf);
  for (const height of heights) before.push(before.at(-1)! + height);
  const kinship = learnKinship(lines, cuts, heights, pages === null ? USUAL_PAGE : before.at(-1)! / pages);
  const ends = cuts.map((cut) => textBefore(lines, cut));
  const starts = cuts.map((cut) => textAfter(lines, cut));
  const memory = new Map<number, number>();
  const join = (i: number, j: number): number => {
    if (i < 0 || j < 0) return 0;
    const key = i * cuts.length + j;
    const known = memory.get(key);
    if (known !== undefined) return known;
    const score = clamp(joinScore(ends[i]!, starts[j]!, sense)) + kinship(i, j);
    memory.set(key, score);
    return score;
  };
  const rareIndent = lines.filter((line) => line.indent === 1).length < lines.length * 0.05;
  const edge = cuts.map((cut, i) => {
    if (cut === 0 || cut === lines.length) return 0;
    return edgeScore(ends[i]!, starts[i]!) + (rareIndent && lines[cut]!.indent === 1 ? 2 : 0);
  });
  return { cuts, places: cuts.map((cut) => before[cut]!), join, edge, open: ends.map(isOpen) };
}

/** Characters of a printed line, where a line of the file is a whole paragraph. */
const PRINTED_LINE = 62;
const WRAPPED = 130;

function heightOf(line: SourceLine): number {
  const rows = line.letters.length > WRAPPED ? Math.ceil(line.letters.length / PRINTED_LINE) : 1;
  return rows + (line.blankBefore > 0 && line.letters.length <= WRAPPED ? 1 : 0);
}

const HEADING_LENGTH = 60;

function edgeScore(before: string, after: string): number {
  return (isOpen(before) ? 1.5 : -1) + (startsLower(after) ? 1.5 : -0.6);
}

function isOpen(before: string): boolean {
  return !endsSentence(before) && (before.length >= HEADING_LENGTH || endsInHyphen(before));
}

/** What it costs in nats that a book ends in the middle of a sentence: its last pages would have to be missing. */
const TORN_END = 3;

const NOTE = /^(?:\$?\s*<sup|\$\s*\^|\[\d+\]|\*\s)/;

/** The last line before a cut that is no note. */
function textBefore(lines: readonly SourceLine[], cut: number): string {
  for (let i = cut - 1; i >= Math.max(0, cut - 12); i -= 1) {
    if (!NOTE.test(lines[i]!.letters.text)) return lines[i]!.letters.text;
  }
  return lines[cut - 1]?.letters.text ?? "";
}

function textAfter(lines: readonly SourceLine[], cut: number): string {
  for (let i = cut; i < Math.min(lines.length, cut + 12); i += 1) {
    if (!NOTE.test(lines[i]!.letters.text)) return lines[i]!.letters.text;
  }
  return lines[cut]?.letters.text ?? "";
}

/**
 * Whether the file goes on where sentences are open at an empty line: how much better those ends fit what follows than
 * what follows other ends, in standard errors. High in a text in order, near nothing in one whose pages are shuffled.
 */
export function continuity(
  lines: readonly SourceLine[],
  sense: WordSense,
): { readonly open: number; readonly surplus: number } {
  const ends: string[] = [];
  const starts: string[] = [];
  for (let i = 1; i < lines.length; i += 1) {
    const before = lines[i - 1]!.letters.text;
    if (
      lines[i]!.blankBefore === 0 ||
      before.length < HEADING_LENGTH ||
      endsSentence(before) ||
      /[,;:—–]$/.test(before)
    )
      continue;
    ends.push(before);
    starts.push(lines[i]!.letters.text);
  }
  const gains = ends.map((end, i) => {
    const own = clamp(joinScore(end, starts[i]!, sense));
    const others = [1, 2, 3, 5, 7].map((step) => clamp(joinScore(end, starts[(i + step) % starts.length]!, sense)));
    return own - others.reduce((sum, each) => sum + each, 0) / others.length;
  });
  const mean = gains.reduce((sum, each) => sum + each, 0) / Math.max(1, gains.length);
  const spread = Math.sqrt(gains.reduce((sum, each) => sum + (each - mean) ** 2, 0) / Math.max(1, gains.length - 1));
  return { open: ends.length, surplus: mean / Math.max(0.01, spread / Math.sqrt(Math.max(1, gains.length))) };
}

function clamp(score: number): number {
  return Math.max(-5, Math.min(6, score));
}

/** Open ends at empty lines that tell enough, and the part of their fit that half a booklet in order still shows. */
const OPEN_ENDS = 15;
const SHUFFLED = 0.55;

function looksShuffled(lines: readonly SourceLine[], sense: WordSense): boolean {
  const { open, surplus } = continuity(lines, sense);
  return open >= OPEN_ENDS && surplus / Math.sqrt(open) < SHUFFLED;
}

/** Log prior of a run of `pages` pages being `size` characters long. Pages may end early, never late. */
function sizeScore(size: number, pages: number, page: number): number {
  const off = (size - pages * page) / (pages * page * SPREAD);
  return Math.max(off < 0 ? -9 : -20, (-off * off) / 2);
}

/** Any number of pages: where the other half's are missing, or at the fold. */
function anySize(size: number, page: number): number {
  return sizeScore(size, Math.max(1, Math.ceil(size / page - 0.15)), page);
}

function bestPath(book: Book, page: number, kept: number): State | null {
  const last = book.cuts.length - 1;
  const afterD: State[][] = book.cuts.map(() => []);
  const afterA: State[][] = book.cuts.map(() => []);
  const start: State = { d: -1, a: -1, score: 0, from: null, kind: "D", cuts: [0, 0, 0] };
  afterD[0]!.push(start);
  for (let b = 1; b <= last && book.places[b]! < page * 1.3; b += 1) {
    // the file's first page, if it belongs to the second half, is the last of the book
    const score = Math.min(0, book.edge[b]!) - book.join(b, b) - (book.open[b] ? TORN_END : 0);
    afterD[b]!.push({ d: 0, a: -1, score, from: null, kind: "D", cuts: [0, b, b] });
  }
  for (let at = 0; at < last; at += 1) {
    for (const state of prune(afterD[at]!, kept)) stepA(book, page, state, at, afterA);
    for (const state of prune(afterA[at]!, kept)) stepD(book, page, state, at, afterD);
  }
  return [...afterA[last]!].sort((x, y) => y.score - x.score)[0] ?? null;
}

function prune(states: readonly State[], kept: number): State[] {
  const seen = new Set<number>();
  return [...states]
    .sort((x, y) => y.score - x.score)
    .filter((state) => !seen.has(state.d) && seen.add(state.d))
    .slice(0, kept);
}

/** An A run from `at`: two pages; at the end of the file up to three, the fold in the middle of the last side. */
function stepA(book: Book, page: number, state: State, at: number, afterA: State[][]): void {
  const last = book.cuts.length - 1;
  for (let end = at + 1; end <= last; end += 1) {
    const size = book.places[end]! - book.places[at]!;
    const opens = state.d < 0 || state.a < 0;
    if (size > page * (opens ? 16 : 3.4)) break;
    const closes = end === last;
    if (!closes && !opens && size > page * 2.6) continue;
    const fit = opens ? Math.max(-1, anySize(size, page)) : closes ? anySize(size, page) : sizeScore(size, 2, page);
    const score = state.score + fit + book.edge[end]! + (closes ? book.join(last, state.d) : 0);
    afterA[end]!.push({ d: state.d, a: end, score, from: state, kind: "A", cuts: [at, end] });
  }
}

/** Two D pages, or one where the other is missing, from `at` on; then the A pages go on where they stopped. */
function stepD(book: Book, page: number, state: State, at: number, afterD: State[][]): void {
  const last = book.cuts.length - 1;
  for (let b = at + 1; b < last; b += 1) {
    const first = book.places[b]! - book.places[at]!;
    if (first > page * 1.3) break;
    const one = state.score + sizeScore(first, 1, page) + book.join(b, state.d) - book.join(at, at) + book.edge[b]!;
    const alone = one + book.join(at, b) - book.join(b, b) - 3;
    afterD[b]!.push({ d: at, a: at, score: alone, from: state, kind: "D", cuts: [at, b, b] });
    for (let c = b + 1; c < last; c += 1) {
      const second = book.places[c]! - book.places[b]!;
      if (second > page * 1.3) break;
      const joins = book.join(c, at) + book.join(at, c) - book.join(b, b) - book.join(c, c) + book.edge[c]!;
      afterD[c]!.push({
        d: b,
        a: at,
        score: one + sizeScore(second, 1, page) + joins,
        from: state,
        kind: "D",
        cuts: [at, b, c],
      });
    }
  }
}

function runsOf(end: State, book: Book): (readonly [number, number])[] {
  const forward: [number, number][] = [];
  const backward: [number, number][] = [];
  for (let state: State | null = end; state; state = state.from) {
    const at = state.cuts.map((cut) => book.cuts[cut]!);
    if (state.kind === "A") forward.unshift([at[0]!, at[1]!]);
    else
      for (const range of [
        [at[1]!, at[2]!],
        [at[0]!, at[1]!],
      ] as const)
        if (range[1] > range[0]) backward.push([range[0], range[1]]);
  }
  return [...forward, ...backward];
}
