// What an earlier edition printed, asked by the line breaker and the page cutter: where its lines and pages began, told by
// block and offset in the chapter as it is now. A paragraph is first set with every line as it was; where a word has
// changed, only as many of the lines around it are broken anew as it takes.

import type { KeptLine, KeptPage } from "../page.ts";
import type { Items } from "./items.ts";
import { type Broken, breakLines, type Setup } from "./lines.ts";
import { Sep } from "./words.ts";

/** Where a row begins. */
export interface RowPlace {
  readonly key: string;
  /** It shows what a line of the earlier edition showed. */
  readonly printed: boolean;
}

export function keyOf(block: string, offset: number): string {
  return `${block} ${offset}`;
}

/** Behind the last row. */
export const END = "";

export class Printed {
  readonly pages: readonly KeptPage[];
  readonly #lines = new Map<string, KeptLine[]>();

  constructor(pages: readonly KeptPage[]) {
    this.pages = pages;
    for (const line of pages.flatMap(({ lines, notes }) => [...lines, ...notes])) {
      const known = this.#lines.get(line.block);
      if (known) known.push(line);
      else this.#lines.set(line.block, [line]);
    }
  }

  /**
   * The paragraph of `items`, which stand in their block behind `base` characters, with its lines as they were; null: it
   * was not printed, or cannot be set so without lines that are worse than any paragraph's must be.
   */
  setting(items: Items, block: string, base: number, setup: Setup): Broken | null {
    const lines = this.#of(block, base, items.plain.length);
    if (lines.length === 0) return null;
    const walls = lines.map((line) => pieceAt(items, line.offset - base));
    const changed = lines.flatMap((line, i) => (line.same ? [] : [i]));
    for (const [back, on] of changed.length === 0 ? [[0, 0] as const] : LOOSER) {
      const free = (i: number): boolean => changed.some((at) => i > at - back && i <= at + on);
      const kept = new Set(walls.flatMap((piece, i) => (i > 0 && piece > 0 && !free(i) ? [piece - 1] : [])));
      const [broken] = breakLines(items, { ...setup, walls: kept });
      if (broken && broken.overfull === 0 && this.#isGood(items, broken, block, base)) return broken;
    }
    return null;
  }

  /** The places of a paragraph's rows. */
  places(items: Items, broken: Broken, block: string, base: number): RowPlace[] {
    const lines = this.#of(block, base, items.plain.length);
    return Array.from({ length: broken.lines }, (_, i) => {
      const offset = startOf(items, broken, i) + base;
      const end = i + 1 < broken.lines ? startOf(items, broken, i + 1) + base : base;
      const printed = lines.some((line, at) => {
        const next = lines[at + 1]?.offset ?? base;
        return line.same && line.offset === offset && (next > offset ? next : base) === end;
      });
      return { key: keyOf(block, offset), printed };
    });
  }

  #of(block: string, base: number, length: number): readonly KeptLine[] {
    return (this.#lines.get(block) ?? []).filter(({ offset }) => offset >= base && offset < base + Math.max(1, length));
  }

  #isGood(items: Items, broken: Broken, block: string, base: number): boolean {
    return this.places(items, broken, block, base).every(
      ({ printed }, i) => printed || Math.abs(broken.ratios[i]!) <= WORST_RATIO || i === broken.lines - 1,
    );
  }
}

/** A line that is broken anew is no looser than this. */
const WORST_RATIO = 1;

/** How many lines' ends before and behind a changed line are given up, until the paragraph can be set. */
const LOOSER: readonly (readonly [back: number, on: number])[] = [
  [0, 0],
  [0, 1],
  [1, 1],
  [1, 2],
  [2, 3],
  [3, 6],
  [6, 12],
  [6, 1000],
];

function startOf(items: Items, broken: Broken, line: number): number {
  const first = broken.starts[line]!;
  return first === 0 ? 0 : items.at[first]!;
}

/** The first piece at `offset` that may begin a line; 0: none. */
function pieceAt(items: Items, offset: number): number {
  for (let i = 1; i < items.count; i += 1) {
    const before = items.sep[i - 1]!;
    if (items.at[i] === offset && before !== Sep.touch && before !== Sep.tie) return i;
  }
  return 0;
}
