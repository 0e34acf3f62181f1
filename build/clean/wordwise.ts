// Takes sections of lines; gives them with lines rebuilt where a section has one word on every line, as extractions do
// with the turned sides of a sheet. The one idea: the words are in order, and what parts them again counts: folios with
// the head beside them come at a steady step from side to side, and a note's number comes twice on its page.

import { Letters, type SourceLine } from "./flow.ts";
import { makeLine, type PlainText, type Section } from "./read.ts";

const LEAST_WORDS = 60;
const WORDY = 0.9;
/** Measure in ems where no section has whole lines. */
const USUAL_MEASURE = 28;
const LONGEST_HEAD = 10;
const LONE_NUMBER = /^\d{1,4}$/;

export function gatherWords(text: PlainText): PlainText {
  const wordy = text.sections.map(isWordy);
  if (!wordy.includes(true)) return text;
  const whole = text.sections.filter((_, i) => !wordy[i]).flat();
  const measure = measureOf(whole);
  const sides = text.sections.filter((_, i) => wordy[i]);
  const heads = findHeads(sides);
  const rebuilt = new Map(sides.map((side, i) => [side, rebuild(side, heads[i]!, measure)]));
  return { ...text, sections: text.sections.map((section) => rebuilt.get(section) ?? section) };
}

function isWordy(section: Section): boolean {
  const single = section.filter((line) => !/\s/.test(line.letters.text)).length;
  return section.length >= LEAST_WORDS && single >= section.length * WORDY;
}

/** Width nine lines in ten keep. */
function measureOf(lines: readonly SourceLine[]): number {
  const widths = lines.map((line) => line.width).sort((a, b) => a - b);
  return widths.length < 20 ? USUAL_MEASURE : widths[Math.floor(widths.length * 0.9)]!;
}

// ------------------------------------------------------------------------------------------------------- heads

/** Half-open range of words. */
type Range = readonly [number, number];

interface Sighting {
  readonly side: number;
  readonly range: Range;
  readonly folio: number;
}

/** The running heads of every side, with their folios: the longest runs of words beside numbers that step evenly. */
function findHeads(sides: readonly Section[]): Range[][] {
  const found: Range[][] = sides.map(() => []);
  for (let length = LONGEST_HEAD; length > 0; length -= 1) {
    for (const sightings of sightingsOf(sides, length).values()) {
      for (const { side, range } of steady(sightings, sides.length)) {
        if (!found[side]!.some(([from, to]) => range[0] < to && from < range[1])) found[side]!.push(range);
      }
    }
  }
  return found.map((ranges) => ranges.sort((a, b) => a[0] - b[0]));
}

/** By the words beside it, and the side of the number they are on: every lone number. */
function sightingsOf(sides: readonly Section[], length: number): Map<string, Sighting[]> {
  const sightings = new Map<string, Sighting[]>();
  sides.forEach((section, side) => {
    const words = section.map((line) => line.letters.text);
    words.forEach((word, i) => {
      if (!LONE_NUMBER.test(word)) return;
      for (const range of [
        [i, i + 1 + length],
        [i - length, i + 1],
      ] as const) {
        if (range[0] < 0 || range[1] > words.length) continue;
        if (!/^\p{Lu}/u.test(words[range[0] === i ? i + 1 : range[0]]!)) continue;
        const beside = words.slice(range[0], range[1]).filter((_, k) => range[0] + k !== i);
        if (beside.some((each) => LONE_NUMBER.test(each))) continue;
        const key = `${range[0] === i} ${beside.join(" ")}`;
        const seen = sightings.get(key) ?? [];
        seen.push({ side, range, folio: Number(word) });
        sightings.set(key, seen);
      }
    });
  });
  return sightings;
}

/** Those whose folios go up, or down, by the step most of them have; none where they are too few. */
function steady(sightings: readonly Sighting[], sides: number): Sighting[] {
  const enough = Math.max(3, sides * 0.3);
  if (sightings.length < enough) return [];
  const steps = new Map<number, number>();
  for (let i = 1; i < sightings.length; i += 1) {
    const step = (sightings[i]!.folio - sightings[i - 1]!.folio) / (sightings[i]!.side - sightings[i - 1]!.side);
    if (Number.isFinite(step) && step !== 0) steps.set(step, (steps.get(step) ?? 0) + 1);
  }
  const [step, count] = [...steps].sort((a, b) => b[1] - a[1])[0] ?? [0, 0];
  if (count < enough - 1) return [];
  const offsets = new Map<number, Sighting[]>();
  for (const sighting of sightings) {
    const offset = sighting.folio - step * sighting.side;
    offsets.set(offset, [...(offsets.get(offset) ?? []), sighting]);
  }
  const most = [...offsets.values()].sort((a, b) => b.length - a.length)[0]!;
  return most.length >= enough ? most : [];
}

// ------------------------------------------------------------------------------------------------------- lines

function rebuild(section: Section, heads: readonly Range[], measure: number): SourceLine[] {
  const lines: SourceLine[] = [];
  let at = 0;
  for (const [from, to] of heads) {
    lines.push(...fill(section.slice(at, from), measure), joined(section.slice(from, to)));
    at = to;
  }
  lines.push(...fill(section.slice(at), measure));
  return lines;
}

/** The words of a page in lines no wider than the measure. A word cut by a hyphen ends its line; a note begins one. */
function fill(words: Section, measure: number): SourceLine[] {
  const { calls, notes } = findNotes(words);
  const lines: SourceLine[] = [];
  let line: SourceLine[] = [];
  let width = 0;
  const flush = (): void => {
    if (line.length > 0) lines.push(joined(line));
    line = [];
    width = 0;
  };
  words.forEach((word, i) => {
    const called = calls.has(i + 1) ? glue(word, words[i + 1]!) : word;
    if (calls.has(i)) return;
    if (notes.has(i) || width + called.width > measure) flush();
    line.push(called);
    width += called.width + 0.25;
    if (/\p{L}-$/u.test(word.letters.text)) flush();
  });
  flush();
  return lines;
}

/** Lone numbers that come twice on a page, first as a call, then before the note; the notes stand together at the end. */
function findNotes(words: Section): { readonly calls: ReadonlySet<number>; readonly notes: ReadonlySet<number> } {
  const calls = new Set<number>();
  const notes = new Set<number>();
  const numbers = words.flatMap(({ letters: { text } }, i) =>
    LONE_NUMBER.test(text) ? [{ value: Number(text), i }] : [],
  );
  const first = new Map([...numbers].reverse().map(({ value, i }) => [value, i]));
  let end = words.length;
  for (const { value, i } of [...numbers].reverse()) {
    const call = first.get(value)!;
    if (call === i || call === 0 || calls.has(i) || calls.has(call) || i > end) continue;
    if (!/^["“‘'*(]?\p{Lu}/u.test(words[i + 1]?.letters.text ?? "")) continue;
    calls.add(call);
    notes.add(i);
    end = i;
  }
  return { calls, notes };
}

function glue(word: SourceLine, call: SourceLine): SourceLine {
  return makeLine(Letters.concat([word.letters, call.letters]), word);
}

function joined(words: Section): SourceLine {
  const parts = words.flatMap((word, i) => (i === 0 ? [word.letters] : [Letters.made(" "), word.letters]));
  return makeLine(Letters.concat(parts), words[0]!);
}
