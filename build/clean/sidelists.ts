// Takes the blocks of a side in a text whose chapters end with lists of notes; gives them with each list as one block, and
// says how well lists and text join. The one idea: such a list is no page's foot. It is the last thing on its chapter's page,
// under the word "Notes", and may go on at the head of the next page with the next number.

import type { SourceLine } from "./flow.ts";
import { endsSentence, startsLower } from "./joins.ts";
import type { Block } from "./sidetype.ts";

const TITLE = /^(?:(?:end)?notes(?: and references)?|references)$/iu;
const NUMBER = /^\d{1,3}$/;

export interface NoteList {
  readonly titled: boolean;
  readonly first: number;
  readonly last: number;
}

/** Whether notes stand in lists under a title of their own. */
export function hasNoteLists(sides: readonly (readonly SourceLine[])[]): boolean {
  return sides.some((lines) => lines.some((line, i) => isTitle(line) && isNumber(lines[i + 1])));
}

function isTitle(line: SourceLine | undefined): boolean {
  return line !== undefined && TITLE.test(line.letters.text);
}

function isNumber(line: SourceLine | undefined): boolean {
  return line !== undefined && NUMBER.test(line.letters.text);
}

/** The blocks with each run of them that a list was read as made one: a title or a number opens it, numbers go on with it. */
export function gatherLists(blocks: readonly Block[]): Block[] {
  const gathered: Block[] = [];
  let open: SourceLine[] | null = null;
  for (const block of blocks) {
    const goesOn = isNumber(block[0]) || isNumber(open?.at(-1)) || (open?.length === 1 && isTitle(open[0]));
    if (open && goesOn && !isTitle(block[0])) open.push(...block);
    else if (isTitle(block[0]) || isNumber(block[0])) {
      open = [...block];
      gathered.push(open);
    } else {
      open = null;
      gathered.push(block);
    }
  }
  return gathered;
}

/** Null if the block is no list. */
export function asList(block: Block): NoteList | null {
  if (!isTitle(block[0]) && !isNumber(block[0])) return null;
  const numbers = block.filter(isNumber).map(({ letters }) => Number(letters.text));
  const first = numbers[0];
  return first === undefined ? null : { titled: isTitle(block[0]), first, last: numbers.at(-1)! };
}

const COUNTS_ON = 2.5;
const ENDS_TEXT = 0.5;
const OPENS_CHAPTER = 1.5;
const OPENS_NONE = -1;
const TEARS = -4;

/** Nats for a list behind `end` of a text, for a text behind a list, or for two lists; `title`: whether a title comes after. */
export function joinToList(before: Block, after: Block, end: string, title: boolean): number | null {
  const [a, b] = [asList(before), asList(after)];
  if (!a && !b) return null;
  if (a && b) return !b.titled && b.first === a.last + 1 ? COUNTS_ON : TEARS;
  if (b) return b.titled && endsSentence(end) ? ENDS_TEXT : TEARS;
  if (title) return OPENS_CHAPTER;
  return startsLower(after[0]!.letters.text) ? TEARS : OPENS_NONE;
}
