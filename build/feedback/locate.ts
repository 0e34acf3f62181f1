// Takes remarks and the files of a book, gives where in the files each was made. Both are compared as letters and figures
// alone: reading systems change quotation marks, hyphens, blanks and ligatures, Markdown adds marks of its own. What is not
// found letter by letter is found by the place that shares most runs of letters with it, if it is near enough.

import type { Source, Span } from "../text.ts";
import type { Remark } from "./remark.ts";

export type Located =
  | { readonly found: "once"; readonly span: Span /** Letters that differ. */; readonly differs: number }
  | { readonly found: "often"; readonly spans: readonly Span[] }
  | { readonly found: "never" /** The most similar place, if any is. */; readonly nearest: Span | null };

/** A file's letters, and where each stands. */
export interface Letters {
  readonly file: string;
  readonly letters: string;
  /** `at[i]`: offset in the file of letter i; one more at the end. */
  readonly at: Int32Array;
  /** The letters of its title; empty where it has none. */
  readonly title: string;
}

export function lettersOf({ file, text }: Source, markdown: boolean): Letters {
  const bare = markdown ? withoutMarkup(text) : text;
  const letters: string[] = [];
  const at: number[] = [];
  for (let i = 0; i < bare.length; ) {
    const letter = String.fromCodePoint(bare.codePointAt(i)!);
    for (const part of plain(letter)) {
      letters.push(part);
      for (let k = 0; k < part.length; k += 1) at.push(i);
    }
    i += letter.length;
  }
  at.push(text.length);
  const title = markdown ? (/^title: *(.*)$|^# +(.*?)(?: *\{.*)?$/m.exec(text)?.slice(1).join("") ?? "") : "";
  return { file, letters: letters.join(""), at: Int32Array.from(at), title: justLetters(title) };
}

function plain(text: string): string[] {
  if (/^[a-z0-9]$/.test(text)) return [text];
  return (
    text
      .normalize("NFKD")
      .toLowerCase()
      .match(/[\p{L}\p{N}]/gu) ?? []
  );
}

const justLetters = (text: string): string => [...text].flatMap(plain).join("");

/** Calls, link targets, attributes, front matter and comments become blanks, so that offsets stay. */
function withoutMarkup(text: string): string {
  const blank = (part: string): string => " ".repeat(part.length);
  return text
    .replace(/^---\n[\s\S]*?\n---\n/, blank)
    .replace(/<!--[\s\S]*?-->/g, blank)
    .replace(/\[\^[^\]\s]+\]:?/g, blank)
    .replace(/\]\([^)\n]*\)/g, blank)
    .replace(/\{[#.][^}\n]*\}/g, blank)
    .replace(/^:::.*$/gm, blank);
}

/** Shorter quotations are whole words. */
const SHORT = 12;
/** Of its letters, how many may differ. */
const DIFFERENT = 0.2;
/** How much of a long quotation's beginning and end is compared. */
const EDGE = 240;

export function locate(remark: Remark, files: readonly Letters[]): Located {
  const sought = searched(remark.quote);
  for (const needle of sought) {
    const spans = files.flatMap((file) => exact(needle, file));
    if (spans.length === 1) return { found: "once", span: spans[0]!.span, differs: 0 };
    if (spans.length > 1) return choose(remark, spans);
  }
  const needle = sought.at(-1) ?? "";
  if (needle.length < SHORT) return { found: "never", nearest: null };
  const near = files.flatMap((file) => nearly(needle, file) ?? []).sort((a, b) => a.differs - b.differs);
  const [best] = near;
  if (!best) return { found: "never", nearest: null };
  const length = Math.min(needle.length, 2 * EDGE);
  if (best.differs <= DIFFERENT * length) return { found: "once", span: best.span, differs: best.differs };
  return { found: "never", nearest: best.differs <= 2 * DIFFERENT * length ? best.span : null };
}

/** The quotation's letters, then those without the marks of notes: "dawn.7" is "dawn." and a call. */
function searched(quote: string): string[] {
  const all = [quote, quote.replace(/(?<=[\p{L}\p{P}])\d{1,3}(?=[\s\p{P}]|$)/gu, "")].map((text) => justLetters(text));
  return [...new Set(all)].filter((needle) => needle !== "");
}

interface Match {
  readonly span: Span;
  readonly file: Letters;
  readonly from: number;
  readonly to: number;
}

function exact(needle: string, file: Letters): Match[] {
  const found: Match[] = [];
  for (let at = file.letters.indexOf(needle); at !== -1; at = file.letters.indexOf(needle, at + 1)) {
    const to = at + needle.length;
    if (needle.length >= SHORT || (isEdge(file, at) && isEdge(file, to))) {
      found.push({ span: spanOf(file, at, to), file, from: at, to });
    }
  }
  return found;
}

/** Something stands between the letter and the one before. */
function isEdge({ at, letters }: Letters, letter: number): boolean {
  return letter === 0 || letter >= letters.length || at[letter]! - at[letter - 1]! > 1;
}

function spanOf({ file, at }: Letters, from: number, to: number): Span {
  return { file, start: at[from]!, end: to > from ? at[to - 1]! + 1 : at[from]! };
}

/** Of several places the one whose neighbours are the remark's, or whose file is. */
function choose(remark: Remark, matches: readonly Match[]): Located {
  const before = justLetters(remark.prefix);
  const after = justLetters(remark.suffix);
  const score = ({ file, from, to }: Match): number => {
    let same = 0;
    while (same < before.length && file.letters[from - 1 - same] === before[before.length - 1 - same]) same += 1;
    let behind = 0;
    while (behind < after.length && file.letters[to + behind] === after[behind]) behind += 1;
    return same + behind;
  };
  const place = remark.where.replace(/\.\w+$/, "");
  const chapter = justLetters(remark.chapter ?? "");
  const here = matches.filter(
    ({ file }) =>
      (place !== "" && new RegExp(`(?:^|[/-])${escaped(place)}\\.md$`).test(file.file)) ||
      (chapter !== "" && file.title === chapter),
  );
  const wanted = here.length > 0 ? here : matches;
  const best = Math.max(...wanted.map(score));
  const left = wanted.filter((match) => score(match) === best);
  if (left.length === 1) return { found: "once", span: left[0]!.span, differs: 0 };
  return { found: "often", spans: left.map(({ span }) => span) };
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

// ---------------------------------------------------------------------------------------------------- nearly

interface Near {
  readonly span: Span;
  readonly differs: number;
}

/** The most similar stretch of a file; of a long quotation, beginning and end are compared. */
function nearly(needle: string, file: Letters): Near | null {
  if (needle.length <= 2 * EDGE) {
    const found = align(needle, file, 0, file.letters.length);
    return found && { span: spanOf(file, found.from, found.to), differs: found.differs };
  }
  const head = align(needle.slice(0, EDGE), file, 0, file.letters.length);
  if (head === null) return null;
  const expected = head.from + needle.length;
  const room = Math.ceil(needle.length * DIFFERENT) + EDGE;
  const tail = align(
    needle.slice(-EDGE),
    file,
    Math.max(0, expected - EDGE - room),
    Math.min(file.letters.length, expected + room),
  );
  return tail && { span: spanOf(file, head.from, tail.to), differs: head.differs + tail.differs };
}

/** Where the needle lies between letters `low` and `high`: the diagonal with most common runs, then the least changes. */
function align(
  needle: string,
  { letters }: Letters,
  low: number,
  high: number,
): { readonly from: number; readonly to: number; readonly differs: number } | null {
  const run = Math.max(4, Math.min(10, Math.floor(needle.length / 5)));
  const bucket = Math.max(16, Math.ceil(needle.length * DIFFERENT));
  const votes = new Map<number, number>();
  for (let i = 0; i + run <= needle.length; i += Math.max(1, run >> 1)) {
    const seed = needle.slice(i, i + run);
    for (let at = letters.indexOf(seed, low); at !== -1 && at < high; at = letters.indexOf(seed, at + 1)) {
      const key = Math.floor((at - i) / bucket);
      votes.set(key, (votes.get(key) ?? 0) + 1);
    }
  }
  let best: { from: number; to: number; differs: number } | null = null;
  const likely = [...votes].sort((a, b) => b[1] - a[1]).slice(0, 3);
  for (const [key] of likely) {
    const from = Math.max(low, (key - 1) * bucket);
    const found = leastChanges(
      needle,
      letters.slice(from, Math.min(high, (key + 2) * bucket + needle.length + bucket)),
    );
    if (best === null || found.differs < best.differs) {
      best = { from: from + found.from, to: from + found.to, differs: found.differs };
    }
  }
  return best;
}

/** Sellers, "The theory and computation of evolutionary distances: pattern recognition", J. Algorithms 1 (1980), 359–373. */
function leastChanges(needle: string, text: string): { from: number; to: number; differs: number } {
  let cost = Int32Array.from({ length: text.length + 1 }, () => 0);
  let start = Int32Array.from({ length: text.length + 1 }, (_, i) => i);
  for (let i = 1; i <= needle.length; i += 1) {
    const nextCost = new Int32Array(text.length + 1);
    const nextStart = new Int32Array(text.length + 1);
    nextCost[0] = i;
    for (let j = 1; j <= text.length; j += 1) {
      const replaced = cost[j - 1]! + (needle[i - 1] === text[j - 1] ? 0 : 1);
      const dropped = cost[j]! + 1;
      const added = nextCost[j - 1]! + 1;
      nextCost[j] = Math.min(replaced, dropped, added);
      nextStart[j] = replaced === nextCost[j] ? start[j - 1]! : dropped === nextCost[j] ? start[j]! : nextStart[j - 1]!;
    }
    cost = nextCost;
    start = nextStart;
  }
  let to = 0;
  for (let j = 0; j <= text.length; j += 1) if (cost[j]! < cost[to]!) to = j;
  return { from: start[to]!, to, differs: cost[to]! };
}
