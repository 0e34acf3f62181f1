// Takes lines in reading order; gives paragraphs. The one idea: what marks a paragraph differs from text to text (an empty
// line, an indent, a short last line, a missing blank at the end), so each text teaches what its marks mean. Line ends
// that certainly go on (no stop before, a small letter after) show how lines look inside a paragraph; the doubtful ones
// are a mixture of both kinds, parted by expectation maximisation (Dempster, Laird, Rubin 1977). A line's width says
// whether it is a first, an inner or a last line, and so speaks of both its ends: all ends are decided together, by
// the best path through them (Viterbi 1967).

import { tearsEmphasis } from "./emphasis.ts";
import type { SourceLine } from "./flow.ts";
import { type Fullness, learnFullness, lineCount, type Opening, rolesOf, shapesOf } from "./fullness.ts";
import { MISREAD_NAME, numberingOf } from "./headings.ts";
import { endsInHyphen, endsSentence, startsLower } from "./joins.ts";
import {
  insideOf,
  learnOpenings,
  type Meeting,
  meetingOf,
  NO_OPENINGS,
  type Openings,
  openingOdds,
} from "./openings.ts";

/** What a text's marks mean. */
export interface Habits {
  /** Log odds for a break, for each mark and value. */
  readonly odds: readonly (readonly number[])[];
  readonly prior: number;
  readonly fullness: Fullness;
  readonly opening: Opening;
  readonly leading: ReadonlySet<string>;
  readonly openings: Openings;
  /** What a paragraph's length in lines speaks for it, in nats. */
  readonly lengths: Float64Array;
  /** Usual width of a full line, as `SourceLine.width` counts it. */
  readonly measure: number;
  /** Whether a line of the source is a paragraph, as on web pages, not a line of print. */
  readonly unwrapped: boolean;
}

const ROUNDS = 6;

/** As much of a text teaches as well as all of it: lines, and how many that stand together. */
const MOST_LEARNED = 6000;
const STRETCH = 500;

/** Long texts are learned from in stretches, evenly spread. */
function sampleOf(runs: readonly (readonly SourceLine[])[]): readonly (readonly SourceLine[])[] {
  const count = runs.reduce((sum, lines) => sum + lines.length, 0);
  const step = Math.ceil(count / MOST_LEARNED);
  if (step === 1) return runs;
  const stretches = runs.flatMap((lines) =>
    Array.from({ length: Math.ceil(lines.length / STRETCH) }, (_, i) => lines.slice(i * STRETCH, (i + 1) * STRETCH)),
  );
  return stretches.filter((_, i) => i % step === 0);
}

const FLUSH: Opening = { indent: 0, flush: 1 };
const INDENTS = Array.from({ length: 18 }, (_, i) => 0.6 + i * 0.2);
/** Share of first lines set flush in a text that indents them; nats against a text of which more are flush. */
const USUAL_FLUSH = 0.12;
const MIXED = 4;
const OPENINGS: readonly Opening[] = [
  FLUSH,
  ...INDENTS.flatMap((indent) => [USUAL_FLUSH, 0.4, 0.75].map((flush) => ({ indent, flush }))),
];

/** Learns from runs of lines that stand one under the other. */
export function learnHabits(runs: readonly (readonly SourceLine[])[]): Habits {
  const learned = sampleOf(runs);
  const fullness = learnFullness(learned);
  const unwrapped = isUnwrapped(runs);
  let habits: Habits = {
    odds: [
      [-1, 2, 3, -1],
      [-0.5, 2, 3],
      [0, 0],
    ],
    prior: -0.5,
    fullness,
    opening: FLUSH,
    leading: leadingWords(learned),
    openings: NO_OPENINGS,
    lengths: ANY_LENGTH,
    measure: fullness.usual,
    unwrapped,
  };
  if (unwrapped) return habits;
  const texts = learned.map((lines) => textOf(lines, habits));
  const inside = insideOf(learned);
  let roles = texts.map((text) => rolesIn(text, habits.opening, fullness));
  for (let round = 0; round < ROUNDS; round += 1) {
    const beliefs = texts.map((text, t) => decide(text, roles[t]!, habits).map((odds) => 1 / (1 + Math.exp(-odds))));
    const lengths = round + 2 < ROUNDS ? ANY_LENGTH : learnLengths(texts, beliefs, fullness);
    const opening = learnOpening(texts, beliefs, fullness);
    roles = texts.map((text) => rolesIn(text, opening, fullness));
    const openings = learnOpenings(inside, sureBreaks(texts, beliefs));
    habits = { ...habits, ...learnMarks(texts, beliefs), opening, lengths, openings };
  }
  return habits;
}

// ------------------------------------------------------------------------------------------------------- the text

/** The marks of one line end, each a small number; -1 where it cannot be seen (over a page boundary, for instance). */
type Marks = readonly number[];

type Certainty = "goes on" | "doubtful" | "unlikely";

/** Lines with all that is looked at in them. */
interface Text {
  readonly lines: readonly SourceLine[];
  readonly shapes: ReturnType<typeof shapesOf>;
  /** Of the end behind each line but the last. */
  readonly marks: readonly Marks[];
  readonly certainty: readonly Certainty[];
  /** Log odds for a break by the words on both sides. */
  readonly words: readonly number[];
  /** Where a sentence ends and another begins, how. */
  readonly meetings: readonly (Meeting | null)[];
}

function textOf(lines: readonly SourceLine[], { fullness, leading }: Pick<Habits, "fullness" | "leading">): Text {
  const ends = lines.slice(1).map((_, i) => i);
  const wide = fullness.measures[0]! * SHORT;
  const shapes = shapesOf(lines, fullness);
  const quotes = openQuotes(lines);
  const sense = { leading, short: shapes.map(({ width }) => width < wide) };
  const certainty = ends.map((i) => certaintyOf(lines[i]!.letters.text, lines[i + 1]!.letters.text));
  const gapped = new Set(
    ends.flatMap((i) => (certainty[i] === "doubtful" && lines[i + 1]!.blankBefore > 0 ? [lines[i + 1]!.page] : [])),
  );
  return {
    lines,
    shapes,
    marks: ends.map((i) => marksOf(lines, i, gapped)),
    certainty,
    meetings: ends.map((i) =>
      certainty[i] === "doubtful" ? meetingOf(lines[i]!.letters.text, lines[i + 1]!.letters.text) : null,
    ),
    words: ends.map((i) => wordOdds(lines, i, quotes[i]!, sense) + (sense.short[i + 1]! ? titleOdds(lines, i + 1) : 0)),
  };
}

/** Share of the measure headings and lines of verse hardly ever fill. */
const SHORT = 0.85;

interface TextSense {
  readonly leading: ReadonlySet<string>;
  /** For each line whether it is short as headings are. */
  readonly short: readonly boolean[];
}

const MARK_VALUES = [4, 3, 2];

/** `gapped`: the pages on which some empty line stands behind a sentence. An extraction may lose those of all other pages. */
function marksOf(lines: readonly SourceLine[], i: number, gapped: ReadonlySet<number>): Marks {
  const before = lines[i]!;
  const after = lines[i + 1]!;
  const samePage = before.page === after.page;
  return [
    samePage ? (after.blankBefore === 0 && gapped.has(after.page) ? 3 : Math.min(after.blankBefore, 2)) : -1,
    samePage ? indentMark(after.indent - before.indent, lines[i + 2]?.indent ?? null, after.indent) : -1,
    before.trailingBlank ? 1 : 0,
  ];
}

/** 0 flush or hanging, 1 indented against the line before, 2 indented against both neighbours. */
function indentMark(step: number, next: number | null, own: number): number {
  if (step <= 0 || step > 12) return 0;
  return next !== null && own - next > 0 ? 2 : 1;
}

function certaintyOf(before: string, after: string): Certainty {
  const lower = startsLower(after);
  if (endsSentence(before)) return lower ? "unlikely" : "doubtful";
  return lower ? "goes on" : "unlikely";
}

/** Log odds for a break by the words alone; where a sentence ends and another begins they are added to the prior. */
function wordOdds(lines: readonly SourceLine[], i: number, open: boolean, sense: TextSense): number {
  const before = lines[i]!.letters.text;
  const after = lines[i + 1]!.letters.text;
  if (endsInHyphen(before) || tearsEmphasis(before, after)) return -12;
  const named = sense.short[i]! && lines[i + 1]!.blankBefore > 0 && MISREAD_NAME.test(after);
  const lower = !named && startsLower(after);
  if (endsSentence(before)) return (lower ? -4 : 0) + (open && !OPENS_QUOTE.test(after) ? -2 : 0);
  // a text may begin with a quotation that goes on in small letters, under a title
  if (lower) return sense.short[i]! && OPENS_QUOTE.test(after) && !/[,;]$/.test(before) ? -4 : -10;
  if (/[,;—–-]$/.test(before) || sense.leading.has(lastWord(before))) return -7;
  return sense.short[i]! ? -0.5 : -6;
}

const OPENS_QUOTE = /^["“„«‘']/;

function lastWord(text: string): string {
  return /[\p{L}'’]+$/u.exec(text.slice(-30))?.[0].toLowerCase() ?? "";
}

/** Words that never end a sentence ("of", "the"): no paragraph and no heading ends with one. */
function leadingWords(runs: readonly (readonly SourceLine[])[]): ReadonlySet<string> {
  const all = new Map<string, number>();
  const ending = new Map<string, number>();
  for (const line of runs.flat()) {
    for (const [, word, stop] of line.letters.text.matchAll(/([\p{L}'’]+)([.?!:;]?)/gu)) {
      const lower = word!.toLowerCase();
      all.set(lower, (all.get(lower) ?? 0) + 1);
      if (stop !== "") ending.set(lower, (ending.get(lower) ?? 0) + 1);
    }
  }
  return new Set(
    [...all].filter(([word, count]) => count >= 25 && (ending.get(word) ?? 0) < count * 0.01).map(([word]) => word),
  );
}

/** Whether a quotation is open behind each line: the last quotation mark opened one. Straight marks tell nothing. */
function openQuotes(lines: readonly SourceLine[]): boolean[] {
  let since = Number.POSITIVE_INFINITY;
  return lines.map(({ letters: { text } }) => {
    const opened = Math.max(text.lastIndexOf("“"), text.lastIndexOf("«"), text.lastIndexOf("„"));
    const closed = Math.max(text.lastIndexOf("”"), text.lastIndexOf("»"));
    if (opened > closed) since = 0;
    else if (closed >= 0) since = Number.POSITIVE_INFINITY;
    else since += 1;
    return since < LONGEST_QUOTE;
  });
}

/** In lines: a quotation open for longer has lost its closing mark. */
const LONGEST_QUOTE = 25;

/** "CHAPTER III." and nothing else. */
const BARE_CHAPTER =
  /^(?:chapter|part|book|section|lecture|letter|act|canto|capitolo|chapitre|kapitel|teil)\s+(?:[IVXLC]+|\d+)[.:]?$/iu;

/** A title, short and without a stop, numbered or well apart, before a line that begins anew: odds that it is no last line. */
function titleOdds(lines: readonly SourceLine[], i: number): number {
  const text = lines[i]!.letters.text;
  const next = lines[i + 1];
  if (!next || (startsLower(next.letters.text) && !MISREAD_NAME.test(next.letters.text))) return 0;
  const apart = lines[i]!.blankBefore >= 2 && next.blankBefore >= 1;
  if (apart && endsSentence(lines[i - 1]?.letters.text ?? "") && /^\p{Lu}.*[\p{L}\d]$/u.test(text)) return 3;
  if (BARE_CHAPTER.test(text) && endsSentence(lines[i - 1]?.letters.text ?? "")) return 6;
  return numberingOf(text) !== null && !endsSentence(text.replace(/["”]$/, "")) ? 4 : 0;
}

// ------------------------------------------------------------------------------------------------------- deciding

/**
 * Log odds against a change of measure between paragraphs, and inside one: words in italics or small type run narrower, and their
 * lines seem set to a wider measure.
 */
const CHANGE = 3;
const CHANGE_INSIDE = 5;

/** A text ready to be searched: `zones` measures, and for each line and measure what `fit` and `lengthen` need. */
interface Search {
  readonly count: number;
  readonly zones: number;
  /** Pairs of measures that may follow each other inside a paragraph. */
  readonly mixed: readonly (readonly [number, number])[];
  /** For each line, then measure: `Roles` in their order. */
  readonly roles: Float64Array;
  /** For each line, then measure: how many lines were run together. */
  readonly lines: Uint8Array;
  /** Log odds for a break behind each line but the last. */
  readonly ends: readonly number[];
  /** For each line end whether a paragraph of prose would end there: titles and verse are as short as they like. */
  readonly prose: readonly boolean[];
  /** What the length of a paragraph speaks for its being one, by lines, up to the longest told apart. */
  readonly lengths: Float64Array;
}

/**
 * Log odds for a break behind each line but the last, all other ends being as is best for it. A line's state is how many
 * lines of its paragraph stand before it (0: it begins one; the longest are one state) and the measure it is set to.
 */
function decide(text: Text, roles: Float64Array, habits: Habits): readonly number[] {
  const { measures } = habits.fullness;
  const search: Search = {
    count: text.lines.length,
    zones: measures.length,
    mixed: mixedZones(measures),
    roles,
    lines: countsIn(text, measures),
    ends: text.lines.slice(1).map((_, i) => endOdds(text, i, habits)),
    prose: text.certainty.map((each) => each === "doubtful"),
    lengths: habits.lengths,
  };
  return breakMargins(search, bestAfter(search));
}

function mixedZones(measures: readonly number[]): [number, number][] {
  return measures.flatMap((measure, zone): [number, number][] =>
    measure > measures[0]! * WIDER
      ? [
          [0, zone],
          [zone, 0],
        ]
      : [],
  );
}

const WIDER = 1.02;

function countsIn({ shapes }: Text, measures: readonly number[]): Uint8Array {
  const counts = new Uint8Array(shapes.length * measures.length);
  let at = 0;
  for (const { width } of shapes) {
    for (const measure of measures) {
      counts[at] = Math.min(LONGEST_PARAGRAPH, lineCount(width, measure));
      at += 1;
    }
  }
  return counts;
}

function rolesIn({ shapes }: Text, opening: Opening, fullness: Fullness): Float64Array {
  const { measures } = fullness;
  const roles = new Float64Array(shapes.length * measures.length * 3);
  let at = 0;
  for (const shape of shapes) {
    for (const measure of measures) {
      const { inside, first, last } = rolesOf(shape, measure, opening, fullness);
      roles[at] = inside;
      roles[at + 1] = first;
      roles[at + 2] = last;
      at += 3;
    }
  }
  return roles;
}

function endOdds(text: Text, i: number, habits: Habits): number {
  const marks = sumOdds(habits.odds, text.marks[i]!);
  const words = text.words[i]!;
  const meeting = text.meetings[i];
  if (meeting) return habits.prior + words + marks + openingOdds(habits.openings, meeting);
  return words + (endsInHyphen(text.lines[i]!.letters.text) ? marks / 2 : marks);
}

/** Best sums over line i and all behind it, by line, measure and state. */
function bestAfter({ count, zones, mixed, roles, lines, ends, prose, lengths }: Search): Float32Array {
  const states = lengths.length;
  const best = new Float32Array(count * zones * states);
  for (let i = count - 1; i >= 0; i -= 1) {
    const next = (i + 1) * zones * states;
    const last = i + 1 === count;
    let anew = Number.NEGATIVE_INFINITY;
    for (let zone = 0; zone < zones && !last; zone += 1) anew = Math.max(anew, best[next + zone * states]! - CHANGE);
    if (!last) mixInside(best.subarray(next, next + zones * states), states, mixed);
    for (let zone = 0; zone < zones; zone += 1) {
      const at = i * zones + zone;
      const inside = roles[at * 3]!;
      const first = roles[at * 3 + 1]!;
      const ended = roles[at * 3 + 2]!;
      const breaks = last ? 0 : ends[i]! + Math.max(anew, best[next + zone * states]!);
      for (let state = 0; state < states; state += 1) {
        const length = Math.min(states - 1, state + lines[at]!);
        const goesOn = last ? 0 : best[next + zone * states + length]!;
        const whole = (state === 0 ? first : inside) + goesOn;
        const broken = ended + breaks + (!last && prose[i] ? lengths[length]! : 0);
        best[at * states + state] = whole > broken ? whole : broken;
      }
    }
  }
  return best;
}

/** Lets what goes on inside a paragraph go on in another measure, where that is better. */
function mixInside(sums: Float32Array | Float64Array, states: number, mixed: Search["mixed"]): void {
  for (const [from, to] of mixed) {
    for (let state = 1; state < states; state += 1) {
      const sum = sums[from * states + state]! - CHANGE_INSIDE;
      if (sum > sums[to * states + state]!) sums[to * states + state] = sum;
    }
  }
}

/** Goes forward, with the best sums over all lines before, and compares at each end the best path with a break and without. */
function breakMargins(
  { count, zones, mixed, roles, lines, ends, prose, lengths }: Search,
  after: Float32Array,
): readonly number[] {
  const states = lengths.length;
  const margins: number[] = [];
  let before = new Float64Array(zones * states);
  let next = new Float64Array(zones * states);
  for (let i = 0; i + 1 < count; i += 1) {
    next.fill(Number.NEGATIVE_INFINITY);
    let anew = Number.NEGATIVE_INFINITY;
    for (let zone = 0; zone < zones; zone += 1) {
      const line = i * zones + zone;
      const inside = roles[line * 3]!;
      const first = roles[line * 3 + 1]!;
      const ended = roles[line * 3 + 2]! + ends[i]!;
      const from = zone * states;
      for (let state = 0; state < states; state += 1) {
        const sum = before[from + state]!;
        const length = Math.min(states - 1, state + lines[line]!);
        const whole = sum + (state === 0 ? first : inside);
        if (whole > next[from + length]!) next[from + length] = whole;
        const broken = sum + ended + (prose[i] ? lengths[length]! : 0);
        if (broken > next[from]!) next[from] = broken;
      }
      anew = Math.max(anew, next[from]! - CHANGE);
    }
    mixInside(next, states, mixed);
    let broken = Number.NEGATIVE_INFINITY;
    let whole = Number.NEGATIVE_INFINITY;
    for (let zone = 0; zone < zones; zone += 1) {
      const from = zone * states;
      next[from] = Math.max(next[from]!, anew);
      const at = (i + 1) * zones * states + from;
      broken = Math.max(broken, next[from]! + after[at]!);
      for (let state = 1; state < states; state += 1) whole = Math.max(whole, next[from + state]! + after[at + state]!);
    }
    margins.push(broken - whole);
    [before, next] = [next, before];
  }
  return margins;
}

// ------------------------------------------------------------------------------------------------------- learning

/** Log odds of each value of each mark, and the prior, from how much each end is believed to be a break. */
function learnMarks(texts: readonly Text[], beliefs: readonly (readonly number[])[]): Pick<Habits, "odds" | "prior"> {
  const whole = MARK_VALUES.map((values) => new Array<number>(values).fill(0.5));
  const seen: { readonly marks: Marks; readonly belief: number }[] = [];
  texts.forEach(({ certainty, marks }, t) => {
    certainty.forEach((each, i) => {
      if (each === "goes on") count(whole, marks[i]!, 1);
      if (each === "doubtful") seen.push({ marks: marks[i]!, belief: beliefs[t]![i]! });
    });
  });
  const broken = whole.map(believed);
  let total = 0;
  for (const { marks, belief } of seen) {
    count(broken, marks, belief);
    count(whole, marks, 1 - belief);
    total += belief;
  }
  return {
    odds: broken.map((counts, mark) => logRatios(counts, whole[mark]!)),
    prior: Math.log((total + 0.5) / (seen.length - total + 0.5)),
  };
}

/** Line ends that are hardly anything but breaks, as their sentences meet. */
const SURE = 0.95;

function sureBreaks(texts: readonly Text[], beliefs: readonly (readonly number[])[]): Meeting[] {
  return texts.flatMap(({ meetings }, t) =>
    meetings.flatMap((meeting, i) => (meeting && beliefs[t]![i]! > SURE ? [meeting] : [])),
  );
}

function count(counts: readonly number[][], marks: Marks, weight: number): void {
  marks.forEach((value, mark) => {
    if (value >= 0) counts[mark]![value]! += weight;
  });
}

/** How much is believed of breaks before any is seen, in observations. */
const BELIEF = 8;

/** Before anything is seen a mark means nothing: breaks look like other line ends. */
function believed(whole: readonly number[]): number[] {
  const sum = whole.reduce((total, each) => total + each, 0);
  return whole.map((each) => 0.5 + (BELIEF * each) / sum);
}

function logRatios(a: readonly number[], b: readonly number[]): number[] {
  const sumA = a.reduce((total, each) => total + each, 0);
  const sumB = b.reduce((total, each) => total + each, 0);
  return a.map((each, i) => {
    const seen = each + b[i]! - 1;
    return (Math.log(each / sumA) - Math.log(b[i]! / sumB)) * (seen / (seen + 1));
  });
}

function sumOdds(odds: readonly (readonly number[])[], marks: Marks): number {
  let sum = 0;
  marks.forEach((value, mark) => {
    if (value >= 0) sum += odds[mark]![value]!;
  });
  return sum;
}

/** The indent under which the lines behind breaks are likeliest, each set to the measure of the line after it. */
function learnOpening(texts: readonly Text[], beliefs: readonly (readonly number[])[], fullness: Fullness): Opening {
  const firsts = texts.flatMap((text, t) =>
    beliefs[t]!.flatMap((belief, i) => {
      const next = text.shapes[i + 2];
      if (belief < 0.5 || text.certainty[i] !== "doubtful" || text.certainty[i + 1] !== "goes on" || !next) return [];
      return [{ belief, shape: text.shapes[i + 1]!, measure: measureAround(next, fullness) }];
    }),
  );
  let best = FLUSH;
  let most = Number.NEGATIVE_INFINITY;
  for (const opening of OPENINGS) {
    let sum = opening.indent === 0 ? 1 : opening.flush === USUAL_FLUSH ? 0 : -MIXED;
    for (const { belief, shape, measure } of firsts) sum += belief * rolesOf(shape, measure, opening, fullness).first;
    if (sum <= most) continue;
    most = sum;
    best = opening;
  }
  return best;
}

/** The measure a line inside a paragraph is likeliest set to. */
function measureAround(shape: Text["shapes"][number], fullness: Fullness): number {
  let best = fullness.measures[0]!;
  let most = Number.NEGATIVE_INFINITY;
  for (const measure of fullness.measures) {
    const { inside } = rolesOf(shape, measure, FLUSH, fullness);
    if (inside <= most) continue;
    most = inside;
    best = measure;
  }
  return best;
}

/** Two states: the first line, and all others. */
const ANY_LENGTH = new Float64Array(2);
const LONGEST_PARAGRAPH = 40;
/** Share of paragraphs that keep to no rule. */
const WILD = 0.15;
/** As many paragraphs must be seen before their lengths count for half. */
const ENOUGH_LENGTHS = 20;

/**
 * Paragraphs are of lengths more alike than chance would cut them: the log ratio of a gamma distribution (its shape from
 * the mean of logarithms, Minka 2002) to the exponential one of the same mean.
 */
function learnLengths(
  texts: readonly Text[],
  beliefs: readonly (readonly number[])[],
  { measures }: Fullness,
): Float64Array {
  const lengths = texts.flatMap(({ shapes, certainty }, t) => {
    const found: number[] = [];
    let length = Number.NaN;
    shapes.forEach((shape, i) => {
      length += lineCount(shape.width, measures[0]!);
      if (i + 1 === shapes.length || beliefs[t]![i]! < 0.5) return;
      if (certainty[i] === "doubtful" && length > 0) found.push(length);
      length = 0;
    });
    return found;
  });
  if (lengths.length < ENOUGH_LENGTHS) return ANY_LENGTH;
  const mean = lengths.reduce((sum, each) => sum + each, 0) / lengths.length;
  const spread = Math.log(mean) - lengths.reduce((sum, each) => sum + Math.log(each), 0) / lengths.length;
  const found = (3 - spread + Math.sqrt((spread - 3) ** 2 + 24 * spread)) / (12 * spread);
  const shape = 1 + ((Math.min(5, found) - 1) * lengths.length) / (lengths.length + ENOUGH_LENGTHS);
  if (!(shape > 1.1)) return ANY_LENGTH;
  const norm = shape * Math.log(shape / mean) - logGamma(shape) + Math.log(mean);
  return Float64Array.from({ length: LONGEST_PARAGRAPH + 1 }, (_, lines) => {
    const x = Math.max(0.5, lines);
    const ratio = norm + (shape - 1) * Math.log(x) - (x * (shape - 1)) / mean;
    return Math.log(WILD + (1 - WILD) * Math.exp(ratio));
  });
}

/** Stirling's series (Abramowitz and Stegun 6.1.41), moved up where it is bad. */
function logGamma(x: number): number {
  if (x < 7) return logGamma(x + 1) - Math.log(x);
  return (x - 0.5) * Math.log(x) - x + Math.log(2 * Math.PI) / 2 + 1 / (12 * x) - 1 / (360 * x ** 3);
}

/** No printed line has so many characters. */
const LONGEST_LINE = 150;

function isUnwrapped(runs: readonly (readonly SourceLine[])[]): boolean {
  let long = 0;
  let all = 0;
  for (const line of runs.flat()) {
    all += line.letters.length;
    if (line.letters.length > LONGEST_LINE) long += line.letters.length;
  }
  return long > all * 0.7;
}

// ------------------------------------------------------------------------------------------------------- paragraphs

/** A paragraph of prose stops within a clause, and the next page begins, by a name, with as much prose. */
function isTornAtName(before: string, after: string): boolean {
  return before.length > LONGEST_LINE && after.length > LONGEST_LINE && /[\p{L},]$/u.test(before);
}

/** A page of prose begins in lower case only inside a sentence, whatever stop an extraction saw at the end of the one before. */
function goesOn(before: string, after: string): boolean {
  return before.length > LONGEST_LINE && after.length > LONGEST_LINE && startsLower(after);
}

/** Where lines are paragraphs, only a sentence torn by a page is joined again. */
function unwrappedOdds(before: SourceLine, after: SourceLine): number {
  if (endsInHyphen(before.letters.text.replace(/[*_]+/g, ""))) return startsLower(after.letters.text) ? -8 : 2;
  const turned = before.page !== after.page;
  if (turned && after.block === null && goesOn(before.letters.text, after.letters.text)) return -2;
  if (endsSentence(before.letters.text) || after.block !== null || before.letters.length <= 40) return 6;
  if (startsLower(after.letters.text)) return -4;
  return turned && isTornAtName(before.letters.text, after.letters.text) ? -2 : 6;
}

/** Log odds for a break behind each line but the last. */
function breakOdds(lines: readonly SourceLine[], habits: Habits): readonly number[] {
  if (habits.unwrapped) return lines.slice(1).map((line, i) => unwrappedOdds(lines[i]!, line));
  const text = textOf(lines, habits);
  return decide(text, rolesIn(text, habits.opening, habits.fullness), habits);
}

/** Lines to paragraphs: runs of lines between breaks. */
export function parseParagraphs(lines: readonly SourceLine[], habits: Habits): SourceLine[][] {
  const odds = breakOdds(lines, habits);
  const paragraphs: SourceLine[][] = [];
  lines.forEach((line, i) => {
    if (i === 0 || line.block !== null || lines[i - 1]!.block?.kind === "heading" || odds[i - 1]! > 0)
      paragraphs.push([]);
    paragraphs.at(-1)!.push(line);
  });
  return paragraphs;
}
