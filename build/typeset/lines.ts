// Breaks a paragraph into lines: the optimum over the whole paragraph (Knuth and Plass, "Breaking Paragraphs into Lines",
// Software—Practice and Experience 11 (1981), 1119–1184), with fitness classes, tolerance passes, hanging punctuation and
// glyphs that give way by a per cent (Thành, "Micro-typographic extensions", 2000). All arrays are typed and reused; a
// break that is weighed makes no object.

import type { Items } from "./items.ts";
import { Sep } from "./words.ts";

export interface Setup {
  /** Width of line i, from 0. */
  widthOf(line: number): number;
  /** Lines from this one on have the same width. */
  readonly uniformFrom: number;
  readonly justify: boolean;
  /** Largest part by which glyphs may widen or narrow. */
  readonly expansion: number;
  /** Hyphens at line ends that may follow one another. */
  readonly maxRun: number;
  /** Least width of the last line. */
  readonly leastLast: number;
  /** Pieces behind which a line must end. */
  readonly walls?: ReadonlySet<number>;
}

/** A way to break a paragraph. Line i shows the pieces from `starts[i]` to `ends[i]`, both included. */
export interface Broken {
  readonly lines: number;
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  /** How far a line's blanks stretch (up to 1 and more) or shrink (down to -1). */
  readonly ratios: Float64Array;
  readonly demerits: number;
  /** Lines that are wider than the measure. */
  readonly overfull: number;
}

const TOLERANCE = [1.0, 1.0, 2.4, Number.POSITIVE_INFINITY] as const;
const LINE_PENALTY = 10;
const FITNESS_DEMERITS = 3000;
const RUN_DEMERITS = 12_000;
const LAST_HYPHEN_DEMERITS = 15_000;
const RUNT_DEMERITS = 40_000;
const WORST = 10_000;
const OVERFULL_DEMERITS = 1e12;

const CLASSES = 4;
/** Hyphens that end the lines before: none, one, two (as many as `maxRun` tells apart). */
const RUNS = 3;
const KINDS = CLASSES * RUNS;

/** Paragraphs of more pieces do not tell nodes of different line numbers apart: cost stays linear in their length. */
const LONG = 2500;

class Nodes {
  piece = new Int32Array(1024);
  line = new Int32Array(1024);
  kind = new Uint8Array(1024);
  before = new Int32Array(1024);
  next = new Int32Array(1024);
  demerits = new Float64Array(1024);
  ratio = new Float64Array(1024);
  overfull = new Uint8Array(1024);
  count = 0;

  grow(): void {
    const size = this.piece.length * 2;
    this.piece = enlarge(this.piece, new Int32Array(size));
    this.line = enlarge(this.line, new Int32Array(size));
    this.kind = enlarge(this.kind, new Uint8Array(size));
    this.before = enlarge(this.before, new Int32Array(size));
    this.next = enlarge(this.next, new Int32Array(size));
    this.demerits = enlarge(this.demerits, new Float64Array(size));
    this.ratio = enlarge(this.ratio, new Float64Array(size));
    this.overfull = enlarge(this.overfull, new Uint8Array(size));
  }
}

function enlarge<T extends Int32Array | Uint8Array | Float64Array>(from: T, to: T): T {
  to.set(from);
  return to;
}

const nodes = new Nodes();
let bestDemerits = new Float64Array(0);
let bestNode = new Int32Array(0);
let bestRatio = new Float64Array(0);
let sumWidth = new Float64Array(0);
let sumStretch = new Float64Array(0);
let sumShrink = new Float64Array(0);
let sumGlyphs = new Float64Array(0);

/**
 * The best way to break `items`, first, then the best ways that take a line less or a line more, where there are any
 * within the same tolerance. Never empty for `items.count > 0`.
 */
export function breakLines(items: Items, setup: Setup): readonly Broken[] {
  if (items.count === 0) return [];
  measure(items);
  for (let pass = 0; pass < TOLERANCE.length; pass += 1) {
    const found = attempt(items, setup, TOLERANCE[pass]!, pass > 0, pass === TOLERANCE.length - 1);
    if (found.length > 0) return found;
  }
  throw new Error("the last pass breaks every paragraph");
}

/** A tolerance at which most paragraphs take a line more or less; only asked where pages do not come out even. */
const STRAINED = 1.35;

/** Ways to break `items` that `breakLines` did not weigh, a line less or more than `best`: of worse lines, if there are any. */
export function strainLines(items: Items, setup: Setup, best: Broken): readonly Broken[] {
  measure(items);
  const ends = attempt(items, setup, STRAINED, true, false, best.lines);
  return ends.filter((each) => each.overfull === 0);
}

/** Running sums over the pieces, so that any line's width is a subtraction. */
function measure(items: Items): void {
  const { count } = items;
  if (sumWidth.length <= count) {
    const size = Math.max(count + 1, sumWidth.length * 2);
    sumWidth = new Float64Array(size);
    sumStretch = new Float64Array(size);
    sumShrink = new Float64Array(size);
    sumGlyphs = new Float64Array(size);
  }
  let width = 0;
  let stretch = 0;
  let shrink = 0;
  let glyphs = 0;
  for (let i = 0; i < count; i += 1) {
    sumWidth[i] = width;
    sumStretch[i] = stretch;
    sumShrink[i] = shrink;
    sumGlyphs[i] = glyphs;
    width += items.width[i]! + items.blank[i]!;
    stretch += items.stretch[i]!;
    shrink += items.shrink[i]!;
    glyphs += items.width[i]!;
  }
}

/**
 * The ratio of the line from piece `a` to piece `b` at width `target`. Glyphs give way first, since a per cent of theirs
 * cannot be seen, while a tenth of a blank can: up to `GLYPHS` only they do, from there on to 1 the blanks. Infinity
 * where nothing stretches.
 */
function ratioOf(items: Items, setup: Setup, a: number, b: number, target: number): number {
  let natural = sumWidth[b]! - sumWidth[a]! + items.width[b]! - items.leftHang[a]! - items.rightHang[b]!;
  if (items.sep[b]! === Sep.hyphen) natural += items.hyphen[b]!;
  const slack = target - natural;
  if (slack === 0) return 0;
  if (!setup.justify) return slack < 0 ? (slack < -1e-6 ? -2 : 0) : slack / (target * RAGGED);
  const give = (sumGlyphs[b]! - sumGlyphs[a]! + items.width[b]!) * setup.expansion;
  if (slack > 0) {
    if (slack <= give) return (GLYPHS * slack) / give;
    const stretch = sumStretch[b]! - sumStretch[a]!;
    return stretch > 0 ? GLYPHS + ((1 - GLYPHS) * (slack - give)) / stretch : Number.POSITIVE_INFINITY;
  }
  if (-slack <= give) return (GLYPHS * slack) / give;
  const shrink = sumShrink[b]! - sumShrink[a]!;
  return shrink > 0 ? -GLYPHS + ((1 - GLYPHS) * (slack + give)) / shrink : Number.NEGATIVE_INFINITY;
}

const GLYPHS = 0.3;

/** A ragged line's white counts as ratio 1 when it is this part of the measure. */
const RAGGED = 0.18;
const SLIGHTLY_OVER = -1.0001;

/** `around`: the ends wanted are those of a line more or less than this; the first is not the best of all. */
function attempt(
  items: Items,
  setup: Setup,
  tolerance: number,
  hyphens: boolean,
  last: boolean,
  around: number | null = null,
): readonly Broken[] {
  const { count, sep } = items;
  const { walls } = setup;
  const perLine = count <= LONG;
  const slots = (perLine ? 2 + Math.min(count, 1 + count) : 2 + setup.uniformFrom) * KINDS;
  if (bestDemerits.length < slots) {
    bestDemerits = new Float64Array(slots).fill(Number.POSITIVE_INFINITY);
    bestNode = new Int32Array(slots);
    bestRatio = new Float64Array(slots);
  }
  const touched: number[] = [];
  const least = tolerance > 1 ? 0.6 : 0.8;
  nodes.count = 0;
  let head = push(0, 0, 1 * RUNS, -1, 0, 0, 0);
  nodes.next[head] = -1;
  for (let b = 0; b < count; b += 1) {
    const kind = sep[b]!;
    const wall = walls?.has(b) ?? false;
    if (kind === Sep.touch || kind === Sep.tie || (kind === Sep.hyphen && !hyphens && !wall)) continue;
    const must = kind === Sep.forced || kind === Sep.end;
    const end = kind === Sep.end;
    const penalty = items.penalty[b]!;
    let previous = -1;
    let lastRemoved = -1;
    let lastRatio = 0;
    const { next: nexts, line: lines, piece: pieces } = nodes;
    const reach = sumWidth[b]! + items.width[b]!;
    for (let node = head; node !== -1; ) {
      const next = nexts[node]!;
      const a = pieces[node]!;
      const target = setup.widthOf(lines[node]!);
      // Far too short for any tolerance but the last.
      if (!must && !last && !wall && reach - sumWidth[a]! < least * target) {
        previous = node;
        node = next;
        continue;
      }
      let ratio = ratioOf(items, setup, a, b, target);
      if (must && ratio > 0) ratio = 0;
      if (ratio < SLIGHTLY_OVER || must || wall) {
        if (previous === -1) head = next;
        else nexts[previous] = next;
        if (ratio < SLIGHTLY_OVER) {
          if (lastRemoved === -1 || nodes.demerits[node]! < nodes.demerits[lastRemoved]!) {
            lastRemoved = node;
            lastRatio = ratio;
          }
          node = next;
          continue;
        }
      } else previous = node;
      if (ratio <= tolerance) {
        weigh(items, setup, node, b, Math.max(ratio, -1), penalty, kind, end, touched, perLine, last);
      }
      node = next;
    }
    if (touched.length === 0 && head === -1 && lastRemoved !== -1) {
      if (!last) return [];
      // Nothing fits: the line is overfull, and said to be.
      const made = push(
        b + 1,
        nodes.line[lastRemoved]! + 1,
        1 * RUNS,
        lastRemoved,
        nodes.demerits[lastRemoved]! + OVERFULL_DEMERITS,
        -1,
        1,
      );
      nodes.ratio[made] = Math.max(-1, lastRatio);
      nodes.next[made] = -1;
      if (end) return collect(items, [made]);
      head = made;
      continue;
    }
    if (end) return finish(items, touched, around);
    for (const slot of touched) {
      const from = bestNode[slot]!;
      const made = push(b + 1, nodes.line[from]! + 1, slot % KINDS, from, bestDemerits[slot]!, bestRatio[slot]!, 0);
      nodes.next[made] = head;
      head = made;
      bestDemerits[slot] = Number.POSITIVE_INFINITY;
    }
    touched.length = 0;
    if (head === -1) return [];
  }
  return [];
}

function push(
  piece: number,
  line: number,
  kind: number,
  before: number,
  demerits: number,
  ratio: number,
  overfull: number,
): number {
  if (nodes.count === nodes.piece.length) nodes.grow();
  const node = nodes.count;
  nodes.count += 1;
  nodes.piece[node] = piece;
  nodes.line[node] = line;
  nodes.kind[node] = kind;
  nodes.before[node] = before;
  nodes.demerits[node] = demerits;
  nodes.ratio[node] = ratio;
  nodes.overfull[node] = overfull;
  return node;
}

/** Adds up what the line from `node` to piece `b` costs (Knuth and Plass, p. 1128), and keeps it where it is the best. */
function weigh(
  items: Items,
  setup: Setup,
  node: number,
  b: number,
  ratio: number,
  penalty: number,
  sep: number,
  end: boolean,
  touched: number[],
  perLine: boolean,
  final: boolean,
): void {
  const size = Math.abs(ratio);
  const badness = Math.min(WORST, 100 * size * size * size);
  const kind = nodes.kind[node]!;
  const fitness = ratio < -0.5 ? 0 : ratio <= 0.5 ? 1 : ratio <= 1 ? 2 : 3;
  const fitnessBefore = Math.floor(kind / RUNS);
  const runBefore = kind % RUNS;
  const hyphenated = sep === Sep.hyphen || (sep === Sep.joint && penalty > 0);
  // A run longer than allowed only where there is no other way at all.
  if (hyphenated && runBefore >= setup.maxRun && !final) return;
  const run = hyphenated ? Math.min(RUNS - 1, runBefore + 1) : 0;
  let demerits = (LINE_PENALTY + badness) ** 2 + penalty * penalty;
  if (hyphenated && runBefore > 0) demerits += RUN_DEMERITS * runBefore;
  if (hyphenated && runBefore >= setup.maxRun) demerits += 1e9;
  if (Math.abs(fitness - fitnessBefore) > 1) demerits += FITNESS_DEMERITS;
  if (end) {
    if (runBefore > 0) demerits += LAST_HYPHEN_DEMERITS;
    const a = nodes.piece[node]!;
    const width = sumWidth[b]! - sumWidth[a]! + items.width[b]!;
    if (nodes.line[node]! > 0 && width < setup.leastLast) demerits += RUNT_DEMERITS * (2 - width / setup.leastLast);
  }
  demerits += nodes.demerits[node]!;
  const line = nodes.line[node]! + 1;
  const slot = (perLine ? line : Math.min(line, setup.uniformFrom + 1)) * KINDS + fitness * RUNS + run;
  const known = bestDemerits[slot]!;
  if (demerits < known) {
    if (known === Number.POSITIVE_INFINITY) touched.push(slot);
    bestDemerits[slot] = demerits;
    bestNode[slot] = node;
    bestRatio[slot] = ratio;
  }
}

/** The best end of each number of lines; the best of all first, or those around a number of lines. */
function finish(items: Items, touched: number[], around: number | null): readonly Broken[] {
  const ends = new Map<number, number>();
  for (const slot of touched) {
    const from = bestNode[slot]!;
    const line = nodes.line[from]! + 1;
    const made = push(items.count, line, slot % KINDS, from, bestDemerits[slot]!, bestRatio[slot]!, 0);
    bestDemerits[slot] = Number.POSITIVE_INFINITY;
    const known = ends.get(line);
    if (known === undefined || nodes.demerits[made]! < nodes.demerits[known]!) ends.set(line, made);
  }
  touched.length = 0;
  const sorted = [...ends.values()].sort((a, b) => nodes.demerits[a]! - nodes.demerits[b]!);
  const best = sorted[0];
  if (best === undefined) return [];
  const lines = around ?? nodes.line[best]!;
  return collect(
    items,
    sorted.filter((each) => Math.abs(nodes.line[each]! - lines) <= 1),
  );
}

function collect(items: Items, ends: readonly number[]): readonly Broken[] {
  return ends.map((end) => {
    const lines = nodes.line[end]!;
    const starts = new Int32Array(lines);
    const stops = new Int32Array(lines);
    const ratios = new Float64Array(lines);
    let overfull = 0;
    let node = end;
    for (let line = lines - 1; line >= 0; line -= 1) {
      const before = nodes.before[node]!;
      starts[line] = nodes.piece[before]!;
      stops[line] = Math.min(items.count, nodes.piece[node]!) - 1;
      ratios[line] = nodes.ratio[node]!;
      overfull += nodes.overfull[node]!;
      node = before;
    }
    return { lines, starts, ends: stops, ratios, demerits: nodes.demerits[end]!, overfull };
  });
}
