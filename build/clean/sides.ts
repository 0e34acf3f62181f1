// Takes the sides of a booklet whose two pages an extraction mixed, block by block; gives the pages. The one idea: the
// folios say which page follows which, so a wrong share-out tears sentences on several sides:
//
//     side s:    hi(s) | lo(s)        lo(s) is followed by lo(s+1)
//     side s+1:  lo(s+1) | hi(s+1)    hi(s+1) is followed by hi(s)
//
// On the last side the fold itself joins its low page to its high one. The best share-out of all sides together is found
// as a shortest path (Viterbi 1967) over the share-outs of each.

import { gatherFeet } from "./feet.ts";
import type { Folio, SourceLine } from "./flow.ts";
import { endsSentence, joinScore, startsLower, type WordSense } from "./joins.ts";
import { learnTopics, type Topic, type TopicSense } from "./kinship.ts";
import type { Sheet } from "./pages.ts";
import { parity } from "./parity.ts";
import { FEW_SMALL, LONE_NUMBER, OF_TEXT, withFigures } from "./sidefigures.ts";
import { gatherLists, hasNoteLists, joinToList } from "./sidelists.ts";
import { type Block, blocksOf, heightOf, isSmall, LABEL, pageOf, type SideSense, typeOf } from "./sidetype.ts";

/** A page's share of its side. */
interface Share {
  /** In reading order. */
  readonly body: readonly Block[];
  readonly notes: readonly Block[];
}

/** One way to share out a side's blocks: to its lower page and, if it has two, to its higher one. */
interface ShareOut {
  readonly pages: readonly Share[];
  readonly score: number;
  /** Whether each of the side's `LANDMARKS` belongs to the page whose folio comes first in the file. */
  readonly landmarks: readonly boolean[];
}

interface Side {
  readonly sheet: Sheet;
  /** Rising; null where no folio was found. */
  readonly folios: readonly (Folio | null)[];
  readonly options: readonly ShareOut[];
}

/** Share-outs of a side that are kept, and orders of one share-out. */
const MOST_OPTIONS = 120;
const MOST_ORDERS = 6;

export function unmix(sheets: readonly Sheet[], sense: WordSense): readonly Sheet[] {
  if (!sheets.some((sheet) => sheet.mixed)) return sheets;
  const type = typeOf(sheets);
  const lists = hasNoteLists(sheets.map((sheet) => sheet.lines));
  const sideSense: SideSense = { ...sense, ...type, page: pageOf(sheets, type.measure), lists };
  const join = rememberedJoin(sideSense);
  const sides = sheets.map((sheet) => sideOf(sheet, sideSense, join));
  const lines = sheets.flatMap((sheet) => sheet.lines);
  const topics = learnTopics(
    lines,
    () => 1,
    sheets.map((sheet) => sheet.lines),
  );
  const link = linkOf(join, topics);
  let chosen = bestPath(sides, link);
  for (let round = 0; round < ROUNDS; round += 1) {
    const habit = learnHabit(chosen);
    chosen = bestPath(
      sides.map((side) => ({ ...side, options: side.options.map((option) => withHabit(option, habit)) })),
      link,
    );
  }
  return sides.flatMap((side, i) => pagesOf(side, chosen[i]!));
}

// ------------------------------------------------------------------------------------------------------- notes

/** A note's number glued to a word whose line it stood under, or on a line of its own. */
const ENDS_IN_NUMBER = /^[\d*∗†‡§]{1,4}$|\p{L}\d{1,3}$/u;

/** Small type, or with a note's number at its beginning or at the end of the text before. */
function isNote(
  block: Block,
  before: Block | null,
  afterNote: boolean,
  called: ReadonlySet<string>,
  sense: SideSense,
): boolean {
  const first = block[0]!.letters.text;
  if (block.length > 1 && LONE_NUMBER.test(first)) return true;
  const small = block.filter((line) => isSmall(line, sense)).length;
  const text = block.length >= OF_TEXT && small < block.length * FEW_SMALL;
  if (before && !afterNote && !text && ENDS_IN_NUMBER.test(before.at(-1)!.letters.text)) return true;
  const label = LABEL.exec(first)?.[1];
  if (label !== undefined && (small > 0 || called.has(label))) return true;
  return small >= block.length * 0.5 || (block.length > 1 && small >= (block.length - 1) * 0.6);
}

function labelsOf(block: Block): string[] {
  return block.flatMap((line) => LABEL.exec(line.letters.text)?.[1] ?? []);
}

const CALL = /(?:\p{L}|[.,;:!?”’"')\]—]|[”’"] )(\d{1,3}|[*∗†‡§])(?!\d)|\p{L}[.,;:]?(\p{Ll})$/gu;

function callsIn(blocks: readonly Block[]): Set<string> {
  const calls = new Set<string>();
  for (const line of blocks.flat()) {
    for (const match of line.letters.text.matchAll(CALL)) calls.add(match[1] ?? match[2]!);
  }
  return calls;
}

/** A title: one or two short lines without a stop. */
function isTitle(block: Block, sense: SideSense): boolean {
  if (block.length > 2 || block.some((line) => line.width > sense.measure * 0.85)) return false;
  const text = block.at(-1)!.letters.text;
  return !/[.,;:—–-]$/.test(text.replace(/\d{1,3}$/, "")) && /^["“‘'(]?[\p{Lu}\d]/u.test(block[0]!.letters.text);
}

// -------------------------------------------------------------------------------------------------- share-outs

/** With so many blocks of text every share-out is tried; with more, those that change the page but a few times. */
const EVERY = 8;
const MANY = 24;
const SWITCH = 0.1;
const BARE = 6;

/** The blocks of a side, its notes each behind its number. */
function footBlocks(sheet: Sheet, called: ReadonlySet<string>, sense: SideSense): Block[] {
  const lines = withFigures(
    blocksOf(sheet.lines),
    (line) => isSmall(line, sense),
    (figure) => called.has(figure),
  ).flat();
  const measure = { body: sense.measure, note: null };
  return blocksOf(gatherFeet(lines, (value) => called.has(String(value)), measure));
}

function sideOf(sheet: Sheet, sense: SideSense, join: Join): Side {
  const folios = [...sheet.folios].sort((a, b) => a.value - b.value);
  const called = callsIn([sheet.lines]);
  const blocks = sense.lists ? gatherLists(blocksOf(sheet.lines)) : footBlocks(sheet, called, sense);
  const isOfNotes: boolean[] = [];
  for (const [i, block] of blocks.entries())
    isOfNotes.push(!sense.lists && isNote(block, blocks[i - 1] ?? null, isOfNotes[i - 1] ?? false, called, sense));
  const body = blocks.filter((_, i) => !isOfNotes[i]);
  const notes = blocks.filter((_, i) => isOfNotes[i]);
  if (!sheet.mixed) {
    const options = ordersOf(body, sense, join).map(({ blocks, score }) => ({
      pages: [{ body: blocks, notes }],
      score,
      landmarks: [],
    }));
    return { sheet, folios: [folios[0] ?? null], options };
  }
  const options = choicesOf(body.length).flatMap((isLow) => {
    const low = body.filter((_, i) => isLow[i]);
    const high = body.filter((_, i) => !isLow[i]);
    const own = shareNotes(notes, low, high);
    const switches = isLow.filter((each, i) => i > 0 && each !== isLow[i - 1]).length;
    const bare = (low.length === 0 ? BARE : 0) + (high.length === 0 ? BARE : 0);
    const base = own.score + fullness([...low, ...own.low], [...high, ...own.high], sense) - SWITCH * switches - bare;
    const shares = (blocks: readonly Block[], under: readonly Block[]) =>
      ordersOf(blocks, sense, join).map((order) => ({ ...order, share: { body: order.blocks, notes: under } }));
    const highs = shares(high, own.high);
    const lows = new Set([...low, ...own.low]);
    const lowIsFirst = folios[0] === sheet.folios[0];
    const landmarks = landmarksOf(blocks, body).map((block) => block !== undefined && lows.has(block) === lowIsFirst);
    const both = shares(low, own.low).flatMap((first) =>
      highs
        .filter((second) => first.backwards === second.backwards || low.length < 2 || high.length < 2)
        .map((second) => ({ pages: [first.share, second.share], score: base + first.score + second.score, landmarks })),
    );
    return bestOf(both, MOST_ORDERS);
  });
  const best = bestOf(options, MOST_OPTIONS);
  return { sheet, folios: [folios[0] ?? null, folios[1] ?? null], options: best };
}

function bestOf(options: readonly ShareOut[], most: number): ShareOut[] {
  return [...options].sort((a, b) => b.score - a.score).slice(0, most);
}

/** For each block, whether it belongs to the low page. */
function choicesOf(count: number): boolean[][] {
  if (count <= EVERY)
    return Array.from({ length: 2 ** count }, (_, bits) =>
      Array.from({ length: count }, (_, i) => ((bits >> i) & 1) === 1),
    );
  const choices: boolean[][] = [];
  const last = count <= MANY ? count : 0;
  for (let a = 0; a <= count; a += 1) {
    for (let b = a; b <= count; b += 1) {
      for (let c = b; c <= Math.max(b, last); c += 1) {
        const low = Array.from({ length: count }, (_, i) => i < a || (i >= b && i < c));
        choices.push(
          low,
          low.map((each) => !each),
        );
      }
    }
  }
  return choices;
}

/** A note stands under the page that calls it; one that goes on from the page before stands with the next. */
function shareNotes(
  notes: readonly Block[],
  low: readonly Block[],
  high: readonly Block[],
): { readonly low: readonly Block[]; readonly high: readonly Block[]; readonly score: number } {
  const calls = [callsIn(low), callsIn(high)] as const;
  const votes = notes.map((note) => {
    const labels = labelsOf(note);
    return labels.filter((label) => calls[0].has(label)).length - labels.filter((label) => calls[1].has(label)).length;
  });
  const lows: Block[] = [];
  const highs: Block[] = [];
  let score = 0;
  notes.forEach((note, i) => {
    const vote = votes[i] || votes[i + 1] || votes[i - 1] || high.flat().length - low.flat().length;
    score += 2 * Math.min(2, Math.abs(votes[i]!));
    (vote > 0 ? lows : highs).push(note);
  });
  return { low: inOrder(lows), high: inOrder(highs), score };
}

/** By their numbers; what has none goes on from the page before. */
function inOrder(notes: readonly Block[]): Block[] {
  const numberOf = (note: Block): number => numbersOf(note)[0] ?? 0;
  const labelled = (note: Block): number => (LABEL.test(note[0]!.letters.text) ? 1 : 0);
  const place = new Map(notes.map((note) => [note, numberOf(note) + labelled(note) * 0.5]));
  return [...notes].sort((a, b) => place.get(a)! - place.get(b)!);
}

const BALANCE = 2;
/** What a page gains beyond its height in nats, for each twentieth of it, and at most. */
const OVERFULL = -3;
const MOST_OVERFULL = -12;

/** Pages of one book are about equally full, and none is overfull. */
function fullness(low: readonly Block[], high: readonly Block[], { page, measure }: SideSense): number {
  const a = heightOf(low, measure);
  const b = heightOf(high, measure);
  const over = (height: number): number => Math.max(MOST_OVERFULL, OVERFULL * Math.max(0, (height / page - 1.03) * 20));
  return -BALANCE * ((a - b) / Math.max(1, a + b)) ** 2 + over(a) + over(b);
}

/** One order of a page's blocks, with what its joins gain. */
interface Ordering {
  readonly blocks: readonly Block[];
  readonly backwards: boolean;
  readonly score: number;
}

const SWAPPED = 1.5;
const MOST_SWAPPED = 5;

/** As they stand or all backwards (the sides of a duplex print are turned), with two neighbours changed, with titles moved. */
function ordersOf(blocks: readonly Block[], sense: SideSense, join: Join): Ordering[] {
  const inside = (each: readonly Block[]): number => each.reduce((sum, block, i) => sum + join(each[i - 1], block), 0);
  const orders: Ordering[] = [];
  for (const backwards of blocks.length > 1 ? [false, true] : [false]) {
    const base = backwards ? [...blocks].reverse() : [...blocks];
    orders.push({ blocks: base, backwards, score: inside(base) });
    for (let i = 0; i + 1 < base.length && base.length <= MOST_SWAPPED; i += 1) {
      const swapped = [...base.slice(0, i), base[i + 1]!, base[i]!, ...base.slice(i + 2)];
      orders.push({ blocks: swapped, backwards, score: inside(swapped) - SWAPPED });
    }
    const titles = base.filter((block) => isTitle(block, sense));
    if (titles.length > 0 && titles.length < base.length) {
      for (const top of [true, false]) {
        const moved = withTitles(base, titles, top, inside);
        orders.push({ blocks: moved, backwards, score: inside(moved) - SWITCH * titles.length });
      }
    }
  }
  return orders;
}

/** The blocks with each title where it joins best; `top`: one of them above all. */
function withTitles(
  blocks: readonly Block[],
  titles: readonly Block[],
  top: boolean,
  inside: (blocks: readonly Block[]) => number,
): Block[] {
  let placed = blocks.filter((block) => !titles.includes(block));
  for (const [k, title] of titles.entries()) {
    const places = top && k === 0 ? [0] : Array.from({ length: placed.length + 1 }, (_, i) => i).slice(top ? 1 : 0);
    const tries = places.map((i) => [...placed.slice(0, i), title, ...placed.slice(i)]);
    placed = tries.reduce((best, each) => (inside(each) > inside(best) ? each : best));
  }
  return placed;
}

// ------------------------------------------------------------------------------------------------------- joins

/** How well the second block goes on from the first; 0 where one is missing. */
type Join = (before: Block | undefined, after: Block | undefined) => number;

/** What a title gains between a sentence's end and a new beginning, and loses elsewhere. */
const TITLE_FITS = 0.5;
const TITLE_TEARS = -3;

function rememberedJoin(sense: SideSense): Join {
  const memory = new Map<Block, Map<Block, number>>();
  return (before, after) => {
    if (!before || !after) return 0;
    const row = memory.get(before) ?? memory.set(before, new Map()).get(before)!;
    const known = row.get(after);
    if (known !== undefined) return known;
    const score = joinBlocks(before, after, sense);
    row.set(after, score);
    return score;
  };
}

function joinBlocks(before: Block, after: Block, sense: SideSense): number {
  const list = sense.lists ? joinToList(before, after, before.at(-1)!.letters.text, isTitle(after, sense)) : null;
  if (list !== null) return list;
  const start = after[0]!.letters.text;
  if (isTitle(before, sense)) return startsLower(start) ? TITLE_TEARS : TITLE_FITS;
  const texts = textsOf(before, sense);
  if (isTitle(after, sense)) return texts.some((text) => endsSentence(text.at(-1)!)) ? TITLE_FITS : TITLE_TEARS;
  const next = after.map(({ letters }) => letters.text).join(" ");
  return Math.max(...texts.map((text) => joinScore(text.at(-1)!, start, sense) + parity(text.join(" "), next)));
}

/**
 * A block's text as it may end: before its notes, which begin with a number on a line of its own or in small type. Where small
 * type ends the block without a number it may be a quotation, or what goes on of a note of the page before.
 */
function textsOf(block: Block, sense: SideSense): string[][] {
  const numbered = block.findIndex(
    (line, i) => i > 0 && (LONE_NUMBER.test(line.letters.text) || beginsNotes(block, i)),
  );
  if (numbered > 0) return [textUpTo(block, beforeSmall(block, numbered, sense))];
  const end = beforeSmall(block, block.length, sense);
  const whole = textUpTo(block, block.length);
  return end < block.length && end >= OF_TEXT ? [whole, textUpTo(block, end)] : [whole];
}

function textUpTo(block: Block, end: number): string[] {
  const texts = block.slice(0, end).map(({ letters }) => letters.text);
  return [...texts.slice(0, -1), texts.at(-1)!.replace(/(\p{L})\d{1,3}$/u, "$1")];
}

/** Index behind the last line before `end` that is not in small type; a short line may end a paragraph of it. */
function beforeSmall(block: Block, end: number, sense: SideSense): number {
  let last = end;
  while (last > 1) {
    if (isSmall(block[last - 1]!, sense)) last -= 1;
    else if (last > 2 && block[last - 1]!.width < sense.measure * 0.8 && isSmall(block[last - 2]!, sense)) last -= 2;
    else break;
  }
  return last;
}

/** After a line that swallowed a note's number, a line that goes not on with it. */
function beginsNotes(block: Block, i: number): boolean {
  return /\p{L}\d{1,3}$/u.test(block[i - 1]!.letters.text) && !startsLower(block[i]!.letters.text);
}

// ------------------------------------------------------------------------------------------------------- habit

/** An extraction goes over all sides in the same way: the first block of a side, for instance, is the left page's. */
interface Habit {
  /** Index of the landmark that tells most. */
  readonly landmark: number;
  /** Nats for a share-out that gives it to the page whose folio comes first. */
  readonly gain: number;
}

/** The first and the last block of a side, and of its text. */
function landmarksOf(blocks: readonly Block[], body: readonly Block[]): readonly (Block | undefined)[] {
  return [blocks[0], blocks.at(-1), body[0], body.at(-1)];
}

const ROUNDS = 3;
const LEAST_SIDES = 6;
/** Share of the sides that must agree. */
const AGREED = 0.7;
const MOST_GAIN = 3;

function learnHabit(chosen: readonly ShareOut[]): Habit {
  const shared = chosen.filter((option) => option.landmarks.length > 0);
  const habits = (shared[0]?.landmarks ?? []).map((_, landmark) => {
    const first = shared.filter((option) => option.landmarks[landmark]).length;
    const gain = Math.log((first + 1) / (shared.length - first + 1));
    const agreed = Math.max(first, shared.length - first) >= shared.length * AGREED;
    return { landmark, gain: agreed && shared.length >= LEAST_SIDES ? clampGain(gain) : 0 };
  });
  return habits.reduce((best, each) => (Math.abs(each.gain) > Math.abs(best.gain) ? each : best), {
    landmark: 0,
    gain: 0,
  });
}

function clampGain(gain: number): number {
  return Math.max(-MOST_GAIN, Math.min(MOST_GAIN, gain));
}

function withHabit(option: ShareOut, { landmark, gain }: Habit): ShareOut {
  return option.landmarks[landmark] ? { ...option, score: option.score + gain } : option;
}

// ------------------------------------------------------------------------------------------------------- pages

/** How well a page's share goes on from that of the page before. */
type Link = (before: Share, after: Share) => number;

const COUNTS_ON = 2.5;
const FALLS_BACK = -2.5;
const LEAP = 6;

/** By the sentence that meets there, by the topics, and by the numbers of the notes. */
function linkOf(join: Join, topics: TopicSense): Link {
  const memory = new Map<Share, { readonly end: Topic; readonly start: Topic; readonly numbers: readonly number[] }>();
  const remembered = (share: Share) => {
    const known = memory.get(share);
    if (known) return known;
    const lines = share.body.flat();
    const fresh = { end: topics.of(lines, -1), start: topics.of(lines, 1), numbers: share.notes.flatMap(numbersOf) };
    memory.set(share, fresh);
    return fresh;
  };
  const scores = new Map<Share, Map<Share, number>>();
  return (before, after) => {
    const row = scores.get(before) ?? scores.set(before, new Map()).get(before)!;
    const known = row.get(after);
    if (known !== undefined) return known;
    const a = remembered(before);
    const b = remembered(after);
    const score = join(before.body.at(-1), after.body[0]) + topics.kin(a.end, b.start) + countsOn(a.numbers, b.numbers);
    row.set(after, score);
    return score;
  };
}

function numbersOf(note: Block): number[] {
  return labelsOf(note)
    .filter((label) => /\d/.test(label))
    .map(Number);
}

/** Notes count through the book or through a chapter, or begin anew on each page. */
function countsOn(before: readonly number[], after: readonly number[]): number {
  const last = before.at(-1);
  const first = after[0];
  if (last === undefined || first === undefined || first === 1) return 0;
  if (first === last + 1) return COUNTS_ON;
  return first <= last || first > last + LEAP ? FALLS_BACK : 0;
}

// -------------------------------------------------------------------------------------------------------- path

function bestPath(sides: readonly Side[], link: Link): ShareOut[] {
  const best: number[][] = [];
  const from: number[][] = [];
  sides.forEach((side, s) => {
    const previous = s === 0 ? null : sides[s - 1]!;
    const links = previous ? linksBetween(previous.folios, side.folios) : [];
    const fold = foldOf(side.folios);
    best.push([]);
    from.push([]);
    for (const option of side.options) {
      const own = option.score + (fold ? link(option.pages[fold[0]]!, option.pages[fold[1]]!) : 0);
      let top = previous ? Number.NEGATIVE_INFINITY : 0;
      let source = 0;
      previous?.options.forEach((other, k) => {
        let score = best[s - 1]![k]!;
        for (const [a, b, onwards] of links) {
          const there = other.pages[a]!;
          const here = option.pages[b]!;
          score += onwards ? link(there, here) : link(here, there);
        }
        if (score > top) {
          top = score;
          source = k;
        }
      });
      best[s]!.push(top + own);
      from[s]!.push(source);
    }
  });
  const chosen: ShareOut[] = [];
  let at = indexOfGreatest(best.at(-1) ?? []);
  for (let s = sides.length - 1; s >= 0; s -= 1) {
    chosen[s] = sides[s]!.options[at]!;
    at = from[s]![at]!;
  }
  return chosen;
}

/** Pages of two sides that follow each other: index on the first side, on the second, and whether the second goes on. */
function linksBetween(
  before: readonly (Folio | null)[],
  after: readonly (Folio | null)[],
): (readonly [number, number, boolean])[] {
  return before.flatMap((a, i) =>
    after.flatMap((b, k) => {
      if (!a || !b || Math.abs(a.value - b.value) !== 1) return [];
      return [[i, k, b.value > a.value] as const];
    }),
  );
}

/** The two pages of one side, where the second goes on from the first. */
function foldOf([low, high]: readonly (Folio | null)[]): readonly [number, number] | null {
  return low && high && high.value === low.value + 1 ? [0, 1] : null;
}

function indexOfGreatest(values: readonly number[]): number {
  let best = 0;
  values.forEach((value, i) => {
    if (value > values[best]!) best = i;
  });
  return best;
}

function pagesOf({ sheet, folios }: Side, { pages }: ShareOut): Sheet[] {
  return pages.map(({ body, notes }, i) => ({
    side: sheet.side,
    lines: [...body.flat(), ...notes.flatMap(setApart)],
    folios: folios[i] ? [folios[i]!] : [],
    head: sheet.head,
    mixed: false,
  }));
}

/** Notes that stood first on their side have no empty line before them. */
function setApart([first, ...rest]: Block): SourceLine[] {
  return [{ ...first!, blankBefore: Math.max(1, first!.blankBefore) }, ...rest];
}
