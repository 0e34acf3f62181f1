// Takes pages; gives them with the lines whole that an extraction cut behind a raised figure. The one idea: such a figure stands
// higher than its line, and an extraction in the order of drawing begins a new line behind it; the halves together are as wide
// as other lines are, and the second is shorter than a line can be that goes on.
//
//     |…the whole harbour.7|
//     |It froze every winter, and|      two lines of the extraction, one of print

import { timesWidth } from "./face.ts";
import { Letters, type SourceLine, type SourcePage } from "./flow.ts";
import { usualWidth } from "./fullness.ts";
import { endsSentence, startsLower } from "./joins.ts";
import { makeLine } from "./read.ts";

/** A line that ends with what may be a call. */
const CALLED = /[\p{L}.,;:!?…”’"'»)\]](?:\d{1,3}|[*∗†‡§¶‖]{1,3}|[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3})$/u;
/** How far the halves together may be from the measure, and how near to it a line is no half, as shares of it. */
const NEAR = 0.045;
const WHOLE = 0.97;
/** As wide may both be in another face, where a sentence that goes on shows that the second is no line. */
const WIDEST = 1.15;
const BLANK = 0.25;
/** More calls stand on no printed line; fewer cuts, or a smaller share of the short lines with a call, prove no custom. */
const MOST_HALVES = 4;
const FEWEST = 3;
const SHARE = 0.15;

export function joinHalves(pages: readonly SourcePage[]): readonly SourcePage[] {
  if (!pages.some(({ lines }) => lines.some(isCalled))) return pages;
  const measure = usualWidth(pages.map(({ lines }) => lines));
  const candidates = pages.flatMap(({ lines }) =>
    lines.map((_, i) => i).filter((i) => mayBeHalf(lines, i) && lines[i]!.width < measure * WHOLE),
  );
  const cuts = pages.map(({ lines }) => lines.map((_, i) => halvesFrom(lines, i, measure)));
  const found = cuts.flat().filter((count) => count > 1).length;
  if (found < FEWEST || found < candidates.length * SHARE) return pages;
  return pages.map((page, p) => {
    const lines: SourceLine[] = [];
    for (let i = 0; i < page.lines.length; ) {
      const count = cuts[p]![i]! > 1 ? cuts[p]![i]! : lastHalves(page.lines, i, measure);
      lines.push(count > 1 ? joined(page.lines.slice(i, i + count)) : page.lines[i]!);
      i += count;
    }
    return lines.length === page.lines.length ? page : { ...page, lines };
  });
}

function isCalled({ letters }: SourceLine): boolean {
  return CALLED.test(letters.text.slice(-5));
}

/** Whether line `i` ends with a call, and another follows. */
function mayBeHalf(lines: readonly SourceLine[], i: number): boolean {
  const line = lines[i]!;
  const next = lines[i + 1];
  return isCalled(line) && next?.blankBefore === 0 && next.block === null && line.block === null;
}

/** Whether the text goes on behind line `i` although its next word would have fitted, or it was broken, far from the measure. */
function isTooShort(lines: readonly SourceLine[], i: number, measure: number): boolean {
  const { letters, width } = lines[i]!;
  const after = lines[i + 1]?.letters.text ?? "";
  if (isCalled(lines[i]!) || endsSentence(letters.text) || !startsLower(after)) return false;
  return width + BLANK + timesWidth(/^\S*/.exec(after)![0]) < measure * WHOLE;
}

/** How many lines from `i` on are together one full line, all but the last ending with a call; 1: it is one by itself. */
function halvesFrom(lines: readonly SourceLine[], i: number, measure: number): number {
  let width = lines[i]!.width;
  for (let count = 2; count <= MOST_HALVES && mayBeHalf(lines, i + count - 2); count += 1) {
    const last = i + count - 1;
    width += BLANK + lines[last]!.width;
    if (width - lines[last]!.width < measure * WHOLE && Math.abs(width / measure - 1) < NEAR) return count;
    if (width < measure * WIDEST && isTooShort(lines, last, measure)) return count;
    if (width > measure) return 1;
  }
  return 1;
}

/** The same for a paragraph's last line, which may be short: its second half ends a sentence, as no title does. */
function lastHalves(lines: readonly SourceLine[], i: number, measure: number): number {
  if (!mayBeHalf(lines, i)) return 1;
  const next = lines[i + 1]!;
  const fits = lines[i]!.width + BLANK + next.width < measure;
  return fits && endsSentence(next.letters.text) ? 2 : 1;
}

function joined(lines: readonly SourceLine[]): SourceLine {
  const parts = lines.flatMap(({ letters }, i) => (i === 0 ? [letters] : [Letters.made(" "), letters]));
  return { ...makeLine(Letters.concat(parts), lines[0]!), trailingBlank: lines.at(-1)!.trailingBlank };
}
