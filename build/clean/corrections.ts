// Text corrections as data. From a chapter as cleaning made it and the same chapter as a person edited it to a list of
// corrections, and from the list back to the edited chapter. The one idea: a correction carries enough of its neighbours to
// stand exactly once in the chapter, and all of a chapter's are found before any is made, so that their order is nothing.

import { diffArrays } from "diff";
import { type Diagnostic, error, type Result } from "../diagnostic.ts";
import type { Span } from "../text.ts";

export interface Correction {
  /** The chapter's file without its folder: "03-march.md". */
  readonly chapter: string;
  /** A few words as cleaning leaves them; they stand exactly once in the chapter. */
  readonly before: string;
  readonly after: string;
  readonly reason: string | null;
  /** Where corrections.yaml says it. */
  readonly span: Span | null;
}

/**
 * The chapter's text with its corrections made. Those of other chapters are passed over.
 * Errors: `correction/missing` names the nearest text, `correction/ambiguous`, `correction/overlap`.
 */
export function correct(chapter: string, text: string, corrections: readonly Correction[]): Result<string> {
  const diagnostics: Diagnostic[] = [];
  const found: { start: number; end: number; correction: Correction }[] = [];
  for (const correction of corrections) {
    if (correction.chapter !== chapter) continue;
    const start = correction.before === "" ? -1 : text.indexOf(correction.before);
    if (start < 0) diagnostics.push(missing(chapter, text, correction));
    else if (text.indexOf(correction.before, start + 1) >= 0) diagnostics.push(ambiguous(chapter, correction));
    else found.push({ start, end: start + correction.before.length, correction });
  }
  found.sort((a, b) => a.start - b.start);
  let made = "";
  let from = 0;
  for (const { start, end, correction } of found) {
    if (start < from) {
      diagnostics.push(overlap(chapter, correction));
      continue;
    }
    made += text.slice(from, start) + correction.after;
    from = end;
  }
  return { value: made + text.slice(from), diagnostics };
}

function quoted(text: string): string {
  const line = text.replaceAll("\n", "⏎");
  return line.length > 80 ? `“${line.slice(0, 80)}…”` : `“${line}”`;
}

function missing(chapter: string, text: string, { before, span }: Correction): Diagnostic {
  const near = nearestText(text, before);
  const hints = near === null ? [`nothing in ${chapter} is like it`] : [`the nearest text is ${quoted(near)}`];
  return error("correction/missing", `${chapter} does not hold ${quoted(before)}`, span, ...hints);
}

function ambiguous(chapter: string, { before, span }: Correction): Diagnostic {
  const message = `${quoted(before)} stands more than once in ${chapter}`;
  return error("correction/ambiguous", message, span, "give more words before or behind");
}

function overlap(chapter: string, { before, span }: Correction): Diagnostic {
  const message = `${quoted(before)} overlaps another correction of ${chapter}`;
  return error("correction/overlap", message, span, "make one correction of both");
}

// ---------------------------------------------------------------------------------------------------- nearest text

const WORD = /[\p{L}\p{N}]+/gu;

/** The passage of as many words that shares most words with `wanted`; null where it shares none. */
export function nearestText(text: string, wanted: string): string | null {
  const sought = [...wanted.matchAll(WORD)].map(([word]) => word.toLowerCase());
  const words = [...text.matchAll(WORD)].map((match) => ({ word: match[0].toLowerCase(), match }));
  const known = new Set(sought);
  const length = Math.max(1, sought.length);
  let sum = 0;
  let best = { score: 0, end: -1 };
  words.forEach(({ word }, i) => {
    if (known.has(word)) sum += word.length;
    if (i >= length && known.has(words[i - length]!.word)) sum -= words[i - length]!.word.length;
    if (sum * 2 <= best.score) return;
    // as much again for a word in its own place
    const first = i - length + 1;
    const placed = sought.reduce((total, each, k) => total + (words[first + k]?.word === each ? each.length : 0), 0);
    if (sum + placed > best.score) best = { score: sum + placed, end: i };
  });
  if (best.end < 0) return null;
  const last = words[best.end]!.match;
  return text.slice(words[Math.max(0, best.end - length + 1)]!.match.index, last.index + last[0].length);
}

// ---------------------------------------------------------------------------------------------------- harvest

interface Hunk {
  start: number;
  end: number;
  after: string;
}

/** Tokens: words, runs of blanks, single other characters. */
const TOKEN = /[\p{L}\p{N}\p{M}]+|[^\S\n]+|\n+|[^\p{L}\p{N}\p{M}\s]/gu;
const MOST_EDITS = 4000;

/**
 * The corrections that turn `made` into `edited`: `correct` gives it back byte for byte. Those of `old` that still hold stay
 * as they were written; one that does not hands its reason on. A chapter rewritten from the ground up gives one
 * correction of the whole.
 */
export function harvest(
  chapter: string,
  made: string,
  edited: string,
  old: readonly Correction[] = [],
): readonly Correction[] {
  const own = old.filter((each) => each.chapter === chapter && made.includes(each.before));
  const hunks = hunksOf(made, edited);
  const kept = own.filter((each) => holds(made, hunks, each));
  const open = hunks.filter((hunk) => !kept.some((each) => contains(made, each, hunk)));
  for (const [held, rest] of [
    [kept, open],
    [[], hunks],
  ] as const) {
    const fresh = widen(made, rest).map((hunk): Correction => {
      const { start, end, after } = hunk;
      const reason = own.find((each) => touches(made, each, hunk))?.reason ?? null;
      return { chapter, before: made.slice(start, end), after, reason, span: null };
    });
    const corrections = [...held, ...fresh].sort((a, b) => made.indexOf(a.before) - made.indexOf(b.before));
    const { value, diagnostics } = correct(chapter, made, corrections);
    if (value === edited && diagnostics.length === 0) return corrections;
  }
  throw new Error(`the corrections of ${chapter} do not lead to it`);
}

/** Whether the changes within the correction's words are those it makes. */
function holds(made: string, hunks: readonly Hunk[], correction: Correction): boolean {
  const start = made.indexOf(correction.before);
  let after = "";
  let at = start;
  for (const hunk of hunks) {
    if (!contains(made, correction, hunk)) continue;
    after += made.slice(at, hunk.start) + hunk.after;
    at = hunk.end;
  }
  return after + made.slice(at, start + correction.before.length) === correction.after;
}

function contains(made: string, { before }: Correction, hunk: Hunk): boolean {
  const start = made.indexOf(before);
  return hunk.start >= start && hunk.end <= start + before.length;
}

function touches(made: string, { before }: Correction, hunk: Hunk): boolean {
  const start = made.indexOf(before);
  return hunk.start < start + before.length && hunk.end > start;
}

function hunksOf(made: string, edited: string): Hunk[] {
  const changes = diffArrays(made.match(TOKEN) ?? [], edited.match(TOKEN) ?? [], { maxEditLength: MOST_EDITS });
  if (changes === undefined) return [{ start: 0, end: made.length, after: edited }];
  const hunks: Hunk[] = [];
  let at = 0;
  let open: Hunk | null = null;
  for (const { value, added, removed } of changes) {
    const text = value.join("");
    if (!added && !removed) {
      at += text.length;
      open = null;
      continue;
    }
    if (open === null) {
      open = { start: at, end: at, after: "" };
      hunks.push(open);
    }
    if (added) open.after += text;
    else {
      at += text.length;
      open.end = at;
    }
  }
  return hunks;
}

/** Widens each hunk by whole words until it stands once in the text; hunks that meet become one. */
function widen(made: string, hunks: readonly Hunk[]): Hunk[] {
  if (hunks.length === 0) return [];
  const wide: Hunk[] = [];
  hunks.forEach((hunk, i) => {
    let grown = { ...hunk };
    const next = hunks[i + 1];
    const last = wide[wide.length - 1];
    for (let words = 1; words < 400 && !standsOnce(made, grown, words); words += 1) {
      grown = grow(made, grown, next?.start ?? made.length);
    }
    if (last && grown.start < last.end) {
      const after = last.after + made.slice(last.end, hunk.start) + grown.after.slice(hunk.start - grown.start);
      wide[wide.length - 1] = { start: last.start, end: grown.end, after };
    } else wide.push(grown);
  });
  // a hunk that could not grow past its neighbour takes it in
  return wide.every((hunk) => standsOnce(made, hunk, 0)) ? wide : [wholeOf(made, wide)];
}

/** At least a word on either side, for people; then as many as it takes. */
function standsOnce(made: string, { start, end }: Hunk, words: number): boolean {
  if (end === start || (words === 1 && end - start < 12)) return false;
  const before = made.slice(start, end);
  const first = made.indexOf(before);
  return first === start && made.indexOf(before, first + 1) < 0;
}

function grow(made: string, { start, end, after }: Hunk, limit: number): Hunk {
  const left =
    /(?:[\p{L}\p{N}\p{M}]+|[^\p{L}\p{N}\p{M}])\s*$/u.exec(made.slice(Math.max(0, start - 60), start))?.[0] ?? "";
  const right =
    /^\s*(?:[\p{L}\p{N}\p{M}]+|[^\p{L}\p{N}\p{M}])/u.exec(made.slice(end, Math.min(limit, end + 60)))?.[0] ?? "";
  return { start: start - left.length, end: end + right.length, after: left + after + right };
}

function wholeOf(made: string, hunks: readonly Hunk[]): Hunk {
  const first = hunks[0]!;
  const last = hunks[hunks.length - 1]!;
  let after = "";
  let at = first.start;
  for (const hunk of hunks) {
    after += made.slice(at, hunk.start) + hunk.after;
    at = hunk.end;
  }
  return { start: 0, end: made.length, after: made.slice(0, first.start) + after + made.slice(last.end) };
}
