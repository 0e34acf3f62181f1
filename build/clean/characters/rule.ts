// What a character rule is, and what all of them ask: is this a word? The one idea: a rule sees one piece and what the
// whole text taught, and proposes patches; nothing else changes a letter.

import type { Desk, Letters, Patch, RuleName, Vocabulary } from "../flow.ts";

/** What a first look at all pieces teaches; the same for every piece of a source. */
export interface Sense {
  readonly desk: Desk;
  /** Words of the pieces as they stand when the rules begin, in lower case, counted. */
  readonly words: Vocabulary;
  /** How many of them begin with a capital. */
  readonly capitals: Vocabulary;
  readonly habits: Habits;
  /** In the dictionary. */
  known(word: string): boolean;
}

export interface Habits {
  /** Whether quotation marks are curly throughout but for damage; the author's house style otherwise. */
  readonly curly: boolean;
  /** Ligatures that fell out of words, each with how often the text shows it. */
  readonly dropped: ReadonlyMap<string, number>;
  /** Spaces stand before stops as a rule (French typesetting). */
  readonly spacedStops: boolean;
}

export interface Rule {
  readonly name: RuleName;
  /** One sentence for people: which damage, what is done. */
  readonly why: string;
  apply(letters: Letters, sense: Sense): readonly Patch[];
}

export interface Token {
  readonly word: string;
  readonly start: number;
  readonly end: number;
}

const TOKEN = /\p{L}[\p{L}\p{M}ϐ]*(?:[’'](?=\p{L})[\p{L}\p{M}ϐ]+)*/gu;

/** Runs of letters, apostrophes within them included. Letters never change, so that every rule after the first gets the same answer. */
export function tokens(letters: Letters): readonly Token[] {
  const known = TOKENS.get(letters);
  if (known) return known;
  const found: Token[] = [];
  for (const match of letters.text.matchAll(TOKEN)) {
    found.push({ word: match[0], start: match.index, end: match.index + match[0].length });
  }
  TOKENS.set(letters, found);
  return found;
}

const TOKENS = new WeakMap<Letters, readonly Token[]>();

/** Whether the token stands in an address, where no rule may touch anything. */
export function inAddress(text: string, start: number, end: number): boolean {
  const from = text.lastIndexOf(" ", start) + 1;
  const next = text.indexOf(" ", end);
  const word = text.slice(from, next < 0 ? text.length : next);
  return /(?:https?:|www\.|@|\.(?:org|com|net|html?|pdf)\b)/u.test(word);
}
