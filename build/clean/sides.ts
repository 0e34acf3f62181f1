// Takes the sides of a booklet whose two pages an extraction mixed, block by block; gives the pages. The one idea: one
// page of a side goes on from the side before and one from the side after, so a wrong share-out tears sentences on both.
//
//     side s:    hi(s) | lo(s)        lo(s) is followed by lo(s+1)
//     side s+1:  lo(s+1) | hi(s+1)    hi(s+1) is followed by hi(s)
//
// The On the last side the fold itself joins its low page to its high one. The
// best share-out of all sides together is found as a shortest path (Viterbi 1967) over the share-outs of each.

import type { Folio, SourceLine } from "./flow.ts";
import { joinScore, startsLower, type WordSense } from "./joins.ts";
import type { Sheet } from "./pages.ts";

type Block = readonly SourceLine[];

/** One way to share out a side's blocks: body blocks of both pages in reading order, and the notes under each. */
interface ShareOut {
  readonly low: readonly Block[];
  readonly high: readonly Block[];
  readonly lowNotes: readonly Block[];
  readonly highNotes: readonly Block[];
  readonly score: number;
}

interface Side {
  readonly sheet: Sheet;
  readonly options: readonly ShareOut[];
}

/** With the width of a full line of the text. */
type SideSense = WordSense & { readonly measure: number };

const MOST_BLOCKS = 10;
const MOST_OPTIONS = 700;

export function unmix(sheets: readonly Sheet[], sense: WordSense): readonly Sheet[] {
  if (!sheets.some((sheet) => sheet.mixed)) return sheets;
  const sideSense: SideSense = { ...sense, measure: usualMeasure(sheets) };
  const middle = middleFolio(sheets);
  const sides = sheets.map((sheet) => ({ sheet, options: optionsOf(sheet, middle, sideSense) }));
  const chosen = bestPath(sides, sideSense);
  return sides.flatMap(({ sheet }, i) => (sheet.mixed ? pagesOf(sheet, chosen[i]!) : [sheet]));
}

function usualMeasure(sheets: readonly Sheet[]): number {
  const widths = sheets.flatMap((sheet) => sheet.lines.map((line) => line.width)).sort((a, b) => a - b);
  return widths[Math.floor(widths.length * 0.5)] ?? 30;
}

function middleFolio(sheets: readonly Sheet[]): number {
  const folios = sheets.flatMap((sheet) => sheet.folios.map((folio) => folio.value));
  return (Math.min(...folios) + Math.max(...folios)) / 2;
}

function optionsOf(sheet: Sheet, middle: number, sense: SideSense): ShareOut[] {
  const blocks = blocksOf(sheet.lines);
  const notes: boolean[] = [];
  for (const block of blocks)
    notes.push(isNote(block, sense.measure, blocks[notes.length - 1] ?? null, notes.at(-1) ?? false));
  if (!sheet.mixed || blocks.length > MOST_BLOCKS) {
    const isLow = (sheet.folios[0]?.value ?? 0) < middle;
    const body = blocks.filter((_, i) => !notes[i]);
    const own = blocks.filter((_, i) => notes[i]);
    const empty = { low: [], high: [], lowNotes: [], highNotes: [], score: 0 };
    return [isLow ? { ...empty, low: body, lowNotes: own } : { ...empty, high: body, highNotes: own }];
  }
  const options: ShareOut[] = [];
  for (let bits = 0; bits < 2 ** blocks.length; bits += 1) {
    const low = blocks.filter((_, i) => (bits >> i) & 1 && !notes[i]);
    const high = blocks.filter((_, i) => !((bits >> i) & 1) && !notes[i]);
    const bare = (low.length === 0 ? 6 : 0) + (high.length === 0 ? 6 : 0);
    const lowNotes = blocks.filter((_, i) => (bits >> i) & 1 && notes[i]);
    const highNotes = blocks.filter((_, i) => !((bits >> i) & 1) && notes[i]);
    const base =
      notesScore(lowNotes, low, high) +
      notesScore(highNotes, high, low) -
      switches(bits, blocks.length) * 0.1 -
      bare +
      balance([...low, ...lowNotes], [...high, ...highNotes]);
    for (const lowOrder of orders(low)) {
      for (const highOrder of orders(high)) {
        const score =
          base + lowOrder.score + highOrder.score + inside(lowOrder.blocks, sense) + inside(highOrder.blocks, sense);
        options.push({ low: lowOrder.blocks, high: highOrder.blocks, lowNotes, highNotes, score });
      }
    }
  }
  return options.sort((a, b) => b.score - a.score).slice(0, MOST_OPTIONS);
}

/** Runs of lines without an empty line inside; a lone number goes with what follows. */
function blocksOf(lines: readonly SourceLine[]): Block[] {
  const blocks: SourceLine[][] = [];
  for (const line of lines) {
    const last = blocks.at(-1);
    const loneNumber = last?.length === 1 && LONE_NUMBER.test(last[0]!.letters.text);
    if (!last || (line.blankBefore > 0 && !loneNumber)) blocks.push([line]);
    else last.push(line);
  }
  return blocks;
}

const LONE_NUMBER = /^[\d*†‡§]{1,4}$/;

/** A note's number glued to a word whose line it stood under, or on a line of its own. */
const ENDS_IN_NUMBER = /^[\d*†‡§]{1,4}$|\p{L}\d{1,3}$/u;

/** Small type, or with a note's number on a line of its own: at its beginning or at the end of the text before. */
function isNote(block: Block, measure: number, before: Block | null, afterNote: boolean): boolean {
  if (block.length > 1 && LONE_NUMBER.test(block[0]!.letters.text)) return true;
  if (before && !afterNote && ENDS_IN_NUMBER.test(before.at(-1)!.letters.text)) return true;
  const wide = block.filter((line) => line.width > measure * 1.12 && line.width < measure * 1.5).length;
  return before !== null && block.length >= 3 && wide >= block.length * 0.5;
}

/** Pages of one book are about equally full. */
function balance(low: readonly Block[], high: readonly Block[]): number {
  const size = (blocks: readonly Block[]): number => blocks.flat().reduce((sum, line) => sum + line.width, 0);
  const a = size(low);
  const b = size(high);
  return -6 * ((a - b) / Math.max(1, a + b)) ** 2;
}

function switches(bits: number, count: number): number {
  let sum = 0;
  for (let i = 1; i < count; i += 1) if (((bits >> i) & 1) !== ((bits >> (i - 1)) & 1)) sum += 1;
  return sum;
}

/** A note stands under the page that calls it. */
function notesScore(notes: readonly Block[], own: readonly Block[], other: readonly Block[]): number {
  let score = 0;
  for (const note of notes) {
    for (const line of note) {
      const marker = /^(\d{1,3})$/.exec(line.letters.text)?.[1];
      if (marker === undefined) continue;
      score += (calls(own, marker) ? 2 : 0) - (calls(other, marker) ? 2 : 0);
    }
  }
  return score;
}

function calls(blocks: readonly Block[], marker: string): boolean {
  const call = new RegExp(`[\\p{L}.,;:!?”’"')\\]]${marker}(?!\\d)`, "u");
  return blocks.some((block) => block.some((line) => call.test(line.letters.text)));
}

/** The blocks as they stand, and with two neighbours changed, which costs something. */
function orders(blocks: readonly Block[]): { readonly blocks: readonly Block[]; readonly score: number }[] {
  const all = [{ blocks, score: 0 }];
  for (let i = 0; i + 1 < blocks.length; i += 1) {
    const swapped = [...blocks];
    swapped[i] = blocks[i + 1]!;
    swapped[i + 1] = blocks[i]!;
    all.push({ blocks: swapped, score: -0.7 });
  }
  return all;
}

function inside(blocks: readonly Block[], sense: SideSense): number {
  let score = 0;
  for (let i = 1; i < blocks.length; i += 1) score += join(blocks[i - 1]!, blocks[i]!, sense);
  return score;
}

function join(before: Block | undefined, after: Block | undefined, sense: SideSense): number {
  if (!before || !after) return 0;
  return joinScore(textEnd(before, sense.measure), after[0]!.letters.text, sense);
}

/** The last line of a block's text: before its notes, which begin with a number on a line of its own or in small type. */
function textEnd(block: Block, measure: number): string {
  const numbered = block.findIndex(
    (line, i) => i > 0 && (LONE_NUMBER.test(line.letters.text) || beginsNotes(block, i)),
  );
  let end = numbered < 0 ? block.length : numbered;
  while (end > 1 && numbered > 0) {
    if (isSmall(block[end - 1]!, measure)) end -= 1;
    else if (end > 2 && block[end - 1]!.width < measure * 0.8 && isSmall(block[end - 2]!, measure)) end -= 2;
    else break;
  }
  return block[end - 1]!.letters.text.replace(/(\p{L})\d{1,3}$/u, "$1");
}

/** After a line that swallowed a note's number, a line that goes not on with it. */
function beginsNotes(block: Block, i: number): boolean {
  return /\p{L}\d{1,3}$/u.test(block[i - 1]!.letters.text) && !startsLower(block[i]!.letters.text);
}

/** Wider than one, two or three full lines of the text, by what small type has more on a line. */
function isSmall(line: SourceLine, measure: number): boolean {
  const lines = line.width / measure;
  return [1, 2, 3].some((count) => lines > count * 1.09 && lines < count * 1.3);
}

function bestPath(sides: readonly Side[], sense: SideSense): ShareOut[] {
  const best: number[][] = [];
  const from: number[][] = [];
  sides.forEach((side, s) => {
    const memory = new Map<Block | undefined, Map<Block | undefined, number>>();
    const remembered = (before: Block | undefined, after: Block | undefined): number => {
      const row = memory.get(before) ?? memory.set(before, new Map()).get(before)!;
      const known = row.get(after);
      if (known !== undefined) return known;
      const score = join(before, after, sense);
      row.set(after, score);
      return score;
    };
    best.push([]);
    from.push([]);
    for (const option of side.options) {
      let top = s === 0 ? 0 : Number.NEGATIVE_INFINITY;
      let source = 0;
      const previous = s === 0 ? [] : sides[s - 1]!.options;
      previous.forEach((other, k) => {
        const score =
          best[s - 1]![k]! +
          remembered(other.low.at(-1), option.low[0]) +
          remembered(option.high.at(-1), other.high[0]);
        if (score > top) {
          top = score;
          source = k;
        }
      });
      best[s]!.push(top + option.score);
      from[s]!.push(source);
    }
  });
  const chosen: ShareOut[] = [];
  const fold = sides.at(-1)?.options ?? [];
  let at = indexOfGreatest(
    (best.at(-1) ?? []).map((score, k) => score + join(fold[k]!.low.at(-1), fold[k]!.high[0], sense)),
  );
  for (let s = sides.length - 1; s >= 0; s -= 1) {
    chosen[s] = sides[s]!.options[at]!;
    at = from[s]![at]!;
  }
  return chosen;
}

function indexOfGreatest(values: readonly number[]): number {
  let best = 0;
  values.forEach((value, i) => {
    if (value > values[best]!) best = i;
  });
  return best;
}

function pagesOf(sheet: Sheet, share: ShareOut): Sheet[] {
  const [low, high] = [...sheet.folios].sort((a, b) => a.value - b.value);
  const page = (folio: Folio | undefined, body: readonly Block[], notes: readonly Block[]): Sheet => ({
    side: sheet.side,
    lines: [...body, ...notes].flat(),
    folios: folio ? [folio] : [],
    head: sheet.head,
    mixed: false,
  });
  return [page(low, share.low, share.lowNotes), page(high, share.high, share.highNotes)];
}
