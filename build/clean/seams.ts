// Takes sheets whose pages nobody numbered; gives the places where pages may meet, how high the text stands between them,
// and how well what ends at one goes on at another. The one idea: a page's edge is seldom marked, but it leaves traces: an
// empty line, a lone blank, notes that end there, words that do not follow each other.

import type { SourceLine } from "./flow.ts";
import {
  type End,
  endOf,
  endsInHyphen,
  endsSentence,
  scoreJoin,
  startOf,
  startsLower,
  type WordSense,
} from "./joins.ts";
import { learnKinship } from "./kinship.ts";
import type { Sheet } from "./pages.ts";
import { around, learnParity } from "./parity.ts";
import { learnRanks } from "./ranks.ts";

/** Before a character of a line; `at` 0 is before the line. */
export interface Seam {
  readonly line: number;
  readonly at: number;
}

export interface Seams {
  readonly lines: readonly SourceLine[];
  /** The first is the text's beginning, the last its end. */
  readonly all: readonly Seam[];
  /** Height of what stands before each, in printed lines; notes count where they are called. */
  readonly places: Float64Array;
  readonly joins: Joins;
  /** Nats that the file's own join at each is worth. */
  readonly natural: Float64Array;
  /** How much each looks like the edge between a side's two pages: most pages end, and most begin, inside a sentence. */
  readonly edge: Float64Array;
  /** And like the edge of a page where a side ends: a form feed may have stood there, and no empty line. */
  readonly sideEdge: Float64Array;
  /** How much each looks like the place where a book's last page and its first meet on one side. */
  readonly bookEnd: Float64Array;
  /** How much the text's beginning looks like that of any page rather than of a whole book. */
  readonly midBook: number;
  /** How much each looks like the edge of a whole side. */
  readonly side: Float64Array;
  /** Whether a sentence stands open before it. */
  readonly open: readonly boolean[];
  /** Whether a sentence ends before it. */
  readonly closed: readonly boolean[];
  /** Whether a word stands open before it. */
  readonly broken: readonly boolean[];
  /** Those where a side surely ends; empty where nothing tells. */
  readonly sides: readonly number[];
}

/** What joins are worth, each asked for once. */
export class Joins {
  private readonly count: number;
  private readonly score: (i: number, j: number) => number;
  /** By rows; no number where nobody has asked yet. */
  private readonly known: Float32Array;

  /** `score`: nats for joining the end before seam `i` to the beginning at seam `j`, of `count` seams. */
  constructor(count: number, score: (i: number, j: number) => number) {
    this.count = count;
    this.score = score;
    this.known = new Float32Array(count ** 2).fill(Number.NaN);
  }

  of(i: number, j: number): number {
    const key = i * this.count + j;
    const known = this.known[key]!;
    if (!Number.isNaN(known)) return known;
    this.known[key] = this.score(i, j);
    return this.known[key]!;
  }
}

/** Characters of a printed line, where a line of the file is a whole paragraph. */
const PRINTED_LINE = 62;
const WRAPPED = 130;
/** What an empty line is high: extractions leave one for any gap wider than that between lines. */
const GAP = 0.5;
/** What a printed line of notes is high, in lines of the text. */
const SMALL = 0.62;
/** Printed lines of a page, where nobody says how many pages there are. */
const USUAL_PAGE = 36;
/** Null where there are more places to cut than any booklet has. */
const MOST_SEAMS = 2600;

const NOTE = /^(?:\$?\s*<sup|\$\s*\^|\[\d+\]|\*\s)/;

export function isNoteLine(line: SourceLine): boolean {
  return NOTE.test(line.letters.text);
}

/** `pages`: how many a person says there are. */
export function findSeams(sheets: readonly Sheet[], sense: WordSense, pages: number | null): Seams | null {
  const lines = sheets.flatMap((sheet) => sheet.lines);
  const all = seamsOf(sheets, lines, sense);
  if (all.length > MOST_SEAMS) return null;
  const heights = lines.map(heightOf);
  const total = heights.reduce((sum, height) => sum + height, 0);
  const pieces = piecesOf(lines, all, heights);
  const kinship = learnKinship(
    pieces.lines,
    pieces.starts,
    pieces.heights,
    pages === null ? USUAL_PAGE : total / pages,
  );
  const ranks = learnRanks(pieces.lines, pieces.starts);
  const parity = learnParity(
    all.map(({ line, at }) => around(lines, line, at, -1)),
    all.map(({ line, at }) => around(lines, line, at, 1)),
  );
  const ends = all.map((seam) => endOf(textBefore(lines, seam), sense));
  const starts = all.map((seam) => startOf(textAfter(lines, seam), sense));
  const open = ends.map((end, i) => (all[i]!.at > 0 ? !end.closed : isOpen(end)));
  const anew = starts.map(({ text }) => beginsAnew(text, sense));
  const joins = new Joins(all.length, (i, j) => {
    const score = clamp(scoreJoin(ends[i]!, starts[j]!, sense)) + kinship(i, j) + parity(i, j) + ranks(i, j);
    return open[i] && anew[j] ? score + ANEW_IN_SENTENCE : score;
  });
  const natural = Float64Array.from(all, ({ at }, i) =>
    at === 0 ? joins.of(i, i) : joins.of(i, i) <= MISFIT ? TORN_INSIDE : Math.max(0, joins.of(i, i)),
  );
  const marked = loneBlanks(lines);
  const inside = [...marked].filter((line) => startsLower(lines[line]!.letters.text)).length;
  const mark = inside >= marked.size * INSIDE_SENTENCE ? MARKED_FOR_SURE : MARKED;
  const last = all.length - 1;
  const known = pagesApart(sheets);
  const looks = {
    open,
    lower: starts.map((start) => start.lower),
    apart: all.map(({ line }) => (lines[line]?.blankBefore ?? 0) > 0),
    counts: all.map(({ at }, i) => at === 0 && i > 0 && i < last),
    pages: pages ?? total / USUAL_PAGE,
  };
  const look = looksOf(looks, ENDS_OPEN, BEGINS_LOWER);
  const lookOfSide = looksOf({ ...looks, apart: all.map(() => false) }, ENDS_OPEN, BEGINS_LOWER);
  const lookOfBook = looksOf(looks, BOOK_ENDS_OPEN, BOOK_BEGINS_LOWER);
  const edgesBy = (looks: (index: number) => number): Float64Array =>
    Float64Array.from(all, (seam, i) => {
      if (i === 0 || i === last) return 0;
      if (seam.at > 0) return INSIDE;
      const note = isNoteLine(lines[seam.line]!) ? BEFORE_NOTE : 0;
      const title = isUnderTitle(lines, seam.line) ? UNDER_TITLE : 0;
      const blank = marked.has(seam.line) ? mark : 0;
      return (known ? 0 : looks(i)) + blank + note + title;
    });
  const edge = edgesBy(look);
  const bookEnd = Float64Array.from(all, ({ at }, i) =>
    at > 0 ? edge[i]! : known ? 0 : lookOfBook(i) + (isUnderTitle(lines, all[i]!.line) ? UNDER_TITLE : 0),
  );
  const midBook = starts[0]!.lower
    ? Math.log(BEGINS_LOWER / BOOK_BEGINS_LOWER)
    : Math.log((1 - BEGINS_LOWER) / (1 - BOOK_BEGINS_LOWER));
  const side = Float64Array.from(all, ({ line, at }) => {
    if (at > 0 || line === 0 || line === lines.length) return 0;
    const notesEnd = isNoteLine(lines[line - 1]!) && !isNoteLine(lines[line]!);
    return (notesEnd ? AFTER_NOTES : 0) + (isNoteLine(lines[line]!) ? BEFORE_NOTE : 0);
  });
  return {
    lines,
    all,
    places: placesOf(all, lines, heights),
    joins,
    natural,
    edge,
    sideEdge: edgesBy(lookOfSide),
    bookEnd,
    midBook,
    side,
    open,
    closed: ends.map((end) => end.closed && !end.title),
    broken: ends.map((end) => end.hyphen),
    sides: sidesOf(sheets, all),
  };
}

/** Nats for an edge where notes begin, after notes, at a lone blank that few lines have, inside a line. */
const BEFORE_NOTE = -6;
const AFTER_NOTES = 2;
const UNDER_TITLE = -4;
const MARKED = 2;
/** Where so many of the lone blanks stand inside sentences that they are no paragraphs'. */
const MARKED_FOR_SURE = 4;
const INSIDE_SENTENCE = 0.4;
const INSIDE = -3;
/** The words that fit worst in a paragraph mostly stand there all the same, unless they hardly fit at all. */
const MISFIT = -4;
const TORN_INSIDE = -3;
/** A word that takes a capital only where a sentence begins, in the middle of one. */
const ANEW_IN_SENTENCE = -1.5;

function beginsAnew(text: string, { lexicon }: WordSense): boolean {
  const word = /^["“‘'(]*(\p{Lu}\p{Ll}+)/u.exec(text)?.[1];
  return word !== undefined && lexicon.has(word.toLowerCase());
}

function clamp(score: number): number {
  return Math.max(-5, Math.min(6, score));
}

/** Part of the pages that end, and that begin, inside a sentence. */
const ENDS_OPEN = 0.75;
const BEGINS_LOWER = 0.7;
/** Part of the pages before which an extraction leaves an empty line, at least and at most. */
const LEAST_APART = 0.4;
const MOST_APART = 0.95;

/** Nats at most for what looks like an edge. */
const MOST_EDGE = 4;
/** Pages of a side. */
const PER_SIDE = 2;

/** And the same of a whole book. */
const BOOK_ENDS_OPEN = 0.1;
const BOOK_BEGINS_LOWER = 0.05;

interface Looks {
  readonly open: readonly boolean[];
  readonly lower: readonly boolean[];
  readonly apart: readonly boolean[];
  /** Which of them are taken for usual seams of the text. */
  readonly counts: readonly boolean[];
  /** About how many there are. */
  readonly pages: number;
}

/** Nats by which a seam looks like an edge rather than like any other seam of this text. */
function looksOf(
  { open, lower, apart, counts, pages }: Looks,
  endsOpen: number,
  beginsLower: number,
): (index: number) => number {
  const total = counts.filter(Boolean).length;
  const seen = (holds: (index: number) => boolean): number => counts.filter((each, i) => each && holds(i)).length;
  const apartAndOpen = seen((i) => open[i]! && apart[i]!);
  const ratio = (each: number): number => Math.min(MOST_APART, Math.max(LEAST_APART, each));
  const part = seen((i) => apart[i]!) === 0 ? 0.5 : ratio(apartAndOpen / ((pages / PER_SIDE) * ENDS_OPEN));
  const cuts = Math.min(total / 2, pages / PER_SIDE);
  // an empty line, an open sentence and a beginning in lower case each are usual; together they are not
  const cell = (isOpen: boolean, isApart: boolean, isLower: boolean): number => {
    const edges =
      (isOpen ? endsOpen : 1 - endsOpen) * (isApart ? part : 1 - part) * (isLower ? beginsLower : 1 - beginsLower);
    const same = seen((i) => open[i] === isOpen && apart[i] === isApart && lower[i] === isLower);
    const others = (Math.max(0, same - cuts * edges) + 1) / (total - cuts + 8);
    return Math.min(MOST_EDGE, Math.log(edges / others));
  };
  const both = [false, true];
  const cells = both.flatMap((isOpen) =>
    both.flatMap((isApart) => both.map((isLower) => cell(isOpen, isApart, isLower))),
  );
  return (i) => cells[(open[i] ? 4 : 0) + (apart[i] ? 2 : 0) + (lower[i] ? 1 : 0)]!;
}

const HEADING_LENGTH = 60;

/** Lines of a title, at most. */
const TITLE_LINES = 3;

/** Whether a short line without a stop stands alone before a line, or two or three do. */
function isUnderTitle(lines: readonly SourceLine[], line: number): boolean {
  if ((lines[line]?.blankBefore ?? 0) === 0 || startsLower(lines[line]!.letters.text)) return false;
  const above = lines.slice(Math.max(0, line - TITLE_LINES), line);
  const from = above.findLastIndex(({ blankBefore, indent }) => blankBefore > 0 || indent === 1);
  const title = from < 0 ? [] : above.slice(from);
  const last = title.at(-1);
  if (!last || isListed(lines, line - 1) || endsSentence(last.letters.text) || endsInHyphen(last.letters.text))
    return false;
  return title.every((each) => each.letters.length < HEADING_LENGTH && !isNoteLine(each));
}

/** "Term: what it means", and the paragraph before or behind it likewise. */
const ENTRY = /^\p{Lu}[^:.!?]{1,40}: \S/u;

function isListed(lines: readonly SourceLine[], line: number): boolean {
  if (!ENTRY.test(lines[line]!.letters.text)) return false;
  const before = lines.slice(Math.max(0, line - FAR), line).findLast((each) => each.blankBefore > 0);
  return [before, lines[line + 1]].some((each) => each !== undefined && ENTRY.test(each.letters.text));
}

function isOpen({ text, hyphen, closed }: End): boolean {
  return !closed && (text.length >= HEADING_LENGTH || hyphen);
}

// ------------------------------------------------------------------------------------------------------ places

/** Part of all line ends, and of all blanks inside paragraphs, that fit worst and are looked at as seams. */
const WORST_LINES = 0.3;
const WORST_WORDS = 0.07;
const TORN = -2.5;

function seamsOf(sheets: readonly Sheet[], lines: readonly SourceLine[], sense: WordSense): Seam[] {
  const firsts = new Set<number>();
  let line = 0;
  for (const sheet of sheets) {
    firsts.add(line);
    line += sheet.lines.length;
  }
  if (pagesApart(sheets))
    return [...[...firsts].map((first) => ({ line: first, at: 0 })), { line: lines.length, at: 0 }];
  const natural = lines.map((each, i) =>
    i === 0 ? 0 : scoreJoin(endOf(lines[i - 1]!.letters.text, sense), startOf(each.letters.text, sense), sense),
  );
  const plain = natural.filter((_, i) => i > 0 && lines[i]!.blankBefore === 0).sort((a, b) => a - b);
  const worst = Math.max(TORN, firsts.size > 1 ? 99 : (plain[Math.floor(plain.length * WORST_LINES)] ?? TORN));
  const seams: Seam[] = [];
  const inside = wordSeams(lines, sense);
  lines.forEach((each, i) => {
    const indented = each.indent === 1 && i > 0 && lines[i - 1]!.indent === 0;
    if (firsts.has(i) || each.blankBefore > 0 || indented || natural[i]! <= worst) seams.push({ line: i, at: 0 });
    for (const at of inside.get(i) ?? []) seams.push({ line: i, at });
  });
  return [...seams, { line: lines.length, at: 0 }];
}

/** Whether the sheets are pages: most sides have two. */
function pagesApart(sheets: readonly Sheet[]): boolean {
  const sides = new Set(sheets.map((sheet) => sheet.side)).size;
  return sides > 1 && sheets.length > sides * 1.5;
}

/** Where a line is a paragraph, its pages may have met inside it: offsets of the words that fit worst, by line. */
function wordSeams(lines: readonly SourceLine[], sense: WordSense): Map<number, number[]> {
  const long = lines.filter((line) => line.letters.length > WRAPPED);
  const found = new Map<number, number[]>();
  const letters = lines.reduce((sum, line) => sum + line.letters.length, 0);
  if (long.reduce((sum, line) => sum + line.letters.length, 0) < letters * 0.5) return found;
  const tries: { readonly line: number; readonly at: number; readonly score: number }[] = [];
  lines.forEach((line, i) => {
    const text = line.letters.text;
    if (text.length <= WRAPPED || isNoteLine(line)) return;
    const places = [...text.matchAll(/(?<=[^\s.!?:;—–]\s)(?=["“‘'([]*\p{Ll})/gu)].map(({ index }) => index);
    const befores = places.map((at) => text.slice(0, at));
    const afters = places.map((at) => text.slice(at));
    const parity = learnParity(befores, afters);
    places.forEach((at, k) => {
      const after = afters[k]!;
      const word = /^\p{Ll}+/u.exec(after)?.[0];
      const lost = word !== undefined && !sense.lexicon.has(word) && (sense.vocabulary.get(word) ?? 0) <= 1;
      const score = scoreJoin(endOf(befores[k]!, sense), startOf(after, sense), sense) + Math.min(0, parity(k, k));
      tries.push({ line: i, at, score: lost ? score - 6 : score });
    });
  });
  tries.sort((a, b) => a.score - b.score);
  for (const { line, at } of tries.slice(0, Math.ceil(tries.length * WORST_WORDS)))
    found.set(line, [...(found.get(line) ?? []), at]);
  for (const places of found.values()) places.sort((a, b) => a - b);
  return found;
}

/** Lines that begin with one blank, where few do: extractions leave it at a form feed. */
export function loneBlanks(lines: readonly SourceLine[]): ReadonlySet<number> {
  const blank = lines.flatMap((line, i) => (line.indent === 1 ? [i] : []));
  return new Set(blank.length < lines.length * 0.05 ? blank : []);
}

/** Seams between sides, where form feeds or columns tell. */
function sidesOf(sheets: readonly Sheet[], all: readonly Seam[]): number[] {
  const first = new Set<number>();
  let line = 0;
  sheets.forEach((sheet, i) => {
    if (i > 0 && sheet.side !== sheets[i - 1]!.side) first.add(line);
    line += sheet.lines.length;
  });
  if (first.size === 0) return [];
  return [...all.flatMap(({ line: at, at: offset }, i) => (offset === 0 && first.has(at) ? [i] : [])), all.length - 1];
}

/** The lines parted at the seams inside them, and the index of the piece that begins at each seam. */
function piecesOf(lines: readonly SourceLine[], all: readonly Seam[], heights: readonly number[]) {
  const starts: number[] = [];
  const pieces: SourceLine[] = [];
  const rows: number[] = [];
  let next = 0;
  lines.forEach((line, i) => {
    const cuts = [0];
    for (; next < all.length && all[next]!.line === i; next += 1) {
      const { at } = all[next]!;
      if (at > 0) cuts.push(at);
      starts.push(pieces.length + cuts.length - 1);
    }
    cuts.forEach((cut, k) => {
      const letters = cuts.length === 1 ? line.letters : line.letters.slice(cut, cuts[k + 1] ?? line.letters.length);
      pieces.push({ ...line, letters });
      rows.push((heights[i]! * letters.length) / Math.max(1, line.letters.length));
    });
  });
  return { lines: pieces, starts: [...starts, pieces.length], heights: rows };
}

// ----------------------------------------------------------------------------------------------------- heights

function heightOf(line: SourceLine): number {
  const long = line.letters.length > WRAPPED;
  const rows = long ? Math.ceil(line.letters.length / PRINTED_LINE) : 1;
  return (rows + (line.blankBefore > 0 && !long ? GAP : 0)) * (isNoteLine(line) ? SMALL : 1);
}

/** Height before each seam. A note stands under the page that calls it, wherever an extraction put it. */
function placesOf(all: readonly Seam[], lines: readonly SourceLine[], heights: readonly number[]): Float64Array {
  const own = [...heights];
  lines.forEach((line, i) => {
    if (!isNoteLine(line)) return;
    const number = /\d{1,3}/.exec(line.letters.text.replace(/&\w+;/g, ""))?.[0];
    const called = number === undefined ? -1 : nearestCall(lines, i, number);
    if (called < 0) return;
    own[called] = own[called]! + heights[i]!;
    own[i] = own[i]! - heights[i]!;
  });
  const before = [0];
  for (const height of own) before.push(before.at(-1)! + height);
  return Float64Array.from(all, ({ line, at }) =>
    at === 0 ? before[line]! : before[line]! + (own[line]! * at) / lines[line]!.letters.length,
  );
}

/** Lines before a note, or behind it, among which its call is looked for. */
const CALL_REACH = 60;

function nearestCall(lines: readonly SourceLine[], note: number, number: string): number {
  const call = new RegExp(`(?:<sup>|\\^\\{|\\^|[.,;:!?”’"')\\]\\p{L}]\\s?)${number}(?!\\d)`, "u");
  for (let step = 1; step <= CALL_REACH; step += 1) {
    const line = lines[note - step];
    if (line && !isNoteLine(line) && call.test(line.letters.text)) return note - step;
  }
  return -1;
}

// ------------------------------------------------------------------------------------------------------- texts

const FAR = 12;

/** The last text before a seam that is no note. */
function textBefore(lines: readonly SourceLine[], { line, at }: Seam): string {
  if (at > 0) return lines[line]!.letters.text.slice(0, at);
  for (let i = line - 1; i >= Math.max(0, line - FAR); i -= 1)
    if (!isNoteLine(lines[i]!)) return lines[i]!.letters.text;
  return lines[line - 1]?.letters.text ?? "";
}

function textAfter(lines: readonly SourceLine[], { line, at }: Seam): string {
  if (at > 0) return lines[line]!.letters.text.slice(at);
  for (let i = line; i < Math.min(lines.length, line + FAR); i += 1)
    if (!isNoteLine(lines[i]!)) return lines[i]!.letters.text;
  return lines[line]?.letters.text ?? "";
}

// -------------------------------------------------------------------------------------------------- continuity

/**
 * Whether the file goes on where sentences are open at an empty line: how much better those ends fit what follows than
 * what follows other ends, in standard errors. High in a text in order, near nothing in one whose pages are shuffled.
 */
export function continuity(
  lines: readonly SourceLine[],
  sense: WordSense,
): { readonly open: number; readonly surplus: number } {
  const ends: End[] = [];
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
    ends.push(endOf(before, sense));
    starts.push(lines[i]!.letters.text);
  }
  const begins = starts.map((start) => startOf(start, sense));
  const gains = ends.map((end, i) => {
    const own = clamp(scoreJoin(end, begins[i]!, sense));
    const others = [1, 2, 3, 5, 7].map((step) => clamp(scoreJoin(end, begins[(i + step) % begins.length]!, sense)));
    return own - others.reduce((sum, each) => sum + each, 0) / others.length;
  });
  const mean = gains.reduce((sum, each) => sum + each, 0) / Math.max(1, gains.length);
  const spread = Math.sqrt(gains.reduce((sum, each) => sum + (each - mean) ** 2, 0) / Math.max(1, gains.length - 1));
  return { open: ends.length, surplus: mean / Math.max(0.01, spread / Math.sqrt(Math.max(1, gains.length))) };
}

/** The seams that `keeps` holds of, and where each stood. */
export function someSeams(
  seams: Seams,
  keeps: (index: number) => boolean,
): { readonly some: Seams; readonly index: readonly number[] } {
  const index = seams.all.flatMap((_, i) => (keeps(i) ? [i] : []));
  const place = new Map(index.map((old, i) => [old, i]));
  const some: Seams = {
    lines: seams.lines,
    all: index.map((i) => seams.all[i]!),
    places: Float64Array.from(index, (i) => seams.places[i]!),
    joins: new Joins(index.length, (i, j) => seams.joins.of(index[i]!, index[j]!)),
    natural: Float64Array.from(index, (i) => seams.natural[i]!),
    edge: Float64Array.from(index, (i) => seams.edge[i]!),
    sideEdge: Float64Array.from(index, (i) => seams.sideEdge[i]!),
    bookEnd: Float64Array.from(index, (i) => seams.bookEnd[i]!),
    midBook: seams.midBook,
    side: Float64Array.from(index, (i) => seams.side[i]!),
    open: index.map((i) => seams.open[i]!),
    closed: index.map((i) => seams.closed[i]!),
    broken: index.map((i) => seams.broken[i]!),
    sides: seams.sides.flatMap((i) => place.get(i) ?? []),
  };
  return { some, index };
}
