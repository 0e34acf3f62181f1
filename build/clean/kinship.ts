// Takes lines and the places where they may be cut; says how well what stands before one cut goes with what stands after
// another, beyond the sentence that meets there. The one idea: neighbouring pages speak of the same things (Hearst 1997,
// TextTiling), and their note calls count upwards.

import type { SourceLine } from "./flow.ts";

/** Nats for joining the end before cut `i` to the beginning at cut `j`. */
export type Kinship = (i: number, j: number) => number;

/** Printed lines on each side of a cut that are compared. */
const REACH = 14;

/** `heights` are those of the lines, in printed lines; `page` that of a page. */
export function learnKinship(
  lines: readonly SourceLine[],
  cuts: readonly number[],
  heights: readonly number[],
  page: number,
): Kinship {
  const topics = topicsAtCuts(lines, cuts, heights);
  const calls = learnCalls(lines, cuts, heights, page);
  return (i, j) => topics(i, j) + calls(i, j);
}

// ------------------------------------------------------------------------------------------------------ topics

/** Terms by number, rising, each with its weight; the whole has length 1. */
export interface Topic {
  readonly terms: Int32Array;
  readonly weights: Float64Array;
}

const TERM = /[\p{L}\p{N}][\p{L}\p{N}’'-]{3,}/gu;
const STEM = 7;
/** One word in so many is too common to tell a topic. */
const COMMON = 400;
const STRENGTH = 0.9;

function termsOf(text: string): string[] {
  return (text.match(TERM) ?? []).map((term) => term.toLowerCase().slice(0, STEM));
}

/** What lines near the edge of a stretch speak of. */
export interface TopicSense {
  /** Of the lines nearest to the end (step -1) or to the beginning (step 1) of a stretch. */
  readonly of: (lines: readonly SourceLine[], step: 1 | -1) => Topic;
  /** How alike two stretches are, in nats, beyond stretches that stand far apart. */
  readonly kin: (before: Topic, after: Topic) => number;
}

/** `stretches`: those that are going to be compared, to learn how alike strangers are. */
export function learnTopics(
  lines: readonly SourceLine[],
  heightOf: (line: SourceLine) => number,
  stretches: readonly (readonly SourceLine[])[],
): TopicSense {
  const numbers = new Map<string, number>();
  const counts: number[] = [];
  let total = 0;
  const terms = new Map<SourceLine, readonly number[]>();
  for (const line of lines) {
    const own = termsOf(line.letters.text).map((term) => {
      const number = numbers.get(term) ?? numbers.size;
      numbers.set(term, number);
      counts[number] = (counts[number] ?? 0) + 1;
      return number;
    });
    total += own.length;
    terms.set(line, own);
  }
  const weights = Float64Array.from(counts, (count) =>
    count < 2 || count > total / COMMON + 6 ? 0 : Math.log(total / count),
  );
  const of = (stretch: readonly SourceLine[], step: 1 | -1): Topic => {
    const tally = new Map<number, number>();
    let left = REACH;
    for (let i = step > 0 ? 0 : stretch.length - 1; i >= 0 && i < stretch.length && left > 0; i += step) {
      const line = stretch[i]!;
      const own = terms.get(line) ?? [];
      const height = heightOf(line);
      const kept = Math.ceil(own.length * Math.min(1, left / height));
      const first = step > 0 ? 0 : own.length - kept;
      for (let k = first; k < first + kept; k += 1) {
        const term = own[k]!;
        if (weights[term]! > 0) tally.set(term, (tally.get(term) ?? 0) + 1);
      }
      left -= height;
    }
    const met = Int32Array.from(tally.keys()).sort();
    const valued = Float64Array.from(met, (term) => Math.log1p(tally.get(term)!) * weights[term]!);
    const norm = Math.sqrt(valued.reduce((sum, value) => sum + value * value, 0)) || 1;
    return { terms: met, weights: valued.map((value) => value / norm) };
  };
  const { mean, spread } = strangers(
    stretches.map((each) => of(each, -1)),
    stretches.map((each) => of(each, 1)),
  );
  const kin = (before: Topic, after: Topic): number =>
    STRENGTH * Math.max(-1, Math.min(3, (likeness(before, after) - mean) / spread));
  return { of, kin };
}

function topicsAtCuts(lines: readonly SourceLine[], cuts: readonly number[], heights: readonly number[]): Kinship {
  const height = new Map(lines.map((line, i) => [line, heights[i]!]));
  const before = cuts.map((cut) => lines.slice(Math.max(0, cut - REACH), cut));
  const { of, kin } = learnTopics(lines, (line) => height.get(line)!, before);
  const ends = before.map((each) => of(each, -1));
  const starts = cuts.map((cut) => of(lines.slice(cut, cut + REACH), 1));
  return (i, j) => kin(ends[i]!, starts[j]!);
}

function likeness(a: Topic, b: Topic): number {
  let sum = 0;
  for (let i = 0, j = 0; i < a.terms.length && j < b.terms.length; ) {
    const step = a.terms[i]! - b.terms[j]!;
    if (step === 0) sum += a.weights[i]! * b.weights[j]!;
    if (step <= 0) i += 1;
    if (step >= 0) j += 1;
  }
  return sum;
}

/** How like each other stretches are that stand far apart. */
function strangers(ends: readonly Topic[], starts: readonly Topic[]): { mean: number; spread: number } {
  const seen: number[] = [];
  for (let i = 0; i < ends.length; i += 1) {
    for (const part of [0.23, 0.41, 0.59]) {
      seen.push(likeness(ends[i]!, starts[(i + Math.floor(ends.length * part)) % starts.length]!));
    }
  }
  const mean = seen.reduce((sum, each) => sum + each, 0) / Math.max(1, seen.length);
  const spread = Math.sqrt(seen.reduce((sum, each) => sum + (each - mean) ** 2, 0) / Math.max(1, seen.length));
  return { mean, spread: Math.max(0.01, spread) };
}

// ------------------------------------------------------------------------------------------------------- calls

const CALL = /(?:[.,;:!?…”’"')\]]\s?|<sup>\D{0,12})(\d{1,3})(?=\s|$|[<}])/gu;
const LIST_LABEL = /^(?:\$?\s*<sup|\$\s*\^|\[\d+\]|\d)/;
const REACHED = 0.8;
/** Part of neighbouring calls that count by one where calls can be trusted, and how many there must be. */
const COUNTING = 0.5;
const LEAST_CALLS = 12;

function learnCalls(
  lines: readonly SourceLine[],
  cuts: readonly number[],
  heights: readonly number[],
  page: number,
): Kinship {
  const calls = lines.map(({ letters: { text } }) =>
    LIST_LABEL.test(text) ? [] : [...text.matchAll(CALL)].map((match) => Number(match[1])),
  );
  const all = calls.flat();
  const counted = all.filter((call, i) => i > 0 && call === all[i - 1]! + 1).length;
  if (all.length < LEAST_CALLS || counted < all.length * COUNTING) return () => 0;
  const nearest = (cut: number, step: 1 | -1): number | null => {
    let left = page * REACHED;
    for (let i = step > 0 ? cut : cut - 1; i >= 0 && i < lines.length && left > 0; i += step) {
      const call = calls[i]!.at(step > 0 ? 0 : -1);
      if (call !== undefined) return call;
      left -= heights[i]!;
    }
    return null;
  };
  return acrossCuts(cuts, nearest, (before, after) => {
    if (after === 1) return 0;
    if (after === before + 1) return 2.5;
    return after > before && after <= before + 4 ? 1 : -1.5;
  });
}

/** A score of cut i's end with cut j's beginning, by the number nearest to each; 0 where there is none. */
export function acrossCuts(
  cuts: readonly number[],
  nearest: (cut: number, step: 1 | -1) => number | null,
  score: (before: number, after: number) => number,
): Kinship {
  const last = cuts.map((cut) => nearest(cut, -1));
  const first = cuts.map((cut) => nearest(cut, 1));
  return (i, j) => {
    const before = last[i] ?? null;
    const after = first[j] ?? null;
    return before === null || after === null ? 0 : score(before, after);
  };
}
