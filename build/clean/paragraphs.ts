// Takes lines in reading order; gives paragraphs. The one idea: what marks a paragraph differs from text to text (an empty
// line, an indent, a short last line, a missing blank at the end), so each text teaches what its marks mean. Line ends
// that certainly go on (no stop before, a small letter after) show how lines look inside a paragraph; the doubtful ones
// are a mixture of both kinds, parted by expectation maximisation (Dempster, Laird, Rubin 1977) over independent marks.

import type { SourceLine } from "./flow.ts";
import { endsInHyphen, endsSentence, startsLower } from "./joins.ts";

/** The marks of one line end, each a small number; -1 where it cannot be seen (over a page boundary, for instance). */
type Marks = readonly number[];

interface LineEnd {
  readonly before: SourceLine;
  readonly after: SourceLine;
  readonly marks: Marks;
  readonly samePage: boolean;
}

/** What a text's marks mean: log odds for a break, for each mark and value. */
export interface Habits {
  readonly odds: readonly (readonly number[])[];
  readonly prior: number;
  readonly measure: number;
}

const SLACK_BINS = [-0.02, 0.0, 0.02, 0.04, 0.08, 0.16, 0.35];
const NARROW_BINS = [0.01, 0.03, 0.05, 0.08, 0.15];
const ROUNDS = 12;

export function learnHabits(pages: readonly (readonly SourceLine[])[]): Habits {
  const measure = measureOf(pages);
  const ends = pages.flatMap((lines) => lineEnds(lines, measure));
  const certain = ends.filter((end) => goesOn(end));
  const doubtful = ends.filter((end) => mayBreak(end));
  return { ...expectation(certain, doubtful), measure };
}

function goesOn({ before, after }: LineEnd): boolean {
  return !endsSentence(before.letters.text) && startsLower(after.letters.text);
}

function mayBreak({ before, after }: LineEnd): boolean {
  return endsSentence(before.letters.text) && !startsLower(after.letters.text);
}

/** Half the width of the window in which full lines are looked for, relative to their width. */
const WINDOW = 0.035;

/** The width most full lines keep to: the upper end of the window that holds most lines that go on. */
function measureOf(pages: readonly (readonly SourceLine[])[]): number {
  const widths: number[] = [];
  for (const lines of pages) {
    for (let i = 0; i + 1 < lines.length; i += 1) {
      if (!endsSentence(lines[i]!.letters.text) && startsLower(lines[i + 1]!.letters.text))
        widths.push(lines[i]!.width);
    }
  }
  if (widths.length === 0) return 30;
  widths.sort((a, b) => a - b);
  let best = widths.at(-1)!;
  let most = 0;
  for (let low = 0, high = 0; high < widths.length; high += 1) {
    while (widths[low]! < widths[high]! * (1 - 2 * WINDOW)) low += 1;
    if (high - low + 1 >= most) {
      most = high - low + 1;
      best = widths[high]!;
    }
  }
  return best;
}

/**
 * What is left free in a line, relative to the measure. An extractor that closes hyphens runs lines together: such a
 * line is as long as two or three, and only its last part tells.
 */
function freeSpace(width: number, more: number, measure: number): number {
  const lines = Math.max(1, Math.ceil(width / measure - 0.07));
  return (lines * measure - width - more) / measure;
}

function lineEnds(lines: readonly SourceLine[], measure: number): LineEnd[] {
  const ends: LineEnd[] = [];
  for (let i = 0; i + 1 < lines.length; i += 1) ends.push(lineEnd(lines, i, measure));
  return ends;
}

/** The line end behind line `i`. */
function lineEnd(lines: readonly SourceLine[], i: number, measure: number): LineEnd {
  const before = lines[i]!;
  const after = lines[i + 1]!;
  const samePage = before.page === after.page;
  const local = localMeasure(lines, i, measure);
  return {
    before,
    after,
    samePage,
    marks: [
      samePage ? Math.min(after.blankBefore, 2) : -1,
      samePage ? indentMark(after.indent - before.indent, lines[i + 2]?.indent ?? null, after.indent) : -1,
      binOf(freeSpace(before.width, 0.25 + firstWordWidth(after), local), SLACK_BINS),
      before.trailingBlank ? 1 : 0,
      i + 2 < lines.length && goesOn({ ...NOWHERE, before: after, after: lines[i + 2]! })
        ? binOf(freeSpace(after.width, 0, local), NARROW_BINS)
        : -1,
    ],
  };
}

const NOWHERE = { samePage: true, marks: [] } as const;
const MARK_VALUES = [3, 3, SLACK_BINS.length + 1, 2, NARROW_BINS.length + 1];

/** 0 flush or hanging, 1 indented against the line before, 2 indented against both neighbours. */
function indentMark(step: number, next: number | null, own: number): number {
  if (step <= 0 || step > 12) return 0;
  return next !== null && own - next > 0 ? 2 : 1;
}

function binOf(value: number, bins: readonly number[]): number {
  let bin = 0;
  while (bin < bins.length && value > bins[bin]!) bin += 1;
  return bin;
}

function firstWordWidth(line: SourceLine): number {
  const blank = line.letters.text.search(/\s/);
  return blank < 0 ? line.width : (line.width * blank) / Math.max(1, line.letters.length);
}

/** Quotations may be set narrower: the widest of the lines around decides, up to the text's own measure. */
function localMeasure(lines: readonly SourceLine[], i: number, measure: number): number {
  let widest = 0;
  for (let k = Math.max(0, i - 2); k <= Math.min(lines.length - 1, i + 2); k += 1)
    widest = Math.max(widest, lines[k]!.width);
  return Math.max(1, Math.min(measure, widest));
}

function expectation(certain: readonly LineEnd[], doubtful: readonly LineEnd[]): Omit<Habits, "measure"> {
  let weights = doubtful.map(firstGuess);
  let odds: number[][] = [];
  let prior = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    prior = Math.log((total + 0.5) / (doubtful.length - total + 0.5));
    odds = MARK_VALUES.map((values, mark) => oddsOf(mark, values, certain, doubtful, weights));
    weights = doubtful.map((end) => 1 / (1 + Math.exp(-(prior + sumOdds(odds, end.marks)))));
  }
  return { odds, prior };
}

/** Every mark may speak for a break at first; a line far from full most clearly. */
function firstGuess({ marks }: LineEnd): number {
  const speaking = (marks[0]! > 0 ? 1 : 0) + (marks[1]! > 0 ? 1 : 0) + (marks[2]! >= 5 ? 1.5 : 0);
  return Math.min(0.95, 0.1 + 0.4 * speaking);
}

/** Log odds of each value of a mark: among breaks against inside paragraphs, smoothed by one observation a value. */
function oddsOf(
  mark: number,
  values: number,
  certain: readonly LineEnd[],
  doubtful: readonly LineEnd[],
  weights: readonly number[],
): number[] {
  const broken = new Array<number>(values).fill(0.5);
  const whole = new Array<number>(values).fill(0.5);
  for (const { marks } of certain) if (marks[mark]! >= 0) whole[marks[mark]!]! += 1;
  doubtful.forEach(({ marks }, i) => {
    if (marks[mark]! < 0) return;
    broken[marks[mark]!]! += weights[i]!;
    whole[marks[mark]!]! += 1 - weights[i]!;
  });
  const brokenSum = broken.reduce((sum, each) => sum + each, 0);
  const wholeSum = whole.reduce((sum, each) => sum + each, 0);
  return broken.map((each, value) => Math.log(each / brokenSum) - Math.log(whole[value]! / wholeSum));
}

function sumOdds(odds: readonly (readonly number[])[], marks: Marks): number {
  let sum = 0;
  marks.forEach((value, mark) => {
    if (value >= 0) sum += odds[mark]![value]!;
  });
  return sum;
}

/** Log odds that a paragraph ends behind line `i`. */
export function breakOdds(lines: readonly SourceLine[], i: number, habits: Habits): number {
  const end = lineEnd(lines, i, habits.measure);
  const marks = sumOdds(habits.odds, end.marks);
  const before = end.before.letters.text;
  const after = end.after.letters.text;
  if (endsInHyphen(before)) return marks / 2 - 8;
  const lower = startsLower(after);
  if (endsSentence(before)) return habits.prior + marks - (lower ? 4 : 0);
  if (lower) return habits.prior + marks - 7;
  return habits.prior + marks - (/[,;—–-]$/.test(before) ? 4 : 2.5);
}

/** Lines to paragraphs: runs of lines between breaks. */
export function parseParagraphs(lines: readonly SourceLine[], habits: Habits): SourceLine[][] {
  const paragraphs: SourceLine[][] = [];
  lines.forEach((line, i) => {
    if (
      i === 0 ||
      line.block !== null ||
      lines[i - 1]!.block?.kind === "heading" ||
      breakOdds(lines, i - 1, habits) > 0
    )
      paragraphs.push([]);
    paragraphs.at(-1)!.push(line);
  });
  return paragraphs;
}
