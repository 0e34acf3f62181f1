// Takes figures that extraction set on lines of their own, and the lines of words around them; gives the line each figure's
// note begins with. The one idea: notes stand in the order of their figures, so the cheapest rising assignment is looked for.

import type { SourceLine } from "../flow.ts";
import type { Measure } from "./zones.ts";

/** A line of a note. */
interface Words {
  readonly line: SourceLine;
  readonly text: string;
}

/** What a figure costs that does not stand before its line, beside how little the line looks like a beginning. */
export const DISPLACED = 2;

/** For each figure the line its note begins with, ascending; `before[k]` is the line behind figure k in the file. */
export function layOver(
  before: readonly number[],
  words: readonly Words[],
  measure: Measure,
): { readonly starts: readonly number[]; readonly cost: number } {
  const rows: { cost: Float64Array; from: Int32Array }[] = [];
  const n = words.length;
  const beginning = words.map((_, i) => unlikeBeginning(words, i, measure));
  before.forEach((anchor, k) => {
    const cost = new Float64Array(n).fill(Number.POSITIVE_INFINITY);
    const from = new Int32Array(n).fill(-1);
    const above = rows[k - 1]?.cost;
    let best = k === 0 ? 0 : Number.POSITIVE_INFINITY;
    let bestAt = -1;
    for (let i = 0; i < n; i += 1) {
      if (above && i > 0 && above[i - 1]! < best) {
        best = above[i - 1]!;
        bestAt = i - 1;
      }
      const own = anchor === i ? 0 : DISPLACED + beginning[i]!;
      cost[i] = best + own;
      from[i] = bestAt;
    }
    rows.push({ cost, from });
  });
  const lastRow = rows[rows.length - 1];
  if (lastRow === undefined) return { starts: [], cost: 0 };
  let at = -1;
  for (let i = 0; i < n; i += 1)
    if (lastRow.cost[i]! < Number.POSITIVE_INFINITY && (at < 0 || lastRow.cost[i]! < lastRow.cost[at]!)) at = i;
  const starts: number[] = [];
  const cost = at < 0 ? Number.POSITIVE_INFINITY : lastRow.cost[at]!;
  for (let k = rows.length - 1; k >= 0 && at >= 0; k -= 1) {
    starts.unshift(at);
    at = rows[k]!.from[at]!;
  }
  return { starts, cost };
}

function unlikeBeginning(words: readonly Words[], i: number, measure: Measure): number {
  const each = words[i]!;
  let cost = 0;
  if (/^[“"‘'(]?\p{Ll}/u.test(each.text)) cost += 4;
  const previous = words[i - 1];
  if (previous === undefined) return cost;
  if (!/[.!?)\]”’"']$/u.test(previous.text)) cost += 3;
  const full = measure.note ?? measure.body;
  if (full !== null && previous.line.width > full * 0.95) cost += 1.5;
  if (each.line.blankBefore > 0) cost -= 0.5;
  if (each.line.indent > previous.line.indent) cost -= 0.5;
  return Math.max(0, cost);
}
