// Takes the blocks of a side; gives them with the raised figures of notes before the notes they belong to. The one idea: an
// extraction sets such a figure on a line of its own, where it stands above or below a block of text, apart from its note:
//
//     and so the boats came in                 and so the boats came in
//     5
//                                    becomes   the town slept. Nobody
//     the town slept. Nobody                   spoke of it again.
//     spoke of it again.
//                                              5
//     The Mill, p. 7.                          The Mill, p. 7.

import type { SourceLine } from "./flow.ts";
import { startsLower } from "./joins.ts";
import type { Block } from "./sidetype.ts";

/** A figure or a sign alone on its line. */
export const LONE_NUMBER = /^[\d*∗†‡§]{1,4}$/;

/** Lines of a block that is surely of text, in small type or not. */
export const OF_TEXT = 4;
/** Part of a text's lines that seem to be in small type though they are not. */
export const FEW_SMALL = 0.25;

type IsSmall = (line: SourceLine) => boolean;

/**
 * Notes whose raised numbers stand on lines of their own may have lost the first of them to the blocks around: a number
 * apart, before a block of text and behind one that has numbers inside, is of the latter.
 */
function withNumbers(blocks: readonly Block[], isSmall: IsSmall): Block[] {
  const found: Block[] = [];
  for (const block of blocks) {
    const before = found.at(-1);
    const [number, ...rest] = block;
    const taken =
      before !== undefined &&
      LONE_NUMBER.test(number!.letters.text) &&
      rest.length >= OF_TEXT &&
      rest[0]!.blankBefore > 0 &&
      !rest.some((line) => LONE_NUMBER.test(line.letters.text)) &&
      rest.filter(isSmall).length < rest.length * FEW_SMALL &&
      mayTake(before, Number(number!.letters.text));
    if (!taken) found.push(block);
    else {
      found[found.length - 1] = numbered(before, number!);
      found.push(rest);
    }
  }
  return found;
}

/** Whether the block has this number's next inside, or is one of few lines that could be its note. */
function mayTake(block: Block, number: number): boolean {
  const numbers = block.flatMap(({ letters }) => (/^\d{1,3}$/.test(letters.text) ? [Number(letters.text)] : []));
  return numbers.length > 0
    ? numbers.includes(number + 1)
    : block.length < OF_TEXT && BOOKISH.test(block[0]!.letters.text);
}

const BOOKISH = /\bpp?\. ?\d|[Oo]p\. ?[Cc]it|[Ii]bid/;

/** A block of notes with one more number before its first line; where each line before the next number is a note, each gets its own. */
function numbered(block: Block, number: SourceLine): SourceLine[] {
  const isNumber = (line: SourceLine | undefined): boolean => line !== undefined && LONE_NUMBER.test(line.letters.text);
  const leading = isNumber(block[0]) ? [number, block[0]!] : [number];
  const rest = block.slice(leading.length - 1);
  const next = rest.findIndex(isNumber);
  const bare = rest.slice(0, next < 0 ? rest.length : next);
  const first = { ...leading[0]!, blankBefore: Math.max(1, block[0]!.blankBefore) };
  if (leading.length === 2 && bare.length === 2)
    return [first, bare[0]!, { ...leading[1]!, blankBefore: 0 }, bare[1]!, ...rest.slice(2)];
  return [first, ...leading.slice(1), ...rest];
}

/** Citations end with a page, in figures or Roman ones, or name the work before. */
const CITES = /\bpp?\. ?[\divxlc]|\d\.?$|[Oo]p\. ?[Cc]it|[Ii]bid/;

/** `isCalled`: whether the side's text may call that number. */
export function withFigures(
  given: readonly Block[],
  isSmall: IsSmall,
  isCalled: (figure: string) => boolean,
): readonly Block[] {
  const isLoose = (line: SourceLine): boolean =>
    /^\d/.test(line.letters.text) && isFigure(line) && isCalled(line.letters.text);
  const isText = (block: Block): boolean =>
    block.length >= OF_TEXT && block.filter(isSmall).length < block.length * FEW_SMALL;
  const numbered = withNumbers(given, isSmall);
  const parts = numbered.flatMap((block) => {
    const rest = block.slice(1);
    if (isLoose(block[0]!) && isText(rest) && rest[0]!.blankBefore > 0 && !rest.some(isFigure))
      return [[block[0]!], rest];
    const text = block.slice(0, -1);
    return isLoose(block.at(-1)!) && isText(text) && !text.some(isFigure) ? [text, [block.at(-1)!]] : [block];
  });
  const homes = new Map<Block, SourceLine>();
  const open: Block[] = [];
  parts.forEach((part, i) => {
    if (part.length === 1 && isLoose(part[0]!)) {
      open.push(part);
      return;
    }
    const above = open.length > 0 && parts[i - 1] === open.at(-1);
    if (open.length === 0 || !mayBeNote(part, above ? Number(open.at(-1)![0]!.letters.text) : null, isSmall)) return;
    homes.set(part, (above ? open.pop()! : open.shift()!)[0]!);
  });
  if (homes.size === 0) return numbered;
  const placed = new Set(homes.values());
  return parts.flatMap((part) => {
    const figure = homes.get(part);
    if (figure) return [[{ ...figure, blankBefore: Math.max(1, part[0]!.blankBefore) }, ...part]];
    return part.length === 1 && placed.has(part[0]!) ? [] : [part];
  });
}

function isFigure(line: SourceLine): boolean {
  return LONE_NUMBER.test(line.letters.text);
}

/** Whether a block may begin with the note of a figure on another line: of `above`, if that stands right above it. */
function mayBeNote(block: Block, above: number | null, isSmall: IsSmall): boolean {
  const first = block[0]!;
  if (isFigure(first) || startsLower(first.letters.text)) return false;
  if (block.some(isFigure)) return block.some(({ letters }) => above !== null && letters.text === String(above + 1));
  return block.length < OF_TEXT && (above !== null || block.every(isSmall) || CITES.test(block.at(-1)!.letters.text));
}
