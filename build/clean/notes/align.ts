// Two sequences in the same order, calls as candidates and bodies, to the best monotone matching of them. The one idea:
// Needleman and Wunsch (J. Mol. Biol. 48, 1970, 443–453) with odds for scores: a match earns what speaks for it, a body
// without call pays, a sure call without body pays, a doubtful candidate left alone is free.

export interface Matching {
  /** For each body the index of its candidate, or -1. */
  readonly match: Int32Array;
}

/**
 * `gain(body, candidate)` is the log odds of the match, -Infinity where it cannot be; `lost` the price of a body without
 * call; `unused(candidate)` that of a candidate left alone. `window(body)` gives the half-open range of candidates that
 * may match; both its ends must not fall. Time and space: the sum of the windows' lengths.
 */
export function align(
  bodies: number,
  window: (body: number) => readonly [number, number],
  gain: (body: number, candidate: number) => number,
  lost: number,
  unused: (candidate: number) => number,
  candidates: number,
): Matching {
  const price = new Float64Array(candidates + 1);
  for (let j = 0; j < candidates; j += 1) price[j + 1] = price[j]! + unused(j);
  // best[j - low]: the best score with the first i bodies and the candidates before j; prices of unused ones are in `price`
  let low = 0;
  let best = new Float64Array([0]);
  const rows: { low: number; choice: Uint8Array }[] = [];
  const at = (row: Float64Array, from: number, j: number) => row[Math.min(Math.max(j - from, 0), row.length - 1)]!;
  for (let i = 0; i < bodies; i += 1) {
    const [from, to] = window(i);
    const next = new Float64Array(to - from + 1);
    const choice = new Uint8Array(to - from + 1);
    for (let j = from; j <= to; j += 1) {
      let value = at(best, low, j) - lost;
      let chosen = 0;
      if (j > from) {
        const left = next[j - 1 - from]!;
        if (left > value) {
          value = left;
          chosen = 1;
        }
        const odds = gain(i, j - 1);
        // a used candidate does not pay what unused ones do
        const diagonal = at(best, low, j - 1) + odds + (price[j]! - price[j - 1]!);
        if (diagonal > value) {
          value = diagonal;
          chosen = 2;
        }
      }
      next[j - from] = value;
      choice[j - from] = chosen;
    }
    rows.push({ low: from, choice });
    best = next;
    low = from;
  }
  const match = new Int32Array(bodies).fill(-1);
  let j = candidates;
  for (let i = bodies - 1; i >= 0; i -= 1) {
    const row = rows[i]!;
    j = Math.min(j, row.low + row.choice.length - 1);
    while (j > row.low && row.choice[j - row.low] === 1) j -= 1;
    if (j >= row.low && row.choice[j - row.low] === 2) {
      match[i] = j - 1;
      j -= 1;
    }
  }
  return { match };
}
