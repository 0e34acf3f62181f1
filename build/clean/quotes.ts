// Takes shapes; finds block quotes. The one idea: a quotation is set apart in several ways at once (set in, set narrower, told
// of with a colon, within quotation marks, with more room around it), and any one of them may be lost; the rest are a sum.
// Where a text's quotations can be seen by their setting, words alone prove none.

import type { SourceLine } from "./flow.ts";
import { startsLower } from "./joins.ts";
import { least, most } from "./many.ts";
import { insetOf, isPlain, type Layout, type Shape, textOf } from "./shape.ts";

const ENOUGH = 3;
const SEEN = 2;

export function findQuotes(shapes: readonly Shape[], layout: Layout): readonly Shape[] {
  if (shapes.some(isSigned)) return shapes.map((shape) => (isSigned(shape) ? { ...shape, quoted: true } : shape));
  const seen = shapes.map((shape) => (isPlain(shape) ? settingScore(shape.lines, layout) : 0));
  const shown = seen.filter((score) => score >= SEEN).length >= 2;
  const speeches = shapes.filter((shape) => isPlain(shape) && OPENS.test(shape.lines[0]!.letters.text)).length;
  const dialogue = speeches > shapes.length * 0.12 && speeches > 8;
  const scores = shapes.map((shape, i) => {
    if (!isPlain(shape) || (shown && seen[i]! < SEEN)) return 0;
    return seen[i]! + (dialogue && seen[i]! < SEEN ? 0 : wordScore(shapes, i, layout));
  });
  const quoted = new Map<number, number>();
  scores.forEach((score, i) => {
    if (score >= ENOUGH) quoted.set(i, score);
  });
  extend(shapes, quoted, layout, (k) => !shown || seen[k]! >= SEEN || shapes[k]!.lines.length < 3);
  return shapes.map((shape, i) => {
    const score = quoted.get(i);
    return score === undefined ? shape : { ...shape, quoted: true, confidence: Math.min(0.98, 0.5 + score / 10) };
  });
}

/** Where signs mark the quotations there are no others. */
function isSigned({ lines }: Shape): boolean {
  return lines[0]?.block?.quoted === true;
}

// ---------------------------------------------------------------------------------------------------- how it is set

/** Points for lines that are set in, or set narrower or smaller than the text. */
function settingScore(lines: readonly SourceLine[], layout: Layout): number {
  if (layout.unwrapped) return 0;
  return Math.max(insetScore(lines, layout), narrowScore(lines, layout), smallScore(lines, layout));
}

/**
 *     Text text text text text text
 *     text text text text text:              margin
 *        “A quotation is set in, all its     inset of every line, the first line's indent or more
 *        lines alike; a paragraph, only
 *        its first.”
 */
function insetScore(lines: readonly SourceLine[], layout: Layout): number {
  if (lines.length < 2) return 0;
  const insets = lines.map((line) => insetOf(line, layout));
  const inset = least(insets);
  // lines that begin now here, now there are centred
  const rest = insets.slice(1);
  const wander = most(rest) - least(rest);
  if (inset < 2 || wander > 3) return 0;
  return lines.length > 2 ? 3.5 : 2.5;
}

/** How much narrower at least, and at most, as a share of the measure; how much wider in smaller type. */
const NARROWER = 0.96;
const NARROWEST = 0.4;
const SMALLER = [1.06, 1.6] as const;

/** The next word would have fitted into the measure, line after line, and the lines are alike in width. */
function narrowScore(lines: readonly SourceLine[], { measure }: Layout): number {
  const ends = lines.slice(0, -1).map((line, i) => lineEnd(line, lines[i + 1]!, measure));
  const roomy = ends.filter((end) => end.room > 0.01).length;
  if (ends.length < 2 || roomy < ends.length * 0.8) return 0;
  // lines run together are run together now and then, not all of them
  if (ends.filter((end) => end.count > 1).length > ends.length * 0.7) return 0;
  const middle = middleOf(ends.map((end) => end.width));
  if (middle > measure * NARROWER || middle < measure * NARROWEST) return 0;
  const alike = ends.filter(({ width }) => Math.abs(width - middle) < middle * 0.09).length;
  if (alike < ends.length * 0.75) return 0;
  return ends.length >= 4 ? 3.5 : ends.length === 3 ? 2.5 : 2;
}

/** Smaller type takes more letters into the same measure, line after line. */
function smallScore(lines: readonly SourceLine[], { measure }: Layout): number {
  const widths = lines.slice(0, -1).map((line) => line.width);
  if (widths.length < 2) return 0;
  const middle = middleOf(widths);
  if (middle < measure * SMALLER[0] || middle > measure * SMALLER[1]) return 0;
  const alike = widths.filter((width) => Math.abs(width - middle) < middle * 0.06).length;
  if (alike < widths.length * 0.8) return 0;
  return widths.length >= 4 ? 3.5 : widths.length === 3 ? 2.5 : 2;
}

function middleOf(numbers: readonly number[]): number {
  return [...numbers].sort((a, b) => a - b)[numbers.length >> 1]!;
}

/** Of a line that may be several run together: how many, the width of each, and the room the next word was left. */
function lineEnd(
  line: SourceLine,
  next: SourceLine,
  measure: number,
): { readonly count: number; readonly width: number; readonly room: number } {
  const count = Math.max(1, Math.ceil(line.width / measure - 0.1));
  const blank = next.letters.text.search(/\s/);
  const word = blank < 0 ? next.width : (next.width * blank) / Math.max(1, next.letters.length);
  return { count, width: line.width / count, room: (count * measure - line.width - 0.25 - word) / measure };
}

// ---------------------------------------------------------------------------------------------------- what it says

const OPENS = /^[*_\uFDD0-\uFDDF]*["“„«‘'‹]/u;
/** A closing mark, behind which a note call, as figure or as markup, and a reference in brackets may stand. */
const CLOSES =
  /["”“»’'›][*_\uFDD0-\uFDDF]*\s?(?:\([^()]{2,90}\))?[\s.,;]*(?:\[?[\d*∗†‡]{1,3}\]?|[—–-]|[$^{}]*<sup>.{1,30}|\$\^.{1,12})?$/u;
const INTRODUCED = /[:;]["”’)]?[\s\d*∗†]*[—–-]*$/u;
const INTRODUCED_WEAKLY = /(?:,|\p{Ll})["”’)]?\d{0,3}$/u;

function wordScore(shapes: readonly Shape[], i: number, layout: Layout): number {
  const text = textOf(shapes[i]!.lines);
  const before = shapes[i - 1];
  const after = shapes[i + 1];
  let score = 0;
  const last = before && before.kind !== "heading" ? textOf(before.lines).trimEnd() : "";
  const introduced = INTRODUCED.test(last);
  if (introduced) score += 1.5;
  else if (INTRODUCED_WEAKLY.test(last)) score += 0.5;
  if (OPENS.test(text)) score += 0.7;
  if (OPENS.test(text) && CLOSES.test(text)) score += isOneQuotation(text) ? 1 : -0.5;
  else if (OPENS.test(text) && staysOpen(text)) score += closingOf(shapes, i) === null ? 0.5 : 0.8;
  if (text.split(/\s+/).length < 25) score -= 1;
  if (startsLower(text) && !(OPENS.test(text) && introduced)) score -= 1;
  const gap = shapes[i]!.lines[0]!.blankBefore;
  if (gap > layout.gap && (after?.lines[0]?.blankBefore ?? gap) > layout.gap && layout.gap > 0) score += 1;
  return score;
}

/** Whether the first mark is closed by the last, not by one before: “One,” he said, “two.” is a sentence of the text. */
function isOneQuotation(text: string): boolean {
  const inner = text.replace(/^[*_\uFDD0-\uFDDF]*./u, "").replace(CLOSES, "");
  const depth = depths(inner);
  return depth.least >= 0;
}

/** Whether quotation marks are open at the end. */
export function staysOpen(text: string): boolean {
  return depths(text).last > 0;
}

/** Double marks only: an apostrophe looks like a single one. Straight ones open and close in turn. */
function depths(text: string): { last: number; least: number } {
  let depth = 0;
  let least = 0;
  let straight = false;
  for (let i = 0; i < text.length; i += 1) {
    const letter = text[i]!;
    // an opening mark before a blank is a closing one misread
    if (letter === "“" || letter === "«" || letter === "„") depth += /[\s\d]/.test(text[i + 1] ?? " ") ? -1 : 1;
    else if (letter === "”" || letter === "»") depth -= 1;
    else if (letter === '"') {
      const opens = /[\s([—–]/.test(text[i - 1] ?? " ");
      if (!opens && !straight) depth -= 1;
      else depth += straight ? -1 : 1;
      straight = opens && !straight;
    }
    least = Math.min(least, depth);
  }
  return { last: depth, least };
}

// ---------------------------------------------------------------------------------------------------- its neighbours

const FURTHEST = 8;

/** A quotation of several paragraphs goes on to the one that closes it; and its source may stand below it. */
function extend(
  shapes: readonly Shape[],
  quoted: Map<number, number>,
  layout: Layout,
  mayBeQuoted: (index: number) => boolean,
): void {
  for (const [i, score] of [...quoted]) {
    let last = i;
    if (OPENS.test(shapes[i]!.lines[0]!.letters.text) && staysOpen(textOf(shapes[i]!.lines))) {
      const end = closingOf(shapes, i);
      for (; end !== null && last < end && mayBeQuoted(last + 1); last += 1)
        quoted.set(last + 1, quoted.get(last + 1) ?? score - 0.5);
    }
    while (isAlike(shapes, last, layout)) {
      last += 1;
      if (!quoted.has(last)) quoted.set(last, score - 1);
    }
  }
}

/** Index of the paragraph that closes what is open in paragraph `i`; a far one only if all between repeat the mark. */
function closingOf(shapes: readonly Shape[], i: number): number | null {
  for (let k = i + 1; k < shapes.length && k <= i + FURTHEST; k += 1) {
    if (!isPlain(shapes[k]) || (k > i + 3 && !OPENS.test(shapes[k]!.lines[0]!.letters.text))) return null;
    const text = textOf(shapes[k]!.lines);
    const { least, last } = depths(text.replace(/^["“„«]/u, ""));
    if (least < 0) return CLOSES.test(text) && last < 0 ? k : null;
    if (last > 0 || (!OPENS.test(text) && depths(text).last !== 0)) return null;
  }
  return null;
}

/** A short last paragraph, or the name below a quotation, set in as far as it. */
function isAlike(shapes: readonly Shape[], i: number, layout: Layout): boolean {
  const next = shapes[i + 1];
  if (!isPlain(next) || next.lines.length > 2 || layout.unwrapped) return false;
  const own = Math.min(...shapes[i]!.lines.slice(-2).map((line) => insetOf(line, layout)));
  if (own < 2) return false;
  const inset = least(next.lines.map((line) => insetOf(line, layout)));
  const room = next.lines.every((line) => line.width < layout.measure * NARROWER);
  return room && inset >= own && !startsLower(next.lines[0]!.letters.text);
}
