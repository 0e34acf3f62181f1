// Takes words whose lines are lost; gives the lines they were set in. The one idea: a word that ends in a hyphen ended its
// line, so whole lines lie between two of them, and what is left over is the room a last line left and an indent took. A
// best path through the words (as Knuth and Plass 1981 break lines, here to find breaks that were made) shares it out.
//
//     …|not in mu-|tual …            … animals.|It …         …|sim-|
//           hyphen: a line's end         last line, indent       hyphen: 3 lines on, less what was left over

import { TIMES_FACE, widthIn } from "./face.ts";
import { endsSentence, startsLower } from "./joins.ts";

/** How a text was set, as far as its hyphens tell. */
export interface Setting {
  /** Ems. */
  readonly measure: number;
  /** Of first lines, ems. */
  readonly indent: number;
}

const BLANK = TIMES_FACE[32]!;
const BROKEN = /\p{L}[-‐¬\u00ad]$/u;
const MEASURES = Array.from({ length: 261 }, (_, i) => 16 + i / 10);
const INDENTS = [0, 0.8, 1.2, 1.6, 2, 2.5, 3];
/** Fewer stretches between hyphens prove no measure. */
const FEWEST = 40;
/** The longest stretch between hyphens that is looked at, in ems. */
const LONGEST = 140;
/** How far full lines are from the measure, ems. */
const SPREAD = 0.6;

/** The setting of pages of words; null where too few hyphens tell of it. */
export function learnSetting(pages: readonly (readonly string[])[]): Setting | null {
  const stretches = pages.flatMap(stretchesOf);
  if (stretches.length < FEWEST) return null;
  return withBestIndent(pages, { measure: measureOf(stretches), indent: 0 });
}

/** Widths from behind a hyphen to the next. */
function stretchesOf(words: readonly string[]): number[] {
  const found: number[] = [];
  let width = Number.NaN;
  for (const word of words) {
    width += widthIn(TIMES_FACE, word) + BLANK;
    if (!BROKEN.test(word)) continue;
    if (width < LONGEST) found.push(width - BLANK);
    width = 0;
  }
  return found;
}

/** The measure of which most stretches are multiples: one line, two, three, each with a hyphen as likely as not. */
function measureOf(stretches: readonly number[]): number {
  let best = MEASURES[0]!;
  let most = Number.NEGATIVE_INFINITY;
  for (const measure of MEASURES) {
    let sum = 0;
    for (const stretch of stretches) {
      const lines = Math.max(1, Math.round(stretch / measure));
      const off = (stretch - lines * measure) ** 2 / (2 * lines);
      sum += Math.log(
        0.5 / LONGEST + (0.5 * 0.3 * 0.7 ** (lines - 1) * Math.exp(-off)) / Math.sqrt(2 * Math.PI * lines),
      );
    }
    if (sum <= most) continue;
    most = sum;
    best = measure;
  }
  return best;
}

/** Words enough to tell an indent by, and of one page at most. */
const SAMPLE = 30000;
const PAGE = 3000;

function sampleOf(pages: readonly (readonly string[])[]): readonly (readonly string[])[] {
  let left = SAMPLE;
  return pages.flatMap((page) => {
    const words = page.slice(0, Math.min(PAGE, left));
    left -= words.length;
    return words.length === 0 ? [] : [words];
  });
}

function withBestIndent(pages: readonly (readonly string[])[], setting: Setting): Setting {
  const sample = sampleOf(pages);
  let best = setting;
  let most = Number.NEGATIVE_INFINITY;
  for (const indent of INDENTS) {
    const tried = { ...setting, indent };
    const sum = sample.reduce((total, page) => total + searchLines(page, tried).score, 0);
    if (sum <= most) continue;
    most = sum;
    best = tried;
  }
  return best;
}

/** Index of the first word of each line. */
export function findLines(words: readonly string[], setting: Setting): readonly number[] {
  return searchLines(words, setting).starts;
}

// ------------------------------------------------------------------------------------------------------- the search

interface Found {
  readonly score: number;
  readonly starts: readonly number[];
  /** Of the starts, those that begin a paragraph. */
  readonly begins: ReadonlySet<number>;
}

const NUMBER = /^(?:(?:[IVXLC]{1,7}|\d{1,3})[.:)]?|chapter|part|book|section|lecture|letter|act|canto)$/i;

/** Log odds that a sentence's end is a paragraph's; against a title; that a page begins with a paragraph. */
const ENDS = -0.8;
const TITLE = -4;
const NUMBERED_TITLE = -1;
/** Against a first line set flush, as under titles. */
const FLUSH = 4;
const BEGINS = -1;
/** A full line may lack or exceed so much, ems. */
const MOST_OFF = 4;

/** Best sum over all words from `i` on, for a line that starts there, and where the next line starts. */
interface Tail {
  readonly score: Float64Array;
  /** Next start, doubled, and one more where it begins a paragraph. */
  readonly next: Int32Array;
}

function searchLines(words: readonly string[], setting: Setting): Found {
  const count = words.length;
  if (count === 0) return { score: 0, starts: [], begins: new Set() };
  const tail = bestTails(words, setting);
  const starts: number[] = [];
  const begins = new Set<number>();
  const fresh = tail.score[1]! + BEGINS > tail.score[0]! && !startsLower(words[0]!);
  let at = fresh ? 1 : 0;
  const score = tail.score[at]!;
  while (at >> 1 < count) {
    starts.push(at >> 1);
    if (at & 1) begins.add(at >> 1);
    at = tail.next[at]!;
  }
  return { score, starts, begins };
}

function bestTails(words: readonly string[], { measure, indent }: Setting): Tail {
  const count = words.length;
  const widths = words.map((word) => widthIn(TIMES_FACE, word));
  const ended = words.map((word) => endsSentence(word));
  const lower = words.map((word) => startsLower(word));
  const broken = words.map((word) => BROKEN.test(word));
  const score = new Float64Array(2 * count + 2).fill(Number.NEGATIVE_INFINITY);
  const next = new Int32Array(2 * count + 2).fill(2 * count);
  score[2 * count] = score[2 * count + 1] = 0;
  const exact = -Math.log(SPREAD * Math.sqrt(2 * Math.PI));
  for (let i = count - 1; i >= 0; i -= 1) {
    for (let begins = 0; begins < 2; begins += 1) {
      const room = measure - begins * indent;
      const own = 2 * i + begins;
      const take = (sum: number, to: number): void => {
        if (sum + score[to]! <= score[own]!) return;
        score[own] = sum + score[to]!;
        next[own] = to;
      };
      let width = -BLANK;
      for (let k = i; k < count; k += 1) {
        width += BLANK + widths[k]!;
        const slack = room - width;
        if (slack < -MOST_OFF && k > i) break;
        const after = k + 1;
        const flush = FLUSH * begins + ((slack + begins * indent) / SPREAD) ** 2 / 2;
        const off = Math.min(9, (slack / SPREAD) ** 2 / 2, flush);
        if (slack < MOST_OFF || broken[k]) take(exact - off, 2 * after);
        const anew = after === count || !lower[after];
        if (ended[k] && anew && slack > -1) take(ENDS - Math.log(measure), 2 * after + 1);
        else if (begins === 1 && anew && !broken[k] && slack > measure / 4)
          take((NUMBER.test(words[i]!) ? NUMBERED_TITLE : TITLE) - Math.log(measure), 2 * after + 1);
        if (broken[k]) break;
      }
      if (score[own] === Number.NEGATIVE_INFINITY) take(-20, 2 * i + 2);
    }
  }
  return { score, next };
}
