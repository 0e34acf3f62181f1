// Takes lines; finds those that are verse. The one idea: prose never ends its lines early and begins them all with capitals;
// what does both, and ends many of them on a comma, is set in lines by its author. Prose in short lines is not verse.

import type { SourceLine } from "./flow.ts";
import { endsInHyphen, endsSentence, startsLower } from "./joins.ts";
import { least } from "./many.ts";
import { insetOf, type Layout } from "./shape.ts";

/** Lines from `start` to before `end`. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

const WIDEST = 0.82;
const MOST_LETTERS = 76;
const MOST_BLANK = 3;

export function findVerse(lines: readonly SourceLine[], layout: Layout): readonly Range[] {
  const found: Range[] = [];
  for (let i = 0; i < lines.length; i += 1) {
    if (!mayBeVerse(lines[i]!, layout)) continue;
    const start = i;
    while (i + 1 < lines.length && mayBeVerse(lines[i + 1]!, layout) && !isApart(lines[i]!, lines[i + 1]!)) i += 1;
    const stanzas = withoutLoneLines(stanzasOf(lines, { start, end: i + 1 }));
    const range = { start: stanzas[0]?.start ?? start, end: stanzas.at(-1)?.end ?? start };
    if (range.end > range.start && isVerse(lines, range, layout)) found.push(range);
  }
  return found;
}

function mayBeVerse(line: SourceLine, { measure, unwrapped }: Layout): boolean {
  const text = line.letters.text;
  if (line.block !== null || text.length > MOST_LETTERS || endsInHyphen(text)) return false;
  if (!unwrapped && line.width > measure * WIDEST) return false;
  // a label, a dash before a name, a table's row, a line all in capitals
  if (/^(?:[\d•●▪◦|#>]|[-–—*]\s?)|\s{4}\S|\t/u.test(text) || !/\p{Ll}/u.test(text)) return false;
  return /\p{L}.*\p{L}/u.test(text);
}

function isApart(before: SourceLine, after: SourceLine): boolean {
  return after.page - before.page > 1 || (after.page === before.page && after.blankBefore > MOST_BLANK);
}

/** Parts of a range between empty lines, where not all its lines have an empty one before them. */
export function stanzasOf(lines: readonly SourceLine[], { start, end }: Range): Range[] {
  const inside = lines.slice(start + 1, end).map((line) => line.blankBefore);
  const usual = inside.length === 0 ? 0 : least(inside);
  const stanzas: Range[] = [];
  let from = start;
  for (let i = start + 1; i <= end; i += 1) {
    if (i < end && lines[i]!.blankBefore <= usual) continue;
    stanzas.push({ start: from, end: i });
    from = i;
  }
  return stanzas;
}

/** A single line before or after the stanzas is a title, a last line of prose, a name. */
function withoutLoneLines(stanzas: readonly Range[]): readonly Range[] {
  const long = (range: Range | undefined): boolean => range === undefined || range.end - range.start > 1;
  const kept = [...stanzas];
  while (!long(kept[0])) kept.shift();
  while (!long(kept.at(-1))) kept.pop();
  return kept;
}

function isVerse(all: readonly SourceLine[], range: Range, layout: Layout): boolean {
  const lines = all.slice(range.start, range.end);
  const before = all[range.start - 1];
  const inset = least(lines.map((line) => insetOf(line, layout))) >= 2;
  if (lines.length < (inset ? 3 : 4)) return false;
  const open = before && !endsSentence(before.letters.text) && lines[0]!.blankBefore === 0 && !inset;
  if (open && !layout.unwrapped && before.width > layout.measure * WIDEST) return false;
  const share = (holds: (text: string, i: number) => boolean): number =>
    lines.filter((line, i) => holds(line.letters.text, i)).length / lines.length;
  if (share((text) => /^["“”‘’'«([….*_\uFDD0-\uFDDF\s]*\p{Lu}/u.test(text)) < 0.85) return false;
  if (share((text) => /\d/.test(text)) > 0.2) return false;
  if (share((text) => text.split(/\s+/).length < 3) > 0.35) return false;
  const stops = share((text) => /[.!?]["”’')]*$/.test(text));
  const pauses = share((text, i) => /[,;:—–]["”’')]*$/.test(text) || runsOn(text, lines[i + 1]));
  return stops <= 0.6 && pauses >= (inset ? 0.2 : 0.3);
}

/** Whether a sentence runs on into the next line though nothing stands between. */
function runsOn(text: string, next: SourceLine | undefined): boolean {
  return next !== undefined && (startsLower(next.letters.text) || /\b(?:and|or|of|the|to|in|with|that)$/i.test(text));
}
