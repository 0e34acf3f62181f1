// Takes sections of lines; gives them with lines rebuilt where a section has one word on every line, as extractions do
// with the turned sides of a sheet. The one idea: the words are in order, and what parts them again counts: folios step
// evenly from side to side, with the words of a head beside many of them, and a note's number comes twice on its page.

import { CONTENTS } from "./contents.ts";
import { Letters, type SourceLine } from "./flow.ts";
import { endsSentence } from "./joins.ts";
import { makeLine, type PlainText, type Section } from "./read.ts";
import { findPages, type Line, learnSetting, type PageLines } from "./refill.ts";
import { findSeries } from "./series.ts";

const LEAST_WORDS = 60;
const WORDY = 0.9;
/** Measure in ems where no section has whole lines. */
const USUAL_MEASURE = 28;
/** Words of a line that tells how wide lines are. */
const LEAST_LINE = 4;
const LONE_NUMBER = /^\d{1,4}$/;

export function gatherWords(text: PlainText): PlainText {
  const wordy = text.sections.map(isWordy);
  if (!wordy.includes(true)) return text;
  const whole = text.sections.filter((_, i) => !wordy[i]).flat();
  const measure = measureOf(whole);
  const sections = text.sections.map((section, i) => (wordy[i] ? gluedMarks(section) : section));
  const sides = sections
    .map((section, index) => ({ index, section, words: section.map((line) => line.letters.text) }))
    .filter(({ index }) => wordy[index]);
  const listed = sections.flatMap((section) => contentsOn(section.map((line) => line.letters.text)));
  const edges = findHeads(sides, listed);
  const heads = new Set<SourceLine>();
  const pages = sides.map(({ section }, i) => pagesOf(section, edges[i]!, heads));
  const words = pages.flat().map((page) => ({ text: textsOf(page.words), notes: page.notes.map(textsOf) }));
  const setting = learnSetting(words);
  const found = setting && findPages(words, setting);
  let page = 0;
  const rebuilt = new Map(
    sides.map(({ section }, i) => [
      section,
      pages[i]!.flatMap((each) => {
        const lines = found?.[page];
        page += 1;
        return lines ? asSet(each, lines) : filled(each, measure);
      }),
    ]),
  );
  return { ...text, sections: sections.map((section) => rebuilt.get(section) ?? section), heads };
}

const CLOSING = /^[”’»)\].,;:!?…]+$/;
const OPENING = /^[“‘«„([]+$/;

/** Marks that an extraction parted from their words, as it does where a font sets them apart. */
function gluedMarks(section: Section): Section {
  const words: SourceLine[] = [];
  for (const word of section) {
    const last = words.at(-1);
    const closes = CLOSING.test(word.letters.text) && /[^\d\s]$/u.test(last?.letters.text ?? "");
    if (last && (closes || OPENING.test(last.letters.text))) words[words.length - 1] = glue(last, word);
    else words.push(word);
  }
  return words;
}

function isWordy(section: Section): boolean {
  const single = section.filter((line) => !/\s/.test(line.letters.text)).length;
  return section.length >= LEAST_WORDS && single >= section.length * WORDY;
}

/** Width nine lines in ten keep. */
function measureOf(lines: readonly SourceLine[]): number {
  const widths = lines
    .filter((line) => line.letters.text.split(/\s+/).length >= LEAST_LINE)
    .map((line) => line.width)
    .sort((a, b) => a - b);
  return widths.length < 20 ? USUAL_MEASURE : widths[Math.floor(widths.length * 0.9)]!;
}

// ------------------------------------------------------------------------------------------------------- heads

/** Half-open range of words. */
type Range = readonly [number, number];

/** A side of single words. */
interface Side {
  /** Index among all sides. */
  readonly index: number;
  readonly words: readonly string[];
}

/** A lone number. */
interface Sighting {
  readonly side: Side;
  readonly at: number;
  readonly value: number;
}

/** What is no running text on a side: folios with their heads, and titles, each to stand on a line of its own. */
interface Found {
  readonly heads: readonly Range[];
  readonly titles: readonly Range[];
}

/** `listed`: what the contents list names. */
function findHeads(sides: readonly Side[], listed: readonly string[]): Found[] {
  const numbers = sides.flatMap((side) =>
    side.words.flatMap((word, at) => (LONE_NUMBER.test(word) ? [{ side, at, value: Number(word) }] : [])),
  );
  const folios = foliosOf(numbers, sides.length);
  const found = sides.map((side) =>
    folios.filter((folio) => folio.side === side).flatMap((each) => rangesOf(each, folios)),
  );
  const folioAt = sides.map((side) => new Set(folios.filter((each) => each.side === side).map(({ at }) => at)));
  const titles = new Set(
    found.flatMap((ranges, i) =>
      ranges.map((range) => headWords(sides[i]!, range, folioAt[i]!).join(" ")).filter((words) => words !== ""),
    ),
  );
  for (const title of listed) titles.add(title);
  return sides.map((side, i) => ({
    heads: [...found[i]!].sort((a, b) => a[0] - b[0]),
    titles: titlesOn(side, found[i]!, longestFirst(titles)),
  }));
}

const LONGEST_ENTRY = 14;

/** What a contents list names: words and folios in turn, which rise. */
function contentsOn(words: readonly string[]): string[] {
  const titles: string[] = [];
  let last = 0;
  for (let from = words.findIndex((word) => CONTENTS.test(word)) + 1; from > 0 && from < words.length; ) {
    const length = words.slice(from + 1, from + 1 + LONGEST_ENTRY).findIndex((word) => LONE_NUMBER.test(word)) + 1;
    const at = from + length;
    if (length === 0 || Number(words[at]) < last) break;
    titles.push(
      words
        .slice(from, at)
        .join(" ")
        .replace(/[\s.…·]+$/u, ""),
    );
    last = Number(words[at]);
    from = at + 1;
  }
  return titles.length > 1 ? titles : [];
}

function longestFirst(titles: ReadonlySet<string>): string[][] {
  return [...titles].map((title) => title.split(" ")).sort((a, b) => b.length - a.length);
}

/** A word beside a number, with the side of it that it is on. */
function besides({ side: { words }, at }: Sighting): string[] {
  const after = words[at + 1];
  const before = words[at - 1];
  return [
    ...(after !== undefined && /^\p{Lu}/u.test(after) ? [`>${after}`] : []),
    ...(before === undefined ? [] : [`${before}<`]),
  ];
}

const LEAST_PRINTINGS = 3;

/** How many numbers stand beside the same word. */
function printingsOf(numbers: readonly Sighting[]): (number: Sighting) => number {
  const values = new Map<string, Set<number>>();
  for (const number of numbers)
    for (const key of besides(number)) values.set(key, (values.get(key) ?? new Set()).add(number.value));
  return (number) => Math.max(0, ...besides(number).map((key) => values.get(key)?.size ?? 0));
}

/** Part of the sides that begin or end with a folio where that is the rule. */
const EDGED = 0.3;

/** Numbers that step with the sides, beside a word that many of them have, or at the edge of a side. */
function foliosOf(numbers: readonly Sighting[], sides: number): Sighting[] {
  const printings = printingsOf(numbers);
  const atEdge = ({ side, at }: Sighting): boolean => at === 0 || at === side.words.length - 1;
  const likely = numbers.filter((number) => atEdge(number) || printings(number) >= LEAST_PRINTINGS);
  const series = findSeries(
    likely.map(({ side, at, value }) => ({ side: side.index, value, edge: Math.min(at, side.words.length - 1 - at) })),
    sides,
  );
  const seen = new Map(
    series.map((each) => [each, likely.filter(({ side, value }) => each.fits(side.index, value)).length]),
  );
  const fits = ({ side, value }: Sighting): boolean => series.some((each) => each.fits(side.index, value));
  const fitting = printingsOf(numbers.filter(fits));
  const edged = numbers.filter((number) => atEdge(number) && fits(number)).length >= sides * EDGED;
  const isPair = pairsOf(numbers);
  const rank = (number: Sighting): number =>
    fitting(number) + (edged && atEdge(number) ? sides : 0) - (isPair(number) ? sides : 0);
  const folios: Sighting[] = [];
  for (const side of new Set(numbers.map((number) => number.side))) {
    // a rising series and a falling one: on each side those that most folios follow
    for (const sign of [1, -1]) {
      const best = series
        .filter((each) => Math.sign(each.slope) === sign)
        .map((each) => ({
          each,
          own: numbers.filter((number) => number.side === side && each.fits(side.index, number.value)),
        }))
        .filter(({ own }) => own.length > 0)
        .sort((a, b) => seen.get(b.each)! - seen.get(a.each)!)[0];
      const folio = best?.own.reduce((a, b) => (rank(b) >= rank(a) ? b : a));
      if (folio && !folios.includes(folio)) folios.push(folio);
    }
  }
  return folios;
}

/** Tells the numbers that stand on their side twice: a call and its note. */
function pairsOf(numbers: readonly Sighting[]): (number: Sighting) => boolean {
  const counts = new Map<string, number>();
  const keyOf = ({ side, value }: Sighting): string => `${side.index} ${value}`;
  for (const number of numbers) counts.set(keyOf(number), (counts.get(keyOf(number)) ?? 0) + 1);
  return (number) => counts.get(keyOf(number)) === 2;
}

const LONGEST_HEAD = 14;
/** Heads seldom end in so short a word, pages often begin with one; but what nearly all heads end in is theirs. */
const SHORT = 3;
const USUAL = 0.8;

/** The folio with the words of its head: those that other folios have beside them as well. */
function rangesOf(folio: Sighting, folios: readonly Sighting[]): Range[] {
  const others = folios.filter((each) => each.value !== folio.value);
  const shared = (step: 1 | -1): number => {
    let length = 0;
    let same = others;
    while (length < LONGEST_HEAD) {
      const word = (each: Sighting): string | undefined => each.side.words[each.at + step * (length + 1)];
      const own = word(folio);
      if (own === undefined) break;
      const next = same.filter((each) => word(each) === own);
      // a year in the head is the same on many pages
      if (LONE_NUMBER.test(own) && next.length + 1 < LEAST_PRINTINGS) break;
      if (next.length + 1 < LEAST_PRINTINGS && (length === 0 || next.length * 2 < same.length)) break;
      if (next.length === 0) break;
      same = next;
      length += 1;
    }
    return length;
  };
  const common = (step: 1 | -1, length: number): number =>
    others.filter((each) =>
      Array.from({ length }, (_, k) => k + 1).every(
        (k) => each.side.words[each.at + step * k] === folio.side.words[folio.at + step * k],
      ),
    ).length;
  const { words } = folio.side;
  let after = shared(1);
  let before = shared(-1);
  while (before > 0 && !/^["“‘']?[\p{Lu}\d]/u.test(words[folio.at - before]!)) before -= 1;
  if (!/^["“‘']?[\p{Lu}\d]/u.test(words[folio.at + 1] ?? "")) after = 0;
  while (after > 1 && words[folio.at + after]!.length <= SHORT && common(1, after) < common(1, after - 1) * USUAL)
    after -= 1;
  if (!words.slice(folio.at - before, folio.at).some((word) => /\p{L}{2}/u.test(word))) before = 0;
  if (after === 1 && common(1, 1) < LEAST_PRINTINGS) after = 0;
  if (before === 1 && common(-1, 1) < LEAST_PRINTINGS) before = 0;
  if (before > 0 && after > 0)
    return [
      [folio.at - before, folio.at + 1],
      [folio.at + 1, folio.at + 1 + after],
    ];
  return [[folio.at - before, folio.at + 1 + after]];
}

function headWords({ words }: Side, [from, to]: Range, folios: ReadonlySet<number>): string[] {
  return words.slice(from, to).filter((_, k) => !folios.has(from + k));
}

/** Where the words of a head stand in the text, at a page's beginning or after a sentence: a chapter opens there. */
function titlesOn({ words }: Side, heads: readonly Range[], titles: readonly (readonly string[])[]): Range[] {
  const found: Range[] = [];
  for (const title of titles) {
    if (title.length < 2) continue;
    for (let at = 0; at + title.length <= words.length; at += 1) {
      const end = at + title.length;
      if (!title.every((word, k) => words[at + k] === word)) continue;
      if ([...heads, ...found].some(([from, to]) => at < to && from < end)) continue;
      const opens = at === 0 || heads.some(([, to]) => to === at) || /[.!?…”’"'\d)]$/u.test(words[at - 1]!);
      if (opens && /^["“‘'(\p{Lu}\d]/u.test(words[end] ?? "")) found.push([at, end]);
    }
  }
  return found;
}

// ------------------------------------------------------------------------------------------------------- lines

/** The words of a page: its text, its notes, and the head or title behind it. */
interface WordPage {
  readonly words: readonly SourceLine[];
  readonly notes: readonly (readonly SourceLine[])[];
  readonly fixed: SourceLine | null;
}

/** The pages of a side; the lines of heads go into `known`. */
function pagesOf(section: Section, { heads, titles }: Found, known: Set<SourceLine>): WordPage[] {
  const ranges: (Range | null)[] = [...heads, ...titles].sort((a, b) => a[0] - b[0]);
  let from = 0;
  return [...ranges, null].map((range) => {
    const words = section.slice(from, range?.[0] ?? section.length);
    const fixed = range && joined(section.slice(range[0], range[1]));
    if (fixed && heads.some((each) => each[0] === range[0])) known.add(fixed);
    from = range?.[1] ?? section.length;
    return { ...partNotes(words), fixed };
  });
}

/** Notes apart, and calls joined to the word before them. */
function partNotes(words: Section): Pick<WordPage, "words" | "notes"> {
  const { calls, notes } = findNotes(words);
  const runs: SourceLine[][] = [[]];
  words.forEach((word, i) => {
    if (calls.has(i)) return;
    if (notes.has(i)) runs.push([]);
    runs.at(-1)!.push(calls.has(i + 1) ? glue(word, words[i + 1]!) : word);
  });
  return { words: runs[0]!, notes: runs.slice(1) };
}

function textsOf(words: readonly SourceLine[]): string[] {
  return words.map(({ letters }) => letters.text);
}

function asSet({ words, notes, fixed }: WordPage, lines: PageLines): SourceLine[] {
  return [
    ...broken(words, lines.text),
    ...notes.flatMap((note, i) => asNote(broken(note, lines.notes[i]!))),
    ...(fixed ? [fixed] : []),
  ];
}

function filled({ words, notes, fixed }: WordPage, measure: number): SourceLine[] {
  return [...fill(words, measure), ...notes.flatMap((note) => asNote(fill(note, measure))), ...(fixed ? [fixed] : [])];
}

function broken(words: readonly SourceLine[], lines: readonly Line[]): SourceLine[] {
  return lines.map(({ start }, i) => joined(words.slice(start, lines[i + 1]?.start ?? words.length)));
}

/** Its first line says that it is a note. */
function asNote([first, ...rest]: readonly SourceLine[]): SourceLine[] {
  return first ? [{ ...first, block: { kind: "note", level: 0, label: "", quoted: false } }, ...rest] : [];
}

/** Words in lines no wider than the measure. A word cut by a hyphen ends its line. */
function fill(words: readonly SourceLine[], measure: number): SourceLine[] {
  const lines: SourceLine[] = [];
  let line: SourceLine[] = [];
  let width = 0;
  const flush = (): void => {
    if (line.length > 0) lines.push(joined(line));
    line = [];
    width = 0;
  };
  for (const word of words) {
    if (width + word.width > measure) flush();
    line.push(word);
    width += word.width + 0.25;
    if (/\p{L}[-\u00ad]$/u.test(word.letters.text)) flush();
  }
  flush();
  return lines;
}

/**
 * Lone numbers that come twice on a page, first as a call, alone or behind a word, then before the note; the notes stand
 * together at the end. One that goes on in lower case ("12 quoted by …") needs a neighbour whose number counts on.
 */
function findNotes(words: Section): { readonly calls: ReadonlySet<number>; readonly notes: ReadonlySet<number> } {
  const numbers = words.flatMap(({ letters: { text } }, i) =>
    LONE_NUMBER.test(text) ? [{ value: Number(text), i }] : [],
  );
  const callOf = callFinder(words, numbers);
  const opens = (i: number): boolean => /^["“‘'*(]?\p{Lu}/u.test(words[i + 1]?.letters.text ?? "");
  const marks = numbers.filter(({ value, i }) => callOf(value, i) !== null);
  const begun = new Set(marks.map(({ i }) => i).filter((i) => opens(i) || endsSentence(words[i - 1]!.letters.text)));
  const firstOf = new Map<number, number>();
  const lastBegun = new Map<number, number>();
  for (const { value, i } of marks) {
    if (!firstOf.has(value)) firstOf.set(value, i);
    if (begun.has(i)) lastBegun.set(value, i);
  }
  const countsOn = (value: number, i: number): boolean =>
    (begun.has(i) && (firstOf.get(value - 1) ?? i) < i) || (lastBegun.get(value + 1) ?? -1) > i;
  const calls = new Set<number>();
  const notes = new Set<number>();
  let end = words.length;
  for (const { value, i } of marks.reverse()) {
    const call = callOf(value, i)!;
    if (calls.has(i) || (call !== GLUED && calls.has(call)) || i > end) continue;
    if (!opens(i) && !(countsOn(value, i) && /^[\p{L}"“‘'*(]/u.test(words[i + 1]?.letters.text ?? ""))) continue;
    if (call !== GLUED) calls.add(call);
    notes.add(i);
    end = i;
  }
  return { calls, notes };
}

/** The call stands behind its word, without a blank. */
const GLUED = -1;

/** Where the call of a note stands that begins at word i: the first such number before it; null where there is none. */
function callFinder(
  words: Section,
  numbers: readonly { readonly value: number; readonly i: number }[],
): (value: number, i: number) => number | null {
  const glued = new Map<number, number>();
  words.forEach(({ letters: { text } }, i) => {
    const call = GLUED_CALL.exec(text)?.[1];
    if (call !== undefined && !glued.has(Number(call))) glued.set(Number(call), i);
  });
  const firsts = new Map<number, number>();
  for (const { value, i } of numbers) if (!firsts.has(value)) firsts.set(value, i);
  return (value, i) => {
    if ((glued.get(value) ?? i) < i) return GLUED;
    const first = firsts.get(value)!;
    return first > 0 && first < i ? first : null;
  };
}

/** "ended.12", "ended”12". */
const GLUED_CALL = /[\p{L}.,;:!?…”’"')\]](\d{1,3})$/u;

function glue(word: SourceLine, call: SourceLine): SourceLine {
  return makeLine(Letters.concat([word.letters, call.letters]), word);
}

function joined(words: readonly SourceLine[]): SourceLine {
  const parts = words.flatMap((word, i) => (i === 0 ? [word.letters] : [Letters.made(" "), word.letters]));
  return makeLine(Letters.concat(parts), words[0]!);
}
