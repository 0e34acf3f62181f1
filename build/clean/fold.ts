// Takes seams and the height of a page; gives the sides of a folded booklet that read best. The one idea: of each side one
// page belongs to the first half, which runs forward through the file (A), the other to the second half, which runs
// backward (D), and they change places from side to side:
//
//     file:     D A | A D | D A | A D …           reading:  all A as they stand, then all D from the last to the first
//
// The best seams are a shortest path over sides. A side D A after a side A D needs to know only where that side was cut
// (its A ends there and its D begins); a side A D after a side D A only where that D began: so the best is found exactly.

import type { Seams } from "./seams.ts";

/** A side as seams: where it begins, where its two pages meet, where it ends. */
export interface Side {
  readonly from: number;
  readonly cut: number;
  readonly to: number;
  /** Whether the page of the first half stands first; `both`: the fold, whose two pages read on; `opening`: before the others. */
  readonly kind: "AD" | "DA" | "fold" | "openingA" | "openingD";
}

export interface Path {
  /** Nats gained over the order of the file. */
  readonly gain: number;
  readonly sides: readonly Side[];
}

/** Spread of a page's height, as part of it. */
const SPREAD = 0.12;
const HIGHEST = 1.3;
const OVERFULL = -12;
/** What a page loses at most that ends early: a chapter's last, or in the middle of a sentence. */
const ENDS_CHAPTER = -4;
const ENDS_OPEN = -6;
/** And the book's last. */
const ENDS_BOOK = -1;
/** What it costs that a book ends in the middle of a sentence, or of a word: its last pages would have to be missing. */
const TORN_END = 3;
const BROKEN_END = 9;
/** That notes end inside a page. */
const NOTES_INSIDE = -3;
/** That one of a side's pages is empty: the cover's may be, others are so seldom. */
const EMPTY_COVER = -3;
const EMPTY = -5;
/** That the middle of the book is missing. */
const NO_FOLD = -6;
/** That the book's last pages are empty or missing, so that the first ones stand alone. */
const ONE_HALF = -1;
/** That its first page is empty or missing, and the last is not. */
const NO_FIRST = -5;
/** Pages of the first half that may stand alone before the first side with two. */
const OPENING = 16;

interface Table {
  readonly score: Float64Array;
  /** Flat index of the state before, in the other table; below 0 at a beginning. */
  readonly from: Int32Array;
  readonly cut: Int32Array;
}

/** The best path from seam `first` to seam `last`, or null. `page`: height of a page in printed lines. */
export function bestFold(seams: Seams, first: number, last: number, page: number): Path | null {
  const { places, joins, natural, bookEnd, midBook, side, open, closed, broken } = seams;
  const edge = edgesAmong(seams, seams.edge, first, last, page);
  const sideEdge = edgesAmong(seams, seams.sideEdge, first, last, page);
  const hard = new Set(seams.sides);
  const isSide = (at: number): boolean => hard.size === 0 || hard.has(at) || at === first || at === last;
  const reach = (hard.size > 0 ? longest(seams.sides, first) : widest(places, first, last, page * 2 * HIGHEST)) + 1;
  const width = reach + 1;
  const size = (last - first + 1) * width;
  // a state of `beforeAD` ends at `at`, and the last D began `k` seams before; one of `beforeDA` was cut there; `reach`: no D yet
  const notes = noteEnds(seams);
  const beforeAD = newTable(size);
  const beforeDA = newTable(size);
  const index = (at: number, k: number): number => (at - first) * width + k;
  const put = (table: Table, at: number, k: number, score: number, from: number, cut: number): void => {
    const key = index(at, k);
    if (score <= table.score[key]!) return;
    table.score[key] = score;
    table.from[key] = from;
    table.cut[key] = cut;
  };
  const torn = (at: number): number => (broken[at] ? BROKEN_END : open[at] ? TORN_END : 0);
  const fitOf = (from: number, to: number): number => {
    const off = ((places[to] ?? 0) - (places[from] ?? 0) - page) / (page * SPREAD);
    const most = off > 0 ? OVERFULL : open[to] ? ENDS_OPEN : ENDS_CHAPTER;
    return Math.max(most, (-off * off) / 2) + NOTES_INSIDE * Math.max(0, notes[to - 1]! - notes[from]!);
  };
  const fitting = new Float64Array(size);
  for (let from = first; from <= last; from += 1)
    for (let k = 1; k < width && from + k <= last; k += 1) fitting[index(from, k)] = fitOf(from, from + k);
  const fit = (from: number, to: number): number => fitting[index(from, to - from)]!;
  // on the first side stands the book's last page, which ends where the text does, beside a title as a rule
  const fitOn = (start: number, from: number, to: number): number =>
    start === first && closed[to] && height(from, to) < page ? Math.max(ENDS_BOOK, fit(from, to)) : fit(from, to);
  const height = (from: number, to: number): number => places[to]! - places[from]!;
  const fits = (from: number, to: number, pages: number): boolean =>
    hard.size > 0 || height(from, to) <= page * pages * HIGHEST;

  // seams from `at` on at which a page that begins there may end
  const cutsFrom = (at: number): number => {
    let cut = at;
    while (cut < last && fits(at, cut, 1) && !(cut > at && hard.has(cut))) cut += 1;
    return cut - at;
  };
  // the joins on both sides of a page of the second half, from where it begins to where it is cut off
  const both = new Float64Array(2 * size).fill(Number.NaN);
  const bothJoins = (start: number, cut: number): number => {
    const key = (start - first) * 2 * width + cut - start;
    const known = both[key]!;
    if (!Number.isNaN(known)) return known;
    both[key] = joins.of(cut, start) + joins.of(start, cut);
    return both[key]!;
  };
  // of each cut of a side D A: the best score before it, and the state that has it
  const tops = new Float64Array(width);
  const origins = new Int32Array(width);

  put(beforeAD, first, reach, 0, -1, first);
  put(beforeDA, first, reach, 0, -1, first);
  for (let at = first + 1; at < last && height(first, at) <= page * OPENING; at += 1) {
    if (!isSide(at)) continue;
    const pages = Math.max(1, Math.ceil(height(first, at) / page - 0.15));
    const off = (height(first, at) / pages - page) / (page * SPREAD);
    const score = ONE_HALF - midBook + Math.max(-1, (-off * off) / 2) + edge[at]!;
    put(beforeAD, at, reach, score, -2, at);
    put(beforeDA, at, reach, score, -2, at);
    if (height(first, at) > page * HIGHEST || at - first >= reach) continue;
    const alone = NO_FIRST + midBook + Math.min(0, edge[at]!) - natural[at]! - torn(at);
    put(beforeAD, at, at - first, alone, -3, at);
  }

  let best: { score: number; from: number; at: number; folded: boolean } | null = null;
  for (let at = first; at < last; at += 1) {
    if (!isSide(at)) continue;
    // sides D A
    const cuts = cutsFrom(at);
    tops.fill(Number.NEGATIVE_INFINITY, 0, cuts);
    for (const k of alive(beforeDA, index(at, 0), reach)) {
      const before = beforeDA.score[index(at, k)]!;
      for (let cut = at; cut < at + cuts; cut += 1) {
        const gain =
          k === reach ? (at === first ? 0 : joins.of(at, cut) - (cut > at ? torn(cut) : 0)) : bothJoins(at - k, cut);
        if (before + gain <= tops[cut - at]!) continue;
        tops[cut - at] = before + gain;
        origins[cut - at] = index(at, k);
      }
    }
    for (let cut = at; cut < at + cuts; cut += 1) {
      let score = tops[cut - at]!;
      const from = origins[cut - at]!;
      if (score === Number.NEGATIVE_INFINITY) continue;
      const looks = edge[cut]! + (at === first ? bookEnd[cut]! - seams.edge[cut]! + (cut > at ? midBook : 0) : 0);
      score += cut === at ? (at === first ? EMPTY_COVER : EMPTY) : fitOn(at, at, cut) + looks - natural[cut]!;
      if (at > first) score -= natural[at]!;
      for (let to = cut + 1; to <= last && to - at < reach && fits(cut, to, 1); to += 1) {
        if (!isSide(to)) continue;
        const end = score + fit(cut, to) + side[to]!;
        put(beforeAD, to, to - at, end, from, cut);
        if (to === last && (!best || end + NO_FOLD > best.score))
          best = { score: end + NO_FOLD, from: index(to, to - at), at: to, folded: false };
        if (hard.has(to)) break;
      }
    }
    // sides A D
    const endings = alive(beforeAD, index(at, 0), reach);
    for (let to = at + 1; to <= last && fits(at, to, 2); to += 1) {
      if (!isSide(to)) continue;
      let score = Number.NEGATIVE_INFINITY;
      let from = -1;
      for (const k of endings) {
        const before = beforeAD.score[index(at, k)]!;
        const gain = k === reach ? (to < last ? -torn(to) : 0) : joins.of(to, at - k);
        if (before + gain > score) {
          score = before + gain;
          from = index(at, k);
        }
      }
      if (from < 0) continue;
      if (to === last) {
        const off = (height(at, to) / Math.max(1, Math.ceil(height(at, to) / page - 0.15)) - page) / (page * SPREAD);
        const end = score + Math.max(off > 0 ? OVERFULL : ENDS_CHAPTER, (-off * off) / 2);
        if (!best || end > best.score) best = { score: end, from, at, folded: true };
      }
      score += side[to]!;
      const least = Math.max(at, to - reach + 1);
      for (let cut = least; cut < to; cut += 1) {
        if (!fits(at, cut, 1)) break;
        if (!fits(cut, to, 1)) continue;
        const empty = at === first ? EMPTY_COVER + midBook + bookEnd[to]! - seams.edge[to]! : EMPTY;
        const own = cut === at ? empty : edge[cut]! - natural[cut]! + fit(at, cut);
        put(beforeDA, to, to - cut, score + own + fitOn(at, cut, to) + (to < last ? sideEdge[to]! : 0), from, cut);
      }
      if (hard.has(to)) break;
    }
  }
  if (!best) return null;
  return { gain: best.score, sides: sidesOf(best) };

  /** From the last side back to the first. */
  function sidesOf(end: { readonly from: number; readonly at: number; readonly folded: boolean }): Side[] {
    const sides: Side[] = [];
    if (end.folded) sides.unshift({ from: end.at, cut: last, to: last, kind: "fold" });
    let table = beforeAD;
    for (let state = end.from; ; ) {
      const at = first + Math.floor(state / width);
      const k = state % width;
      const from = table.from[state]!;
      if (from === -1) break;
      if (from === -2 || from === -3) {
        sides.unshift({ from: first, cut: at, to: at, kind: from === -2 ? "openingA" : "openingD" });
        break;
      }
      const isDA = table === beforeAD;
      sides.unshift({
        from: isDA ? at - k : first + Math.floor(from / width),
        cut: table.cut[state]!,
        to: at,
        kind: isDA ? "DA" : "AD",
      });
      table = isDA ? beforeDA : beforeAD;
      state = from;
    }
    return sides;
  }
}

function newTable(size: number): Table {
  return {
    score: new Float64Array(size).fill(Number.NEGATIVE_INFINITY),
    from: new Int32Array(size),
    cut: new Int32Array(size),
  };
}

/** Part of a page within which seams compete. */
const NEAR = 0.15;

/** How much each seam looks like an edge, less what it costs to choose it among those near it. */
function edgesAmong(
  { all, places, sides }: Seams,
  edge: Float64Array,
  first: number,
  last: number,
  page: number,
): Float64Array {
  const hard = new Set(sides);
  const among = Float64Array.from(edge);
  const near = [0, 0];
  const kind = (i: number): 0 | 1 => (all[i]!.at === 0 ? 0 : 1);
  let low = first;
  let high = first;
  for (let i = first; i <= last; i += 1) {
    for (; high <= last && places[high]! <= places[i]! + page * NEAR; high += 1) near[kind(high)]! += 1;
    for (; places[low]! < places[i]! - page * NEAR; low += 1) near[kind(low)]! -= 1;
    among[i] = hard.has(i) ? 0 : edge[i]! - Math.log(Math.max(1, near[kind(i)]!));
  }
  return among;
}

/** How many runs of notes end up to each seam. */
function noteEnds({ all, side }: Seams): Int32Array {
  let count = 0;
  return Int32Array.from(all, (_, i) => {
    if (side[i]! > 0) count += 1;
    return count;
  });
}

/** States of one seam that may still win. */
function alive({ score }: Table, from: number, reach: number): number[] {
  let best = Number.NEGATIVE_INFINITY;
  for (let k = 0; k <= reach; k += 1) if (score[from + k]! > best) best = score[from + k]!;
  const kept: number[] = [];
  if (best === Number.NEGATIVE_INFINITY) return kept;
  for (let k = 0; k <= reach; k += 1) if (score[from + k]! > best - HOPELESS) kept.push(k);
  return kept;
}

/** Nats behind the best of the same seam at which a state is given up: more than two joins can gain. */
const HOPELESS = 18;

/** Seams of the side that has most. */
function longest(sides: readonly number[], first: number): number {
  return Math.max(...sides.map((side, i) => side - (sides[i - 1] ?? first)));
}

/** Seams at most within `height`. */
function widest(places: Float64Array, first: number, last: number, height: number): number {
  let most = 0;
  let low = first;
  for (let at = first; at <= last; at += 1) {
    while (places[at]! - places[low]! > height) low += 1;
    most = Math.max(most, at - low);
  }
  return most;
}
