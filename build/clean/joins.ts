// Takes the end of one stretch of text and the beginning of another; says how well they join. The one idea: most pages
// end inside a sentence, and a torn sentence fits one beginning far better than all others.

import type { Lexicon, Vocabulary } from "./flow.ts";

const WORD = /[\p{L}\p{N}]+(?:['’][\p{L}]+)*/gu;
const TERMINAL = /(?:[.!?…:]["”’'»)\]*_\d\uFDD1\uFDD7]*|[:.]\d*\s?[—–])$/u;
const LOWER_START = /^["“‘'«([*_\uFDD0-\uFDDF]*\p{Ll}/u;
const HYPHEN_END = /\p{L}[-‐¬\u00ad]$/u;

/** Words that hardly ever end a sentence or a clause. */
const LEADING = new Set(
  "the a an of to in and or but for with by from at on as that which who whom whose than into upon between their his her its our your my this these those is are was were be been being have has had not no if when while because so very more most every each any some such it he she they we i".split(
    " ",
  ),
);

/** What is known of the text's words while joins are judged. */
export interface WordSense {
  /** Counts of neighbouring pairs, "first second". */
  readonly pairs: ReadonlyMap<string, number>;
  readonly vocabulary: Vocabulary;
  readonly lexicon: Lexicon;
}

export function wordsOf(text: string): string[] {
  return text.toLowerCase().match(WORD) ?? [];
}

export function countPairs(lines: Iterable<string>): ReadonlyMap<string, number> {
  const pairs = new Map<string, number>();
  for (const line of lines) {
    const words = wordsOf(line);
    for (let i = 1; i < words.length; i += 1) {
      const key = `${words[i - 1]} ${words[i]}`;
      pairs.set(key, (pairs.get(key) ?? 0) + 1);
    }
  }
  return pairs;
}

export function endsSentence(text: string): boolean {
  return TERMINAL.test(text.trimEnd());
}

export function startsLower(text: string): boolean {
  return LOWER_START.test(text);
}

export function endsInHyphen(text: string): boolean {
  return HYPHEN_END.test(text);
}

/** Whether a word is one of the text's own or of the dictionary's. */
export function isWord(word: string, sense: Pick<WordSense, "vocabulary" | "lexicon">): boolean {
  const lower = word.toLowerCase();
  return (sense.vocabulary.get(lower) ?? 0) > 0 || sense.lexicon.has(word) || sense.lexicon.has(lower);
}

/** Log odds that `after` continues `before`, about -6 to 8. Either may be a whole paragraph or only a line of it. */
export function joinScore(before: string, after: string, sense: WordSense): number {
  const end = before.slice(-200).trimEnd();
  const start = after.slice(0, 200).trimStart();
  if (end === "" || start === "") return 0;
  const lower = startsLower(start);
  if (endsInHyphen(end)) {
    const half = /[\p{L}]+$/u.exec(end.slice(0, -1))?.[0] ?? "";
    const rest = /^[\p{L}]+/u.exec(start)?.[0] ?? "";
    if (rest === "") return -4;
    if (isWord(half + rest, sense)) return 7;
    if (isWord(`${half}-${rest}`, sense)) return 6;
    return lower ? -1 : -4;
  }
  const closed = endsSentence(end);
  if (closed) return lower ? -4 : 1;
  const last = wordsOf(end).at(-1) ?? "";
  const first = wordsOf(start)[0] ?? "";
  let score = lower ? 2 : -1;
  const count = sense.pairs.get(`${last} ${first}`) ?? 0;
  if (count > 0) score += Math.min(3, 1 + Math.log2(count));
  if (LEADING.has(last)) score += lower ? (LEADING.has(first) && count === 0 ? -1.5 : 1) : 1;
  if (/[,;—–]$/.test(end) && lower) score += 0.5;
  return score;
}
