// Takes lines in reading order; gives paragraphs. The one idea: what marks a paragraph differs from text to text (an empty
// line, an indent, a short last line, a missing blank at the end), so each text teaches what its marks mean. Line ends
// that certainly go on (no stop before, a small letter after) show how lines look inside a paragraph; the doubtful ones
// are a mixture of both kinds, parted by expectation maximisation (Dempster, Laird, Rubin 1977) over independent marks.

import type { SourceLine } from "./flow.ts";
import { numberingOf } from "./headings.ts";
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
  /** Whether a line of the source is a paragraph, as on web pages, not a line of print. */
  readonly unwrapped: boolean;
}

const SLACK_BINS = [0.02, 0.04, 0.08, 0.16, 0.35];
const WIDTH_BINS = [-0.02, 0, 0.02, 0.04, 0.07];
const NARROW_BINS = [-0.02, 0, 0.015, 0.03, 0.045, 0.06, 0.09, 0.15];
const FILL_MARK = 2;
const ROUNDS = 12;

export function learnHabits(pages: readonly (readonly SourceLine[])[]): Habits {
  const measure = measureOf(pages);
  const ends = pages.flatMap((lines) => lineEnds(lines, measure));
  const certain = ends.filter((end) => goesOn(end));
  const doubtful = ends.filter((end) => mayBreak(end));
  return { ...expectation(certain, doubtful), measure, unwrapped: isUnwrapped(pages) };
}

/** No printed line has so many characters. */
const LONGEST_LINE = 150;

function isUnwrapped(pages: readonly (readonly SourceLine[])[]): boolean {
  let long = 0;
  let all = 0;
  for (const line of pages.flat()) {
    all += line.letters.length;
    if (line.letters.length > LONGEST_LINE) long += line.letters.length;
  }
  return long > all * 0.7;
}

function goesOn({ before, after }: LineEnd): boolean {
  return !endsSentence(before.letters.text) && startsLower(after.letters.text);
}

function mayBreak({ before, after }: LineEnd): boolean {
  return endsSentence(before.letters.text) && !startsLower(after.letters.text);
}

/** Half the width of the window in which full lines are looked for, relative to their width. */
const WINDOW = 0.035;

/** The width most full lines keep to: the mean of the window that holds most lines that go on. */
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
      best = (widths[low]! + widths[high]!) / 2;
    }
  }
  return best;
}

/**
 * What is left free in a line, relative to the measure. An extractor that closes hyphens runs lines together: such a
 * line is as long as two or three, and only its last part tells.
 */
function freeSpace(width: number, more: number, measure: number): number {
  return (lineCount(width, measure) * measure - width - more) / measure;
}

function lineCount(width: number, measure: number): number {
  return Math.max(1, Math.ceil(width / measure - 0.1));
}

/** The width of each of the lines that were run together. */
function singleWidth(width: number, measure: number): number {
  return width / lineCount(width, measure);
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
      fillMark(before, after, local),
      before.trailingBlank ? 1 : 0,
      i + 2 < lines.length && goesOn({ ...NOWHERE, before: after, after: lines[i + 2]! })
        ? binOf(freeSpace(after.width, 0, local), NARROW_BINS)
        : -1,
    ],
  };
}

const NOWHERE = { samePage: true, marks: [] } as const;
const MARK_VALUES = [3, 3, WIDTH_BINS.length + SLACK_BINS.length + 2, 2, NARROW_BINS.length + 1];

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

/**
 * How full a line is: by what the next word would have left free where it fits; by the line's own lack where it does
 * not, since a justified line is never much narrower than its measure.
 */
function fillMark(before: SourceLine, after: SourceLine, measure: number): number {
  const free = freeSpace(before.width, 0.25 + firstWordWidth(after), measure);
  if (free <= 0) return binOf(freeSpace(before.width, 0, measure), WIDTH_BINS);
  return WIDTH_BINS.length + 1 + binOf(free, SLACK_BINS);
}

/**
 * Quotations may be set narrower: two lines one after the other, equally wide and narrower than the text, are taken
 * for the measure of the lines beside them.
 */
function localMeasure(lines: readonly SourceLine[], i: number, measure: number): number {
  const own = singleWidth(lines[i]!.width, measure);
  let local = 0;
  for (let k = Math.max(1, i - 2); k <= Math.min(lines.length - 1, i + 3); k += 1) {
    const a = singleWidth(lines[k - 1]!.width, measure);
    const b = singleWidth(lines[k]!.width, measure);
    if (k === i + 1 && mayBreak({ ...NOWHERE, before: lines[i]!, after: lines[k]! })) continue;
    const wide = Math.max(a, b);
    if (Math.abs(a - b) <= wide * 0.04 && wide < measure * 0.92 && wide > measure * 0.5) local = Math.max(local, wide);
  }
  return local > 0 && own <= local * 1.04 ? local : measure;
}

function expectation(certain: readonly LineEnd[], doubtful: readonly LineEnd[]): Pick<Habits, "odds" | "prior"> {
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
  const speaking = (marks[0]! > 0 ? 1 : 0) + (marks[1]! > 0 ? 1 : 0) + (marks[2]! >= WIDTH_BINS.length + 3 ? 1.5 : 0);
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
  const whole = new Array<number>(values).fill(0.5);
  for (const { marks } of certain) if (marks[mark]! >= 0) whole[marks[mark]!]! += 1;
  const wholeShares = sharesOf(whole);
  if (mark === FILL_MARK) return wholeShares.map((share, value) => Math.log(LAST_LINES[value]! / share));
  const broken = beliefs(whole);
  doubtful.forEach(({ marks }, i) => {
    if (marks[mark]! < 0) return;
    broken[marks[mark]!]! += weights[i]!;
    whole[marks[mark]!]! += 1 - weights[i]!;
  });
  const shares = sharesOf(whole);
  return sharesOf(broken).map((share, value) => Math.log(share / shares[value]!));
}

function sharesOf(counts: readonly number[]): number[] {
  const sum = counts.reduce((total, each) => total + each, 0);
  return counts.map((count) => count / sum);
}

/** How much is believed of breaks before any is seen, in observations. */
const BELIEF = 8;

/** Before anything is seen a mark means nothing: breaks look like other line ends. */
function beliefs(whole: readonly number[]): number[] {
  const sum = whole.reduce((total, each) => total + each, 0);
  return whole.map((each) => 0.25 + (BELIEF * each) / sum);
}

/**
 * How full last lines are need not be learned: any length is as likely as any other. These are the shares of the bins
 * of `fillMark` for a uniform length and a next word of a tenth of the measure.
 */
const LAST_LINES = [0.012, 0.016, 0.016, 0.016, 0.016, 0.01, 0.02, 0.02, 0.04, 0.08, 0.19, 0.564];

function sumOdds(odds: readonly (readonly number[])[], marks: Marks): number {
  let sum = 0;
  marks.forEach((value, mark) => {
    if (value >= 0) sum += odds[mark]![value]!;
  });
  return sum;
}

/** Log odds that a paragraph ends behind line `i`. */
export function breakOdds(lines: readonly SourceLine[], i: number, habits: Habits): number {
  if (habits.unwrapped) return unwrappedOdds(lines[i]!, lines[i + 1]!);
  const end = lineEnd(lines, i, habits.measure);
  const marks = sumOdds(habits.odds, end.marks);
  const before = end.before.letters.text;
  const after = end.after.letters.text;
  if (endsInHyphen(before)) return marks / 2 - 8;
  const lower = startsLower(after);
  if (endsSentence(before)) return habits.prior + marks + titleOdds(lines, i + 1, habits) - (lower ? 4 : 0);
  if (lower) return habits.prior + marks - 7;
  return habits.prior + marks - (/[,;—–-]$/.test(before) ? 4 : 2.5);
}

/** Where lines are paragraphs, only a sentence torn by a page is joined again. */
function unwrappedOdds(before: SourceLine, after: SourceLine): number {
  if (endsInHyphen(before.letters.text.replace(/[*_]+/g, ""))) return startsLower(after.letters.text) ? -8 : 2;
  const torn = !endsSentence(before.letters.text) && startsLower(after.letters.text);
  return torn && after.block === null && before.letters.length > 40 ? -4 : 6;
}

/** A numbered title, short and without a stop, before a line that begins anew: odds that it is no last line. */
function titleOdds(lines: readonly SourceLine[], i: number, habits: Habits): number {
  const text = lines[i]!.letters.text;
  const next = lines[i + 1];
  if (!next || lines[i]!.width > habits.measure * 0.8 || startsLower(next.letters.text)) return 0;
  return numberingOf(text) !== null && !endsSentence(text.replace(/["”]$/, "")) ? 4 : 0;
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
