// The order in which calls must follow each other where notes are numbered through: however pages and bodies stand, the call
// of note 7 stands between those of 6 and 8.

import { type Candidate, GAP } from "./candidates.ts";
import type { Wanted } from "./wanted.ts";

/** Fewer numbers show no order, and so many of its steps must rise. */
const LEAST = 8;
const RISING = 0.8;

/** Indices of the bodies by their numbers; null where numbers repeat, are not read, or the calls found do not follow them. */
export function byNumber(
  wanted: readonly Wanted[],
  match: Int32Array,
  candidates: readonly Candidate[],
): readonly number[] | null {
  const values = wanted.map(({ value }) => value);
  if (wanted.length < LEAST || values.includes(null) || new Set(values).size < values.length) return null;
  const order = values.map((_, i) => i).sort((a, b) => values[a]! - values[b]!);
  const found = order.filter((i) => isTraced(match[i]!, candidates));
  const rising = found.filter((i, k) => k > 0 && match[i]! > match[found[k - 1]!]!).length;
  return found.length >= LEAST && rising >= RISING * (found.length - 1) ? order : null;
}

/** The matching without the guesses that leave the order of the numbers. */
export function withinOrder(match: Int32Array, order: readonly number[], candidates: readonly Candidate[]): Int32Array {
  const kept = Int32Array.from(match);
  order.forEach((i, k) => {
    if (match[i]! < 0 || isTraced(match[i]!, candidates)) return;
    const before = order.slice(0, k).findLast((other) => isTraced(match[other]!, candidates));
    const behind = order.slice(k + 1).find((other) => isTraced(match[other]!, candidates));
    const low = before === undefined ? -1 : match[before]!;
    const high = behind === undefined ? candidates.length : match[behind]!;
    if (low < high && (match[i]! < low || match[i]! > high)) kept[i] = -1;
  });
  return kept;
}

function isTraced(j: number, candidates: readonly Candidate[]): boolean {
  return j >= 0 && candidates[j]!.key !== GAP;
}
