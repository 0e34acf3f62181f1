// From the lines of notes whose marks were misread to where each note begins, and its number. The one idea: the notes count
// on, so a line is read beside the number that is due: `S` and `'S` are no figures, but before 5 and 15 they are. The
// cheapest way through all lines, each the next note's first or one more of the last, decides (Viterbi, the best numbers kept).

import { type Marker, readNumber } from "./markers.ts";
import { type Reading as Printed, Signs } from "./signs.ts";
import type { Measure, ZoneLine } from "./zones.ts";

/** Whether a word is in the dictionary, or as often in the text as `least` says. */
export type Known = (word: string, least: number) => boolean;

/** A run of lines of notes. */
export interface Zone {
  readonly lines: readonly ZoneLine[];
  /** A heading stands over it: the numbers may begin anew. */
  readonly headed: boolean;
  /** It stands at a page's foot. */
  readonly foot: boolean;
}

/** A note begins here: its number, and the letters its mark takes. */
export interface Beginning {
  readonly number: number;
  readonly length: number;
}

interface Way {
  readonly score: number;
  readonly number: number;
  /** The last beginning on it. */
  readonly last: Step | null;
}

interface Step {
  readonly line: ZoneLine;
  readonly number: number;
  readonly reading: Reading | null;
  readonly before: Step | null;
}

/** What may be the mark of a line: the first letters of it. */
interface Reading {
  readonly printed: string;
  readonly length: number;
  /** How likely it is a mark, whatever number is due. */
  readonly odds: number;
}

/** Numbers that are followed at once. */
const KEPT = 16;
/** No text skips more notes at a time. */
const SKIPPED = 6;
const SKIP = { first: 2.8, each: 0.6 };
const ANEW = { headed: 0.5, page: 9, within: 12 };
/** A number read whole that is not due: part of the text is missing. */
const ELSEWHERE = 7;
/** From here on a figure is a year. */
const YEARS = 1500;

/** For each line that begins a note what it begins with; the numbers go on through the text or begin anew on each page. */
export function countNotes(zones: readonly Zone[], measure: Measure, known: Known): ReadonlyMap<ZoneLine, Beginning> {
  const full = measure.note ?? measure.body;
  const looks = learnLooks(zones, full, known);
  const spots = zones.flatMap((zone, i) => spotsOf(zone, zones[i - 1]?.lines.at(-1), full, looks, known));
  const page = restarts(spots) ? 0 : ANEW.page;
  // what marks became is learned in a first walk
  const first = walk(spots, new Signs([]), page);
  const best = walk(spots, new Signs(readingsOn(first)), page);
  const beginnings = new Map<ZoneLine, Beginning>();
  for (let step = best.last; step !== null; step = step.before) {
    beginnings.set(step.line, { number: step.number, length: step.reading?.length ?? 0 });
  }
  return beginnings;
}

/** Whether the figures over the notes of pages, where they can be read, are mostly 1. */
function restarts(spots: readonly Spot[]): boolean {
  const heads = spots.filter(({ anew }) => anew === null);
  const read = heads.flatMap(({ readings }) => readings.find(({ printed }) => /^[0-9]+$/u.test(printed)) ?? []);
  const anew = read.filter(({ printed }) => printed === "1");
  return anew.length >= 3 && anew.length * 2 > read.length;
}

function readingsOn(way: Way): Printed[] {
  const readings: Printed[] = [];
  for (let step = way.last; step !== null; step = step.before) {
    if (step.reading !== null) readings.push({ digits: String(step.number), printed: step.reading.printed });
  }
  return readings;
}

// ---------------------------------------------------------------------------------------------------- lines

interface Spot {
  readonly line: ZoneLine;
  /** Log odds that a note begins here, by all but its mark. */
  readonly begins: number;
  readonly readings: readonly Reading[];
  /** What it costs to begin at 1 here; null for the text's usual price at the head of a page's notes. */
  readonly anew: number | null;
}

/** `before`: the last line of the zone before. */
function spotsOf(
  { lines, headed, foot }: Zone,
  before: ZoneLine | undefined,
  full: number | null,
  looks: Looks,
  known: Known,
): Spot[] {
  return lines.map((line, i) => {
    const readings = readingsOf(line, known);
    const anew = i > 0 ? ANEW.within : headed ? ANEW.headed : foot ? null : ANEW.page;
    const above = lines[i - 1];
    const begins = above ? beginOdds(line, above, full, looks) : headed ? 4 : openOdds(before);
    return { line, begins: begins + capitalOdds(line), readings, anew };
  });
}

function capitalOdds({ text }: ZoneLine): number {
  return /^\P{L}*\p{Lu}/u.test(text) ? 0.4 : /^\p{Ll}/u.test(text) ? -0.6 : 0;
}

const CLOSED = /[.!?)\]…][”’"'*_]{0,2}$/u;

/** What the last letter of the line above says: a stop may have been lost, or read as a colon. */
function closingOdds({ text }: ZoneLine): number {
  if (CLOSED.test(text)) return 0.6;
  return /[0-9:;”’"]$/u.test(text) ? -1.2 : -2.6;
}

/** The first of a page's notes may be the rest of one that breaks off on the page before. */
function openOdds(before: ZoneLine | undefined): number {
  if (before === undefined) return 2;
  return CLOSED.test(before.text) || before.marker?.form === "alone" ? 2.5 : closingOdds(before) + 0.6;
}

function beginOdds(line: ZoneLine, above: ZoneLine, full: number | null, looks: Looks): number {
  const look = lookOf(line, above, full);
  return closingOdds(above) + (looks.get(look) ?? 0);
}

/** Whether an empty line stands before it, and how much of the line above is filled. */
function lookOf({ line }: ZoneLine, above: ZoneLine, full: number | null): string {
  const share = full === null ? null : above.line.width / full;
  const filled = share === null ? "" : share < 0.7 ? "short" : share > 0.93 ? "full" : "middle";
  return `${line.blankBefore > 0 ? "blank" : line.indent > above.line.indent + 1 ? "indent" : ""} ${filled}`;
}

/** Log odds of each look, by how the lines that surely begin notes look, and those that surely go on. */
type Looks = ReadonlyMap<string, number>;

const USUAL: Readonly<Record<string, number>> = { blank: 0.8, indent: 0.4, short: 1.4, full: -1, middle: 0 };
/** Lines that look as usual, beside those of the text. */
const IMAGINED = 6;
const MOST = 3;

function learnLooks(zones: readonly Zone[], full: number | null, known: Known): Looks {
  const begin = new Map<string, number>();
  const go = new Map<string, number>();
  const seen = new Set<string>();
  for (const { lines } of zones) {
    lines.forEach((line, i) => {
      const above = lines[i - 1];
      if (above === undefined) return;
      const look = lookOf(line, above, full);
      seen.add(look);
      const marked = readingsOf(line, known).some(({ odds }) => odds >= 1.2);
      const closed = CLOSED.test(above.text);
      const counts = marked && closed ? begin : !marked && !closed ? go : null;
      counts?.set(look, (counts.get(look) ?? 0) + 1);
    });
  }
  const total = (counts: ReadonlyMap<string, number>) => [...counts.values()].reduce((sum, count) => sum + count, 0);
  const begins = total(begin) + IMAGINED;
  const goes = total(go) + IMAGINED;
  const looks = new Map<string, number>();
  for (const look of seen) {
    const usual = look.split(" ").reduce((sum, part) => sum + (USUAL[part] ?? 0), 0);
    // as many imagined lines of each look as fit its usual odds
    const share = 1 / (1 + Math.exp(-usual));
    const odds = Math.log(
      ((begin.get(look) ?? 0) + share * 2) / begins / (((go.get(look) ?? 0) + (1 - share) * 2) / goes),
    );
    looks.set(look, Math.max(-MOST, Math.min(MOST, odds)));
  }
  return looks;
}

/** The longest mark: three figures, and one sign too many. */
const LONGEST = 4;
const SIGN = /[^\p{L}\p{N}\s([{.,;:-]/u;
const QUOTE = /^["“”‘’'«»]+$/u;
const CONFUSABLE = /[OoQDlIiJZzASsbGTBgqtrM]/u;

function readingsOf({ text, marker }: ZoneLine, known: Known): Reading[] {
  const readings: Reading[] = [];
  for (let length = 1; length <= LONGEST && length < text.length; length += 1) {
    const printed = text.slice(0, length);
    if (/[\s.,;:([{]/u.test(printed)) break;
    const gap = /^[.)\]]?\s*/u.exec(text.slice(length))![0];
    const rest = text.slice(length + gap.length);
    const odds = readingOdds(printed, gap, rest, known);
    if (odds !== null) readings.push({ printed, length: length + gap.length, odds });
  }
  return readings.length > 0 || marker === null ? readings : [asFound(marker)];
}

function asFound({ printed, length, form }: Marker): Reading {
  return { printed, length, odds: form === "noise" ? 0.5 : 2 };
}

/** Null where no mark can end there. */
function readingOdds(printed: string, gap: string, rest: string, known: Known): number | null {
  const capital = /^[“"‘'(]?\p{Lu}/u.test(rest);
  const word = /^\p{Ll}+/u.exec(rest)?.[0] ?? "";
  const figures = /^[0-9]+$/u.test(printed);
  if (figures) {
    // "0p. Cit" behind the figure
    if (capital || /^[01]\p{Ll}/u.test(rest)) return gap.includes(" ") ? 1.6 : 2.4;
    return word !== "" && (gap !== "" || known(word, 1)) ? 0.6 : null;
  }
  const letters = printed.replace(/[^\p{L}]/gu, "");
  if (letters === "") return signOdds(printed, capital, word, known, rest);
  if (letters.length > 1 || !(CONFUSABLE.test(letters) || capital)) return null;
  if (gap !== "") return null;
  const whole = /^[\p{L}\p{M}]+/u.exec(printed.slice(-1) + rest)?.[0] ?? "";
  if (capital && !/^\p{Lu}{2}/u.test(rest)) return /^\p{Lu}\p{Lu}\./u.test(letters + rest) ? 0.3 : 1.4;
  return word.length > 1 && known(word, 1) && !known(whole.toLowerCase(), 3) ? 1.6 : null;
}

function signOdds(printed: string, capital: boolean, word: string, known: Known, rest: string): number | null {
  if (![...printed].every((char) => SIGN.test(char) || /[0-9]/u.test(char))) return null;
  if (!capital && !(word !== "" && known(word, 1))) return null;
  if (!QUOTE.test(printed)) return capital ? 2 : 1.2;
  return opensQuotation(printed[0]!, rest) ? -1 : /["”]/u.test(printed[0]!) ? 1.2 : 0.8;
}

/** Letters within which a title in quotation marks is closed. */
const TITLE = 100;

function opensQuotation(mark: string, rest: string): boolean {
  const close = /["“”«»]/u.test(mark) ? /[”"»]/u : /(?<!s)[’'](?!\p{L})/u;
  return close.test(rest.slice(0, TITLE));
}

// ---------------------------------------------------------------------------------------------------- the way

/** A note whose mark left nothing. */
const UNMARKED = -1.6;

function walk(spots: readonly Spot[], signs: Signs, page: number): Way {
  let ways: Way[] = [{ score: 0, number: 0, last: null }];
  for (const spot of spots) {
    const next = new Map<number, Way>();
    const offer = (way: Way) => {
      const other = next.get(way.number);
      if (other === undefined || way.score > other.score) next.set(way.number, way);
    };
    for (const way of ways) {
      if (way.last !== null) offer({ ...way, score: way.score - goOnCost(spot, page) });
      for (const [number, cost] of dues(way, spot, page)) {
        const { reading, odds } = readAs(spot, number, signs);
        const last = { line: spot.line, number, reading, before: way.last };
        offer({ score: way.score + spot.begins + odds - cost, number, last });
      }
    }
    if (next.size > 0) ways = [...next.values()].sort((a, b) => b.score - a.score).slice(0, KEPT);
  }
  return ways[0]!;
}

/** Where each page counts anew no note goes on at the head of the next page's notes, unless it has to. */
function goOnCost({ anew }: Spot, page: number): number {
  return anew === null && page === 0 ? 1 : 0;
}

/** The numbers a note may have that begins here, each with its price. */
function dues({ number, last }: Way, { anew, readings }: Spot, page: number): [number, number][] {
  const paged = page === 0 && anew === null && last !== null;
  const found: [number, number][] = [];
  for (let skipped = 0; skipped <= SKIPPED; skipped += 1) {
    const cost = skipped === 0 ? 0 : SKIP.first + SKIP.each * skipped;
    found.push([number + 1 + skipped, cost + (paged ? 6 : 0)]);
  }
  if (last !== null) {
    const price = anew ?? page;
    for (let first = 1; first <= 3; first += 1) if (first <= number) found.push([first, price + (first - 1) * 2]);
  }
  for (const { printed } of readings) {
    const value = /^[0-9]+$/u.test(printed) ? readNumber(printed) : null;
    if (value !== null && value > 0 && value < YEARS) found.push([value, ELSEWHERE]);
  }
  return found;
}

function readAs(spot: Spot, number: number, signs: Signs): { reading: Reading | null; odds: number } {
  let reading: Reading | null = null;
  let odds = UNMARKED;
  const digits = String(number);
  for (const each of spot.readings) {
    const sum = each.odds + signs.odds({ digits, printed: each.printed });
    if (sum > odds) {
      odds = sum;
      reading = each;
    }
  }
  return { reading, odds };
}
