// Takes lines in reading order; gives how likely each is as a line inside a paragraph, as its first and as its last. The
// one idea: a printed line is full, that is, the next word did not fit; how much full lines vary is learned from those
// that certainly stand inside a paragraph. A first line lacks the indent besides; a last line may have any length.
//
//     |······first line of a paragraph lacks the indent|
//     |a line inside a paragraph, full or nearly so    |
//     |the last, of any length;|·····slack·············|
//                               next word would have fit

import { type Face, learnFace, TIMES_FACE, widthIn } from "./face.ts";
import type { SourceLine } from "./flow.ts";
import { endsSentence, startsLower } from "./joins.ts";

/** What full lines of a text look like. */
export interface Fullness {
  readonly face: Face;
  /** Widths lines are set to, in ems: the text's own, then those of quotations and of small type. */
  readonly measures: readonly number[];
  /** The first of them as `SourceLine.width` counts it. */
  readonly usual: number;
  /** What the slack of a line is counted in: ems, or (set ragged) the word that did not fit. */
  readonly unit: Unit;
  readonly density: Density;
  /** Log share of lines inside paragraphs by what the next word leaves free; bins of `fitBin`. */
  readonly fits: readonly number[];
  /** Widths of the words that begin lines, with a blank, in ascending order. */
  readonly words: Float64Array;
}

type Unit = "em" | "word";

/** What is measured on a line once. */
interface Shape {
  readonly width: number;
  /** A blank and the first word of the next line; 0 where there is none. */
  readonly next: number;
}

/** Logarithms for a line's three rôles; a line both first and last counts as last. */
export interface Roles {
  readonly inside: number;
  readonly first: number;
  readonly last: number;
}

// ------------------------------------------------------------------------------------------------------- density

const STEP = 0.05;
const LOW = -8;
const HIGH = 16;
const CELLS = Math.round((HIGH - LOW) / STEP);
/** Share of lines that keep to nothing. */
const STRAY = 0.004;

/** Log density and distribution of slack, in cells of `STEP` from `LOW`. */
interface Density {
  readonly log: Float64Array;
  readonly below: Float64Array;
}

/** A smoothed histogram (a kernel estimate with Silverman's width, Density Estimation, 1986, p. 48). */
function densityOf(values: readonly number[]): Density {
  const sorted = Float64Array.from(values).sort();
  const at = (share: number): number => sorted[Math.floor(share * (sorted.length - 1))] ?? 0;
  const spread = Math.max(0.15, (at(0.75) - at(0.25)) / 1.34);
  const reach = 1.1 * spread * Math.max(1, sorted.length) ** -0.2;
  const cells = new Float64Array(CELLS).fill(STRAY / CELLS);
  const span = Math.ceil((4 * reach) / STEP);
  const bell = Array.from({ length: 2 * span + 1 }, (_, i) => Math.exp(-(((i - span) * STEP) ** 2) / (2 * reach ** 2)));
  const each = (1 - STRAY) / (sorted.length * bell.reduce((sum, value) => sum + value, 0));
  for (const value of sorted) {
    const middle = cellOf(value);
    bell.forEach((height, i) => {
      const cell = middle + i - span;
      if (cell > 0 && cell < CELLS - 1) cells[cell] = cells[cell]! + height * each;
    });
  }
  let sum = 0;
  const below = cells.map((share) => {
    sum += share;
    return sum;
  });
  return { log: cells.map((share) => Math.log(share / STEP)), below };
}

function cellOf(value: number): number {
  return Math.min(CELLS - 1, Math.max(0, Math.floor((value - LOW) / STEP)));
}

// ------------------------------------------------------------------------------------------------------- learning

/** Half the width of the window in which full lines are looked for, relative to their width. */
const WINDOW = 0.035;
const USUAL_MEASURE = 30;
const FEWEST = 25;

/** Learns from runs of lines that stand one under the other. */
export function learnFullness(runs: readonly (readonly SourceLine[])[]): Fullness {
  const inside = runs.flatMap(insideLines);
  const sure = inside.filter(({ certain }) => certain);
  let face = TIMES_FACE;
  let measure = modeOf(sure.map(({ text }) => widthIn(face, text)));
  const usual = measure;
  if (sure.length >= FEWEST) {
    for (let round = 0; round < 2; round += 1) {
      const full = sure.filter(({ text }) => Math.abs(widthIn(face, text) / measure - 1) < WINDOW * 1.6);
      face = learnFace(
        full.map(({ text }) => text),
        measure,
      );
      measure = modeOf(sure.map(({ text }) => widthIn(face, text)));
    }
  }
  const words = Float64Array.from(
    runs.flatMap((lines) => lines.map(({ letters }) => wordWidth(face, letters.text))),
  ).sort();
  const shapes = sure.map(({ text, next }) => shapeOf(face, text, next));
  const measures = [measure, ...otherMeasures(shapes, measure)];
  return { face, usual, words, ...bestUnit(shapes, measures, words) };
}

/** The measures as `SourceLine.width` counts them. */
export function usualMeasures({ measures, usual }: Fullness): number[] {
  return measures.map((measure) => (measure * usual) / measures[0]!);
}

/** The width most lines inside paragraphs have, as `SourceLine.width` counts it. */
export function usualWidth(runs: readonly (readonly SourceLine[])[]): number {
  return modeOf(
    runs
      .flatMap(insideLines)
      .filter(({ certain }) => certain)
      .map(({ text }) => widthIn(TIMES_FACE, text)),
  );
}

interface InsideLine {
  readonly text: string;
  readonly next: string;
  /** Whether the line before goes on, too: neither a paragraph's first line nor its last. */
  readonly certain: boolean;
}

function insideLines(lines: readonly SourceLine[]): InsideLine[] {
  const found: InsideLine[] = [];
  let before = false;
  for (let i = 0; i + 1 < lines.length; i += 1) {
    const text = lines[i]!.letters.text;
    const next = lines[i + 1]!.letters.text;
    const on = !endsSentence(text) && startsLower(next);
    if (on) found.push({ text, next, certain: before });
    before = on;
  }
  return found;
}

/** The mean of the window that holds most widths. */
function modeOf(widths: readonly number[]): number {
  if (widths.length === 0) return USUAL_MEASURE;
  const sorted = Float64Array.from(widths).sort();
  let best = sorted.at(-1)!;
  let most = 0;
  for (let low = 0, high = 0; high < sorted.length; high += 1) {
    while (sorted[low]! < sorted[high]! * (1 - 2 * WINDOW)) low += 1;
    if (high - low + 1 < most) continue;
    most = high - low + 1;
    best = (sorted[low]! + sorted[high]!) / 2;
  }
  return best;
}

function shapeOf(face: Face, text: string, next: string | null): Shape {
  return { width: widthIn(face, text), next: next === null ? 0 : wordWidth(face, next) };
}

/** What is longer has lost its blanks. */
const LONGEST_WORD = 28;
const USUAL_WORD = 2.3;

/** A blank and the first word. */
function wordWidth(face: Face, text: string): number {
  const end = text.search(/\s/);
  const word = end < 0 ? text : text.slice(0, end);
  return face[32]! + (word.length > LONGEST_WORD ? USUAL_WORD : widthIn(face, word));
}

function bestUnit(
  shapes: readonly Shape[],
  measures: readonly number[],
  words: Float64Array,
): Pick<Fullness, "unit" | "density" | "fits" | "measures"> {
  const measure = measures[0]!;
  const ragged = quantile(
    shapes.filter(({ width }) => Math.abs(width / measure - 1) < 0.2).map(({ width }) => width),
    0.97,
  );
  const plain: Shape = { width: measure, next: 3 };
  const samples = shapes.length >= FEWEST ? shapes : [plain];
  const fits = fitShares(samples, measure);
  let best: Pick<Fullness, "unit" | "density" | "fits" | "measures"> | null = null;
  let most = Number.NEGATIVE_INFINITY;
  for (const unit of ["em", "word"] as const) {
    const own = unit === "word" && shapes.length >= FEWEST ? ragged : measure;
    const usable = samples.filter((shape) => Math.abs(shape.width / own - 1) < 0.1);
    const density = densityOf(usable.map((shape) => slackOf(shape, own, 0) / scaleOf(shape, unit)));
    let sum = 0;
    for (const shape of usable) {
      sum += logDensity(density, slackOf(shape, own, 0), scaleOf(shape, unit));
      const bin = fitBin(shape, own, 0);
      if (unit !== "word") sum += fits[bin]! - fitOfAny(words, slackOf(shape, own, 0), bin);
    }
    if (usable.length === 0 || sum / usable.length <= most) continue;
    most = sum / usable.length;
    best = { unit, density, fits, measures: [own, ...measures.slice(1)] };
  }
  return best ?? { unit: "em", density: densityOf([0]), fits, measures };
}

function quantile(values: readonly number[], share: number): number {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.floor(share * (sorted.length - 1))] ?? USUAL_MEASURE;
}

/** Lines inside paragraphs which the next word would have fit on were set to another measure: quotations, notes. */
function otherMeasures(shapes: readonly Shape[], measure: number): number[] {
  const narrow = shapes.filter((shape) => slackOf(shape, measure, 0) > shape.next + 0.5 && shape.width > measure * 0.4);
  const small = shapes.filter(({ width }) => width > measure * (1 + 1.6 * WINDOW) && width < measure * 1.4);
  const found = [narrow, small].flatMap((group) => {
    const widths = group.map(({ width }) => width);
    const mode = modeOf(widths);
    const count = widths.filter((width) => Math.abs(width / mode - 1) < WINDOW).length;
    return count >= 5 && count > group.length * 0.3 ? [mode] : [];
  });
  return found.length === 2 && Math.abs(found[0]! / found[1]! - 1) < WINDOW ? found.slice(1) : found;
}

// ------------------------------------------------------------------------------------------------------- slack

/**
 * What is left free, in ems. An extraction that closes hyphens runs lines together: such a line is as long as two or
 * three without their hyphens, and only its last part has room.
 */
function slackOf({ width }: Shape, measure: number, indent: number): number {
  const lines = lineCount(width, measure);
  return lines * measure - (lines - 1) * HYPHEN - width - indent;
}

const HYPHEN = 0.33;

/** How many lines were run together. */
export function lineCount(width: number, measure: number): number {
  return Math.max(1, Math.ceil(width / measure - 0.1));
}

function scaleOf(shape: Shape, unit: Unit): number {
  return unit === "em" ? 1 : Math.max(0.8, shape.next) / USUAL_WORD;
}

function logDensity(density: Density, slack: number, scale: number): number {
  return density.log[cellOf(slack / scale)]! - Math.log(scale);
}

const FIT_EDGES = [-0.2, 0.3, 0.8, 1.6];

/** How well the next word would have fit, from 0, not at all, to 4. */
function fitBin(shape: Shape, measure: number, indent: number): number {
  if (shape.next === 0) return 0;
  return binOf(slackOf(shape, measure, indent) - shape.next);
}

function binOf(free: number): number {
  let bin = 0;
  while (bin < FIT_EDGES.length && free > FIT_EDGES[bin]!) bin += 1;
  return bin;
}

function fitShares(shapes: readonly Shape[], measure: number): number[] {
  const counts = [4, 0.5, 0.3, 0.3, 0.3];
  for (const shape of shapes) {
    if (Math.abs(shape.width / measure - 1) > 3 * WINDOW) continue;
    const bin = fitBin(shape, measure, 0);
    counts[bin] = counts[bin]! + 1;
  }
  const sum = counts.reduce((total, count) => total + count, 0);
  return counts.map((count) => Math.log(count / sum));
}

/** Log share of next words that leave as much free as this one does, on a last line with this slack. */
function fitOfAny(words: Float64Array, slack: number, bin: number): number {
  const least = bin === FIT_EDGES.length ? Number.NEGATIVE_INFINITY : slack - FIT_EDGES[bin]!;
  const most = bin === 0 ? Number.POSITIVE_INFINITY : slack - FIT_EDGES[bin - 1]!;
  const count = lowerBound(words, most) - lowerBound(words, least);
  return Math.log((count + 0.5) / (words.length + 2.5));
}

function lowerBound(sorted: Float64Array, value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

// ------------------------------------------------------------------------------------------------------- rôles

export function shapesOf(lines: readonly SourceLine[], { face }: Fullness): Shape[] {
  return lines.map(({ letters }, i) => shapeOf(face, letters.text, lines[i + 1]?.letters.text ?? null));
}

/** How first lines are set. */
export interface Opening {
  /** How far they are set in where the lines do not show it, in ems. */
  readonly indent: number;
  /** Share of those set flush, as under headings, where others are indented. */
  readonly flush: number;
}

/** No line speaks more strongly for a rôle than this; some line is always set against every rule. */
const LOUDEST = 5;

/** How likely a line is in each rôle, set to a measure. */
export function rolesOf(shape: Shape, measure: number, { indent, flush }: Opening, fullness: Fullness): Roles {
  const inside = insideLog(shape, measure, 0, fullness);
  const indented = indent === 0 ? inside : insideLog(shape, measure, indent, fullness);
  const first = indent === 0 ? inside : logSum(Math.log(1 - flush) + indented, Math.log(flush) + inside);
  const last = lastLog(shape, measure, fullness);
  const floor = Math.max(inside, first, last) - LOUDEST;
  return { inside: Math.max(floor, inside), first: Math.max(floor, first), last: Math.max(floor, last) };
}

function logSum(a: number, b: number): number {
  const most = Math.max(a, b);
  return most + Math.log(Math.exp(a - most) + Math.exp(b - most));
}

function insideLog(shape: Shape, measure: number, indent: number, { density, unit, fits }: Fullness): number {
  const slack = slackOf(shape, measure, indent);
  const log = logDensity(density, slack / Math.sqrt(lineCount(shape.width, measure)), scaleOf(shape, unit));
  return unit === "word" ? log : log + fits[fitBin(shape, measure, indent)]!;
}

/** Any length that fits is as likely as any other. */
function lastLog(shape: Shape, measure: number, { density, unit, words }: Fullness): number {
  const slack = slackOf(shape, measure, 0);
  const room = Math.log(Math.max(0.01, density.below[cellOf(slack / scaleOf(shape, unit) + 0.3)]!) / measure);
  return unit === "word" ? room : room + fitOfAny(words, slack, fitBin(shape, measure, 0));
}
