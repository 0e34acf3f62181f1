// Takes words whose lines are lost; gives the lines they were set in. The one idea: a line ends near its measure, at a
// word; so given where a line starts there are but two or three places where the next one may. Words that end in a hyphen
// ended their line for certain, and so did the last word of a page: of all measures, indents and letter widths those are
// taken under which lines end there. A best path through the words (as Knuth and Plass 1981 break lines, here to find
// breaks that were made) then shares out the rooms that last lines and indents left.
//
//     …|not in mu-|tual …            … animals.|It …         …|sim-|
//           hyphen: a line's end         last line, indent       hyphen: 3 lines on, less what was left over

import { type Face, learnFace, TIMES_FACE, widthIn } from "./face.ts";
import { endsSentence, startsLower } from "./joins.ts";

/** How a text was set, as far as its words tell. Ems. */
export interface Setting {
  readonly face: Face;
  readonly measure: number;
  /** Of first lines. */
  readonly indent: number;
  /** Measure of the notes, in ems of the text: small type has more on a line. */
  readonly small: number;
  /** How far full lines are from the measure. */
  readonly spread: number;
  /** How much less likely a line is to end inside a word than behind one, at the same place. */
  readonly hyphens: number;
  /** Share of sentence ends that are paragraph ends. */
  readonly ends: number;
  /** Words that seldom have a capital. */
  readonly common: ReadonlySet<string>;
}

/** The words of a page. */
export interface PageWords {
  readonly text: readonly string[];
  /** Of each note. */
  readonly notes: readonly (readonly string[])[];
}

const BROKEN = /\p{L}[-‐¬\u00ad]$/u;
const NUMBER = /^(?:(?:[IVXLC]{1,7}|\d{1,3})[.:)]?|chapter|part|book|section|lecture|letter|act|canto)$/i;

/** Fewer hyphens and page ends prove no measure. */
const FEWEST = 30;
const COARSE = { from: 15, to: 44, step: 0.4, spread: 1.2 };
const FINE = { around: 0.8, step: 0.1, spread: 0.9 };
const INDENTS = [0, 0.8, 1.2, 1.6, 2, 2.5, 3];
const HYPHENS = [0.005, 0.01, 0.02, 0.04, 0.08, 0.15, 0.3, 0.5, 1];
const SPREADS = [0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1, 1.2, 1.4];
const USUAL_MEASURE = 28;
const USUALLY_ENDS = 0.14;
const SMALLER = Array.from({ length: 25 }, (_, i) => 1.02 + i * 0.02);
const USUALLY_SMALLER = 1.2;
/** Hyphens in notes from which their measure is told. */
const FEWEST_SMALL = 6;
/** Words enough to learn from, and of one page at most. */
const SAMPLE = 30000;
const PAGE = 3000;
const ROUNDS = 3;

/** The setting of pages of words; null where too little tells of it. */
export function learnSetting(pages: readonly PageWords[]): Setting | null {
  const sample = sampleOf(pages);
  const broken = sample.flat().filter((word) => BROKEN.test(word)).length;
  if (broken + sample.length < FEWEST) return null;
  const usual: Setting = {
    face: TIMES_FACE,
    measure: USUAL_MEASURE,
    indent: 0,
    small: USUAL_MEASURE * USUALLY_SMALLER,
    spread: COARSE.spread,
    hyphens: Math.min(1, Math.max(0.01, (broken * USUAL_MEASURE) / widthOf(sample))),
    ends: USUALLY_ENDS,
    common: commonWords(pages),
  };
  const grid = Array.from({ length: (COARSE.to - COARSE.from) / COARSE.step }, (_, i) => COARSE.from + i * COARSE.step);
  let prepared = sample.map((words) => prepare(words, usual));
  let setting = bestOf(
    grid.map((measure) => ({ ...usual, measure })),
    prepared,
  );
  for (let round = 0; round < ROUNDS; round += 1) {
    setting = bestOf(nearby(setting), prepared);
    setting = bestWith(setting, "indent", INDENTS, prepared);
    setting = bestWith(setting, "hyphens", HYPHENS, prepared);
    setting = bestWith(setting, "spread", SPREADS, prepared);
    if (round + 1 === ROUNDS) break;
    setting = { ...setting, face: learnLetters(setting, prepared) };
    prepared = sample.map((words) => prepare(words, setting));
  }
  const notes = pages.flatMap((page) => page.notes);
  return { ...setting, small: smallMeasure(setting, notes) };
}

function commonWords(pages: readonly PageWords[]): ReadonlySet<string> {
  const counts = new Map<string, number>();
  for (const word of pages.flatMap(({ text }) => text)) {
    const [letters] = /^\p{L}\p{Ll}*/u.exec(word) ?? [];
    if (letters !== undefined) counts.set(letters, (counts.get(letters) ?? 0) + 1);
  }
  const seldom = (word: string, count: number): boolean =>
    count > 1 && (counts.get(word[0]!.toUpperCase() + word.slice(1)) ?? 0) * NAMES <= count;
  return new Set([...counts].filter(([word, count]) => startsLower(word) && seldom(word, count)).map(([word]) => word));
}

/** A common word with a capital: it begins a sentence, if it is no part of a title. */
function isRaised(word: string, common: ReadonlySet<string>): boolean {
  const [, letters] = /^["“‘']?(\p{Lu}\p{Ll}*)(?!\p{L})/u.exec(word) ?? [];
  return letters !== undefined && common.has(letters.toLowerCase());
}

function widthOf(pages: readonly (readonly string[])[]): number {
  return pages.flat().reduce((sum, word) => sum + widthIn(TIMES_FACE, word) + TIMES_FACE[32]!, 0);
}

function nearby(setting: Setting): Setting[] {
  const count = Math.round(FINE.around / FINE.step);
  return Array.from({ length: 2 * count + 1 }, (_, i) => ({
    ...setting,
    measure: setting.measure + (i - count) * FINE.step,
    spread: Math.min(setting.spread, FINE.spread),
  }));
}

function sampleOf(pages: readonly PageWords[]): readonly (readonly string[])[] {
  let left = SAMPLE;
  return pages.flatMap(({ text }) => {
    const words = text.slice(0, Math.min(PAGE, left));
    left -= words.length;
    return words.length === 0 ? [] : [words];
  });
}

/** The setting under which the hyphens and the ends of pages are likeliest to end lines. */
function bestOf(settings: readonly Setting[], pages: readonly Prepared[]): Setting {
  // by chance a word ends a line the more often the shorter lines are
  const anchors = pages.length + pages.flatMap(({ broken }) => broken).filter(Boolean).length;
  let best = settings[0]!;
  let most = Number.NEGATIVE_INFINITY;
  for (const setting of settings) {
    const chance = anchors * Math.log(setting.measure);
    const sum = pages.reduce((total, page) => total + likelihood(page, setting), chance);
    if (sum <= most) continue;
    most = sum;
    best = setting;
  }
  return best;
}

function bestWith(
  setting: Setting,
  field: "indent" | "hyphens" | "spread",
  values: readonly number[],
  pages: readonly Prepared[],
): Setting {
  return bestOf(
    values.map((value) => ({ ...setting, [field]: value })),
    pages,
  );
}

/** Learns letters from the lines that were found. */
function learnLetters(setting: Setting, pages: readonly Prepared[]): Face {
  const full = pages.flatMap((page) => {
    const found = bestPath(page, setting);
    return found.flatMap(({ start, begins }, i) =>
      begins || found[i + 1]?.begins !== false ? [] : [page.words.slice(start, found[i + 1]!.start).join(" ")],
    );
  });
  return learnFace(full, setting.measure);
}

function smallMeasure(setting: Setting, notes: readonly (readonly string[])[]): number {
  const usual = setting.measure * USUALLY_SMALLER;
  const broken = notes.flat().filter((word) => BROKEN.test(word)).length;
  if (broken < FEWEST_SMALL) return usual;
  const settings = SMALLER.map((scale) => ({ ...setting, indent: 0, ends: 0.02, measure: setting.measure * scale }));
  return bestOf(
    settings,
    notes.map((words) => prepare(words, setting)),
  ).measure;
}

// ------------------------------------------------------------------------------------------------------- lines

/** `small`: it belongs to a note that goes on from another page. */
export interface Line {
  readonly start: number;
  readonly begins: boolean;
  readonly small: boolean;
}

export function findLines(words: readonly string[], setting: Setting): readonly Line[] {
  return words.length === 0 ? [] : bestPath(prepare(words, setting), setting);
}

/** The lines of a note. */
function findSmallLines(words: readonly string[], setting: Setting): readonly Line[] {
  return findLines(words, { ...setting, indent: 0, ends: 0.02, measure: setting.small, small: setting.small });
}

/** Words with all that is asked of them. */
interface Prepared {
  readonly words: readonly string[];
  /** Width of all words before, each with a blank. */
  readonly before: Float64Array;
  readonly blank: number;
  readonly lower: readonly boolean[];
  readonly raised: readonly boolean[];
  readonly broken: readonly boolean[];
  /** Where a sentence ends and the next word begins anew: how much likelier than elsewhere a paragraph ends there; else 0. */
  readonly stops: Float64Array;
  /** From here on the first word at which the line, or a paragraph, may end before it is full. */
  readonly nextStop: Int32Array;
  /** Widths of what would stand before a hyphen, where words could be broken: those of word k from `firstPart[k]` on. */
  readonly parts: Float64Array;
  readonly firstPart: Int32Array;
}

function prepare(words: readonly string[], { face, common }: Setting): Prepared {
  const blank = face[32]!;
  const before = new Float64Array(words.length + 1);
  words.forEach((word, i) => {
    before[i + 1] = before[i]! + widthIn(face, word) + blank;
  });
  const lower = words.map((word) => startsLower(word));
  const broken = words.map((word) => BROKEN.test(word));
  const raised = words.map((word) => isRaised(word, common));
  const stops = Float64Array.from(words, (word, i) => (lower[i + 1] !== true ? stopOf(word, words[i + 1] ?? "") : 0));
  const nextStop = new Int32Array(words.length + 1).fill(words.length);
  for (let i = words.length - 1; i >= 0; i -= 1) nextStop[i] = stops[i]! > 0 || broken[i] ? i : nextStop[i + 1]!;
  const firstPart = new Int32Array(words.length + 1);
  const parts = words.flatMap((word, i) => {
    const own = partsOf(word).map((part) => widthIn(face, part) + face[45]!);
    firstPart[i + 1] = firstPart[i]! + own.length;
    return own;
  });
  return { words, before, blank, lower, raised, broken, stops, nextStop, parts: Float64Array.from(parts), firstPart };
}

/** "H.", "Mr.": these seldom end a sentence. */
const ABBREVIATED = /^["“‘'([]?(?:\p{Lu}\.)+$|^["“‘'([]?(?:\p{Lu}\p{Ll}|M[rs]s|Prof|[vV]ol|p?p|ch|c?f|seq|No)\.$/u;
/** Words that point back to the sentence before. */
const POINTING = /^["“‘']?(?:He|She|They|Il|Elle|Ils|Elles|Er|Они|Он|Она)$/u;
const NUMBERED = /^[IVXLC]+\.$/;

/** How much likelier than elsewhere a paragraph ends between two words, of which the first seems to end a sentence; 0 if not. */
function stopOf(word: string, next: string): number {
  if (!endsSentence(word)) return 0;
  if (ABBREVIATED.test(word)) return 0.03;
  return NUMBERED.test(next) ? 5 : POINTING.test(next) ? 0.25 : 1;
}

/** Beginnings of a word that could stand before a hyphen: about every third letter is followed by such a place. */
function partsOf(word: string): string[] {
  const letters = /^\P{L}*\p{L}{5,}/u.exec(word)?.[0] ?? "";
  const first = letters.search(/\p{L}/u) + 2;
  return Array.from({ length: Math.max(0, Math.ceil((letters.length - 2 - first) / 3)) }, (_, i) =>
    letters.slice(0, first + 3 * i),
  );
}

/** The normal distribution below x (Abramowitz and Stegun 26.2.17), from a table. */
const BELOW = Float64Array.from({ length: 801 }, (_, i) => {
  const x = Math.abs((i - 400) / 100);
  const t = 1 / (1 + 0.2316419 * x);
  const tail =
    (Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI)) *
    t *
    (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  return i < 400 ? tail : 1 - tail;
});

function below(x: number): number {
  return x <= -4 ? 0 : x >= 4 ? 1 : BELOW[Math.round(x * 100) + 400]!;
}

/** The bell curve without its norm, from a table. */
const BELL = Float64Array.from({ length: 401 }, (_, i) => Math.exp(-((i / 100) ** 2) / 2));

function bell(x: number): number {
  const at = Math.abs(x);
  return at >= 4 ? 0 : BELL[Math.round(at * 100)]!;
}

/** Share of first lines set flush, as under titles; of lines that keep to no rule; of beginnings that are titles. */
const FLUSH = 0.12;
const STRAY = 1e-4;
const TITLE = 0.006;
const NUMBERED_TITLE = 0.1;
/** The same where the next word must begin a sentence. */
const FOLLOWED_TITLE = 0.25;
/** A word that has a capital more often than once in so many times may be a name. */
const NAMES = 3;
/** No title ends so. */
const OPEN = /[,;:—–]$|^(?:a|an|and|as|at|by|for|from|in|of|on|or|that|the|their|to|was|were|which|who|with)$/u;
const SUREST = 0.8;
/** Share of line ends behind which a note of another page goes on. */
const RESUMES = 1e-4;
/** A page begins with a paragraph. */
const PAGE_BEGINS = 0.15;
/** A word with its blank, where none follows on the page. */
const USUAL_WORD = 2.5;

/** Words behind which a line may end, and how likely it does there, and its paragraph, and a title. */
interface Ends {
  count: number;
  readonly behind: Int32Array;
  readonly full: Float64Array;
  readonly last: Float64Array;
  readonly title: Float64Array;
}

function roomForEnds({ words: { length } }: Prepared): Ends {
  const figures = (): Float64Array => new Float64Array(length);
  return { count: 0, behind: new Int32Array(length), full: figures(), last: figures(), title: figures() };
}

/** Finds the ends of a line from word i on. `places`: what `placesNear` gives for the measure. */
function findEnds(
  page: Prepared,
  i: number,
  begins: boolean,
  setting: Setting,
  measure: number,
  places: number,
  ends: Ends,
): void {
  const { words, before, blank, lower, raised, broken, stops, nextStop } = page;
  const { indent, spread } = setting;
  const from = before[i]! + blank;
  const mayBeTitle = begins && !lower[i] && measure !== setting.small;
  const numbered = mayBeTitle && NUMBER.test(words[i]!);
  const near = measure - indent - 4 * spread;
  const flush = (begins ? FLUSH : 1) / places;
  const setIn = begins ? (1 - FLUSH) / (indent === 0 ? places : placesNear(page, i, measure - indent, setting)) : 0;
  let open = 1;
  let count = 0;
  for (let k = i; k < words.length; k += 1) {
    let end = before[k + 1]! - from;
    if (!mayBeTitle && end < near && stops[k] === 0 && !broken[k]) {
      // nothing can end before the line is nearly full, or at the next stop
      while (k + 1 < nextStop[k]! && before[k + 2]! - from < near) k += 1;
      end = before[k + 1]! - from;
    }
    const share = flush * bell((measure - end) / spread) + setIn * bell((measure - indent - end) / spread);
    ends.behind[count] = k;
    ends.full[count] = open * (STRAY + share * (broken[k] ? setting.hyphens : 1));
    if (stops[k]! > 0) {
      const fits = below((measure - end) / spread + 1) * Math.min(SUREST, setting.ends * stops[k]!);
      ends.last[count] = open * fits;
      ends.title[count] = 0;
      open *= 1 - fits;
    } else {
      const title = mayBeTitle && end < measure * 0.85 && !lower[k + 1] && !broken[k] && !OPEN.test(words[k]!);
      ends.last[count] = 0;
      ends.title[count] = !title ? 0 : numbered ? NUMBERED_TITLE : raised[k + 1] ? FOLLOWED_TITLE : TITLE;
    }
    count += 1;
    if (broken[k] || end > measure + 4 * spread) break;
  }
  ends.count = count;
}

/** Sum over all places where a line from word i on may end: behind words, and inside them, where none did. */
function placesNear(page: Prepared, i: number, room: number, setting: Setting): number {
  const { words, before, blank, broken, parts, firstPart } = page;
  const { spread, hyphens } = setting;
  const from = before[i]! + blank;
  const least = room - 4 * spread;
  const most = room + 4 * spread;
  let sum = STRAY;
  let k = i;
  while (k < words.length && before[k + 1]! - from < least) k += 1;
  for (; k < words.length && before[k]! - from < most; k += 1) {
    const end = before[k + 1]! - from;
    sum += bell((room - end) / spread) * (broken[k] ? hyphens : 1);
    for (let part = firstPart[k]!; part < firstPart[k + 1]!; part += 1)
      sum += hyphens * bell((room - (before[k]! - before[i]!) - parts[part]!) / spread);
  }
  if (k < words.length) return sum;
  for (let end = before[k]! - from + USUAL_WORD; end < most; end += USUAL_WORD) sum += bell((room - end) / spread);
  return sum;
}

/** Log probability that lines end where hyphens and the page's end are. */
function likelihood(page: Prepared, setting: Setting): number {
  const count = page.words.length;
  const ends = roomForEnds(page);
  // probability that a line starts at word i (inside a paragraph), or a paragraph does
  const inside = new Float64Array(count + 1);
  const begins = new Float64Array(count + 1);
  inside[0] = page.lower[0] ? 1 : 1 - PAGE_BEGINS;
  begins[0] = 1 - inside[0];
  for (let i = 0; i < count; i += 1) {
    if (inside[i]! < FAINTEST && begins[i]! < FAINTEST) continue;
    const places = placesNear(page, i, setting.measure, setting);
    for (const first of [false, true]) {
      const own = first ? begins[i]! : inside[i]!;
      if (own < FAINTEST) continue;
      findEnds(page, i, first, setting, setting.measure, places, ends);
      for (let e = 0; e < ends.count; e += 1) {
        const next = ends.behind[e]! + 1;
        inside[next] = inside[next]! + own * ends.full[e]!;
        begins[next] = begins[next]! + own * (ends.last[e]! + ends.title[e]!);
      }
    }
  }
  return Math.log(Math.max(1e-290, inside[count]! + begins[count]!));
}

/** What is less likely is taken for impossible. */
const FAINTEST = 1e-280;

const STATES = 4;
const BEGINS = 1;
const SMALL = 2;

/** Heights are counted in fifths of a line: of the text, of a note, of a title with the white around it. */
const LINE = 5;
const SMALL_LINE = 4;
const TITLE_LINE = 15;
/** No page is higher, in fifths; longer runs of words are no page. */
const HIGHEST = 64 * LINE;
const MOST_WORDS = 1200;

/** For each height of the page, in fifths, what the best lines of that height gain, and the lines. */
interface Heights {
  readonly gains: Float64Array;
  readonly linesOf: (height: number) => Line[];
}

function bestPath(page: Prepared, setting: Setting): Line[] {
  return pathsOf(page, setting, 1).linesOf(0);
}

function pathsOf(page: Prepared, setting: Setting, heights: number): Heights {
  const count = page.words.length;
  const size = STATES * heights;
  const score = new Float32Array(size * (count + 1)).fill(Number.NEGATIVE_INFINITY);
  const next = new Int32Array(size * (count + 1)).fill(-1);
  for (let state = 0; state < STATES; state += 1) score[size * count + state * heights] = 0;
  const states = setting.small > setting.measure ? STATES : 2;
  const ends = roomForEnds(page);
  /** All heights of one state, from those of the state that follows. */
  const take = (own: number, chance: number, to: number, height: number): void => {
    if (chance <= 0) return;
    const log = Math.log(chance);
    const rise = heights === 1 ? 0 : height;
    for (let at = rise; at < heights; at += 1) {
      const sum = log + score[to + at - rise]!;
      if (sum <= score[own + at]!) continue;
      score[own + at] = sum;
      next[own + at] = to + at - rise;
    }
  };
  for (let i = count - 1; i >= 0; i -= 1) {
    const places = placesNear(page, i, setting.measure, setting);
    const smallPlaces = states === STATES ? placesNear(page, i, setting.small, setting) : 0;
    for (let state = 0; state < states; state += 1) {
      const own = size * i + state * heights;
      const small = (state & SMALL) > 0 ? SMALL : 0;
      const height = small > 0 ? SMALL_LINE : LINE;
      const measure = small > 0 ? setting.small : setting.measure;
      findEnds(page, i, (state & BEGINS) > 0, setting, measure, small > 0 ? smallPlaces : places, ends);
      for (let e = 0; e < ends.count; e += 1) {
        const k = ends.behind[e]!;
        const full = ends.full[e]!;
        const last = ends.last[e]!;
        const after = size * (k + 1);
        take(own, full, after + small * heights, height);
        take(own, last, after + (small + BEGINS) * heights, height);
        take(own, ends.title[e]!, after + BEGINS * heights, TITLE_LINE);
        if (small === 0 && states === STATES && k + 1 < count)
          take(own, (full + last) * RESUMES, after + SMALL * heights, height);
      }
    }
  }
  const anew = page.lower[0] ? Number.NEGATIVE_INFINITY : Math.log(PAGE_BEGINS);
  const begun = (height: number): boolean => score[heights + height]! + anew > score[height]!;
  return {
    gains: Float64Array.from({ length: heights }, (_, height) =>
      Math.max(score[height]!, score[heights + height]! + anew),
    ),
    linesOf: (height) => {
      const lines: Line[] = [];
      let at = (begun(height) ? BEGINS : 0) * heights + height;
      while (at >= 0 && at < size * count) {
        const state = Math.floor((at % size) / heights);
        lines.push({ start: Math.floor(at / size), begins: (state & BEGINS) > 0, small: (state & SMALL) > 0 });
        at = next[at]!;
      }
      return lines;
    },
  };
}

// ------------------------------------------------------------------------------------------------------- pages

/** What notes take besides their lines, in fifths. */
const ABOVE_NOTES = 6;
/** How far full pages are from one height, in fifths; share of pages that are not full. */
const UNEVEN = 2.5;
const NOT_FULL = 0.15;

export interface PageLines {
  readonly text: readonly Line[];
  readonly notes: readonly (readonly Line[])[];
}

/** Lines of pages, most of which are equally high. */
export function findPages(pages: readonly PageWords[], setting: Setting): readonly PageLines[] {
  const notes = pages.map((page) => page.notes.map((note) => findSmallLines(note, setting)));
  const below = notes.map((each) => (each.length === 0 ? 0 : each.flat().length * SMALL_LINE + ABOVE_NOTES));
  const paths = pages.map(({ text }) =>
    text.length === 0 ? null : pathsOf(prepare(text, setting), setting, text.length <= MOST_WORDS ? HIGHEST : 1),
  );
  const odds = (i: number, own: number, height: number): number => {
    const off = (own + below[i]! - height) / UNEVEN;
    return Math.log(NOT_FULL / HIGHEST + ((1 - NOT_FULL) * Math.exp((-off * off) / 2)) / (UNEVEN * 2.5));
  };
  const best = (i: number, height: number): { readonly own: number; readonly gain: number } => {
    const gains = paths[i]!.gains;
    let top = { own: 0, gain: Number.NEGATIVE_INFINITY };
    gains.forEach((gain, own) => {
      const sum = gain + (gains.length === 1 ? 0 : odds(i, own, height));
      if (sum > top.gain) top = { own, gain: sum };
    });
    return top;
  };
  const sums = Array.from({ length: HIGHEST }, (_, height) =>
    paths.reduce((sum, path, i) => sum + (path === null ? 0 : best(i, height).gain), 0),
  );
  const height = sums.indexOf(Math.max(...sums));
  return paths.map((path, i) => ({ text: path === null ? [] : path.linesOf(best(i, height).own), notes: notes[i]! }));
}
