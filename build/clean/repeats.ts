// Takes leaves of lines; finds those that come again at their edges letter for letter but for the figures. The one idea: text
// does not repeat itself at the same place of page after page.

import type { Folio, SourceLine } from "./flow.ts";
import { asFolio, headWithFolio, LONGEST, loneFolio } from "./folios.ts";

export interface Leaf {
  /** Index of the section, that is of the side, it was found on. */
  readonly side: number;
  readonly lines: readonly SourceLine[];
}

/** What one line of a leaf is, where it is no text. */
export interface Fitting {
  readonly line: number;
  readonly folio: Folio | null;
  /** The head's words as printed; null for a lone folio. */
  readonly head: string | null;
  /** Whether a folio stands in its line, though it cannot be read. */
  readonly misread?: boolean;
}

/** Lines from a leaf's edge in which a line may repeat. */
const EDGE = 4;
/** Share of the leaves a line stands on again, where a book has many; where it has few, most of them. */
const AGAIN = 0.25;
const AGAIN_OF_FEW = 0.6;
const FEW = 6;

/**
 * Lines at the edges of leaves that come again letter for letter but for their figures: heads, dates and addresses of a
 * printing program, "3/38". A number alone is asked to count instead; chapters' titles and short notes come again, too.
 */
export function findRepeats(leaves: readonly Leaf[]): Fitting[][] {
  const places = new Map<string, Place[]>();
  const inside = new Map<string, Place[]>();
  leaves.forEach((leaf, i) => {
    leaf.lines.forEach((line, k) => {
      const text = line.letters.text.replace(/\s+/g, " ");
      const key = loneFolio(text) === null && headWithFolio(text) !== null ? null : repeatKey(text);
      if (key === null) return;
      const atEdge = Math.min(k, leaf.lines.length - 1 - k) < EDGE || standsApart(leaf, k);
      const seen = atEdge ? places : inside;
      (seen.get(key) ?? seen.set(key, []).get(key)!).push({ leaf: i, line: k, text });
    });
  });
  const found: Fitting[][] = leaves.map(() => []);
  const few = leaves.length < FEW;
  const enough = few ? Math.max(2, leaves.length * AGAIN_OF_FEW) : Math.max(3, leaves.length * AGAIN);
  for (const [key, seen] of places) {
    if (new Set(seen.map((each) => each.leaf)).size < enough) continue;
    // two pages of one side may stand one under the other
    const all =
      /#/.test(key) && (key.length >= LONG_KEY || /#.*#/.test(key)) ? [...seen, ...(inside.get(key) ?? [])] : seen;
    const counting = countingFigure(all);
    for (const { leaf, line, text } of all) {
      const lone = loneFolio(text);
      const folio = lone ?? asFolio(figuresOf(text)[counting] ?? "");
      found[leaf]!.push({ line, folio, head: lone === null ? text : null });
    }
  }
  return found;
}

interface Place {
  readonly leaf: number;
  readonly line: number;
  readonly text: string;
}

/** Letters of a line that is no sentence's by chance. */
const LONG_KEY = 10;
/** Part of the printings in which a folio differs from all others. */
const DISTINCT = 0.8;

function figuresOf(text: string): string[] {
  return text.match(/\d+/g) ?? [];
}

/** Which of the figures of a line that repeats is another one on each page, "3/38" on the third: -1 where none is. */
function countingFigure(seen: readonly Place[]): number {
  const distinct = figuresOf(seen[0]!.text).map(
    (_, k) => new Set(seen.map(({ text }) => figuresOf(text)[k])).size / seen.length,
  );
  const most = Math.max(0, ...distinct);
  return most >= DISTINCT && seen.length >= 3 ? distinct.indexOf(most) : -1;
}

function repeatKey(text: string): string | null {
  if (text.length > LONGEST || numbersChapter(text) || /^\W*\d*\W*(?:ibid|idem|id\.|op\.|loc\.)/i.test(text))
    return null;
  // "Example, The Long Winter, p. 313" is cited again and again
  if (/[\p{L})\d][.,;:]\s(?:pp?|vols?|nos?)\.\s?\d/iu.test(text)) return null;
  const key = text
    .toLowerCase()
    .replace(/\d+/g, "#")
    .replace(/[^\p{L}#/:]/gu, "");
  return /\p{L}{2}|#.*#/u.test(key) && key.length >= 3 ? key : null;
}

export function numbersChapter(text: string): boolean {
  return /^(?:chapter|part|book|section|lecture|letter|act|canto|notes?|appendix)\b/i.test(text);
}

/** Empty lines on both sides; the leaf's edge counts as one. */
export function standsApart(leaf: Leaf, line: number): boolean {
  const before = line === 0 || leaf.lines[line]!.blankBefore > 0;
  const after = line === leaf.lines.length - 1 || leaf.lines[line + 1]!.blankBefore > 0;
  return before && after;
}
