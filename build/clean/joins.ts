// Takes the end of one stretch of text and the beginning of another; says how well they join. The one idea: most pages
// end inside a sentence, and a torn sentence fits one beginning far better than all others.

import type { Lexicon, Vocabulary } from "./flow.ts";
import { COUNTING } from "./notes/figures.ts";

const WORD = /[\p{L}\p{N}]+(?:['’][\p{L}]+)*/gu;
const TERMINAL = /(?:[.!?…:]["”’'»)\]*_\d\uFDD1\uFDD7]*|[:.]\d*\s?[—–])$/u;
/** A note's call in brackets, or behind a stop in parentheses or raised. */
const CALL_END =
  /(?:\s?\[\^?(?:\d{1,4}|[*∗†‡]{1,3}|[a-zA-Z])\]|(?<=[.!?…]["”’»']?)(?:\(\d{1,3}\)|\{\d{1,3}\}|\^\d{1,3}\^?|<sup>\d{1,3}<\/sup>))$/;
const LOWER_START = /^["“‘'«([*_\uFDD0-\uFDDF]*\p{Ll}/u;
const HYPHEN_END = /\p{L}[-‐¬\u00ad]$/u;

/** What is known of the text's words while joins are judged. */
export interface WordSense {
  readonly grammar: Grammar;
  readonly vocabulary: Vocabulary;
  readonly lexicon: Lexicon;
}

/**
 * Which kinds of words follow each other in this text, next and next but one. Frequent words are kinds of their own,
 * others go by their look: capital, figure, ending (as in Brown et al. 1992, without learning the classes).
 */
export interface Grammar {
  readonly kinds: Kinds;
  /** How often each kind stands in the text, by its number. */
  readonly counts: readonly number[];
  /** Counts of pairs by `pairKey`. */
  readonly next: ReadonlyMap<number, number>;
  readonly nextButOne: ReadonlyMap<number, number>;
  readonly total: number;
}

/** Kinds by number: comparing numbers is what makes learning cheap. */
interface Kinds {
  readonly frequent: ReadonlySet<string>;
  readonly numbers: Map<string, number>;
  /** Kinds of tokens already met. */
  readonly met: Map<string, number>;
  /** More than there are kinds: a frequent word has two, with and without its capital; the others are few. */
  readonly most: number;
}

const OTHER_KINDS = 64;

function pairKey(a: number, b: number, { most }: Kinds): number {
  return a * most + b;
}

const TOKEN = /[\p{L}\p{N}]+(?:[-'’][\p{L}\p{N}]+)*|[.,;:!?…—–“”"()]/gu;
const FREQUENT = 8;

export function learnGrammar(lines: readonly string[], vocabulary: Vocabulary): Grammar {
  const frequent = new Set([...vocabulary].filter(([, count]) => count >= FREQUENT).map(([word]) => word));
  const most = 2 * frequent.size + OTHER_KINDS;
  const kinds: Kinds = { frequent, numbers: new Map(), met: new Map(), most };
  const counts: number[] = [];
  const next = new Map<number, number>();
  const nextButOne = new Map<number, number>();
  let total = 0;
  const add = (map: Map<number, number>, key: number): void => {
    map.set(key, (map.get(key) ?? 0) + 1);
  };
  for (const line of lines) {
    const found = kindsOf(line, kinds);
    total += found.length;
    found.forEach((kind, i) => {
      counts[kind] = (counts[kind] ?? 0) + 1;
      if (i > 0) add(next, pairKey(found[i - 1]!, kind, kinds));
      if (i > 1) add(nextButOne, pairKey(found[i - 2]!, kind, kinds));
    });
  }
  return { kinds, counts, next, nextButOne, total };
}

function kindsOf(text: string, kinds: Kinds): number[] {
  return (text.match(TOKEN) ?? []).map((token) => kinds.met.get(token) ?? meet(token, kinds));
}

function meet(token: string, { frequent, numbers, met }: Kinds): number {
  const name = kindOf(token, frequent);
  const number = numbers.get(name) ?? numbers.size;
  numbers.set(name, number);
  met.set(token, number);
  return number;
}

function kindOf(token: string, frequent: ReadonlySet<string>): string {
  if (!/[\p{L}\p{N}]/u.test(token)) return token;
  if (/^\p{N}/u.test(token)) return "<figure>";
  const lower = token.toLowerCase();
  const capital = token[0] !== lower[0];
  if (frequent.has(lower)) return capital ? `^${lower}` : lower;
  if (capital) return "<Capital>";
  return /(?:ing|ed|ly|tion|ment|ness|ous|al|s)$/.exec(lower)?.[0] ?? "<word>";
}

/** How much likelier `b` is after `a` than anywhere, in nats. */
function affinity(
  a: number | undefined,
  b: number | undefined,
  pairs: ReadonlyMap<number, number>,
  grammar: Grammar,
): number {
  if (a === undefined || b === undefined) return 0;
  const expected = ((grammar.counts[a] ?? 0.5) * (grammar.counts[b] ?? 0.5)) / Math.max(1, grammar.total);
  return Math.log(((pairs.get(pairKey(a, b, grammar.kinds)) ?? 0) + 0.5) / (expected + 0.5));
}

export function wordsOf(text: string): string[] {
  return text.toLowerCase().match(WORD) ?? [];
}

export function endsSentence(text: string): boolean {
  const end = text.slice(-40).trimEnd();
  return TERMINAL.test(end.replace(CALL_END, "")) || endsInPartedCall(end);
}

/** A raised figure that an extraction set a blank behind the stop. */
const PARTED_CALL = /(?:[.!?…]["”’»)\]]{1,2}|\p{Ll}{4}[.!?…])[ \u00a0](\d{1,3})$/u;

function endsInPartedCall(end: string): boolean {
  const call = PARTED_CALL.exec(end)?.[1];
  return call !== undefined && !COUNTING.test(end.slice(0, -call.length));
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

/** "IV. Some Title", "Chapter 3". */
const NUMBERED_TITLE = /^(?:[IVXLC]{1,7}[.:]\s+\p{Lu}|(?:Chapter|CHAPTER|Part|PART|Book|BOOK)\s+[\dIVXLC]+\b)/u;

/** Halves of one word whose hyphen was dropped: together a word, apart not both. What most words are not is asked first. */
function isTornWord(last: string, first: string, sense: WordSense): boolean {
  if ((sense.vocabulary.get(last) ?? 0) > 1 || (sense.lexicon.has(last) && sense.lexicon.has(first))) return false;
  return !/\d/.test(last + first) && isWord(last + first, sense);
}

/** What counts of the end of one stretch when it is joined to others. */
export interface End {
  readonly text: string;
  readonly hyphen: boolean;
  readonly closed: boolean;
  readonly title: boolean;
  readonly word: string;
  readonly kinds: readonly number[];
}

/** What counts of the beginning of one. */
export interface Start {
  readonly text: string;
  readonly lower: boolean;
  readonly title: boolean;
  readonly word: string;
  readonly kinds: readonly number[];
}

/** Either may be a whole paragraph or only a line of it. */
export function endOf(before: string, { grammar }: WordSense): End {
  const text = before
    .slice(-200)
    .replace(/[*_\uFDD0-\uFDDF]+/g, "")
    .trimEnd();
  return {
    text,
    hyphen: endsInHyphen(text),
    closed: endsSentence(text),
    title: before.length < 90 && NUMBERED_TITLE.test(before),
    word: wordsOf(text).at(-1) ?? "",
    kinds: kindsOf(text.replace(/([\p{L}.,;:!?”’])\d{1,3}$/u, "$1").slice(-80), grammar.kinds).slice(-2),
  };
}

export function startOf(after: string, { grammar }: WordSense): Start {
  const text = after.slice(0, 200).replace(/^[#>\s]+|[*_\uFDD0-\uFDDF]+/g, "");
  return {
    text,
    lower: startsLower(text),
    title: NUMBERED_TITLE.test(text),
    word: wordsOf(text)[0] ?? "",
    kinds: kindsOf(text.slice(0, 80), grammar.kinds).slice(0, 2),
  };
}

const OPENS_QUOTE = /^["“‘«]/u;

/** Log odds that the start continues the end, about -6 to 8. */
export function scoreJoin(end: End, start: Start, sense: WordSense): number {
  if (end.text === "" || start.text === "") return 0;
  if (end.hyphen) {
    const half = /[\p{L}]+$/u.exec(end.text.slice(0, -1))?.[0] ?? "";
    const rest = /^[\p{L}]+/u.exec(start.text)?.[0] ?? "";
    if (rest === "") return -4;
    if (isWord(half + rest, sense)) return 7;
    if (isWord(`${half}-${rest}`, sense)) return 6;
    return start.lower ? -1 : -4;
  }
  if (start.title) return end.closed ? 1 : -3;
  if (end.title) return start.lower ? -3 : 0.5;
  if (start.lower && isTornWord(end.word, start.word, sense)) return 6;
  const { grammar } = sense;
  const sum =
    affinity(end.kinds.at(-1), start.kinds[0], grammar.next, grammar) +
    0.4 * affinity(end.kinds.length > 1 ? end.kinds[0] : undefined, start.kinds[0], grammar.nextButOne, grammar) +
    0.4 * affinity(end.kinds.at(-1), start.kinds[1], grammar.nextButOne, grammar);
  if (end.text.endsWith(":") && OPENS_QUOTE.test(start.text)) return sum + 2;
  return sum + (end.closed && start.lower ? -2 : 0);
}

export function joinScore(before: string, after: string, sense: WordSense): number {
  return scoreJoin(endOf(before, sense), startOf(after, sense), sense);
}
