// Takes lines and which of their ends are paragraphs' ends for sure; gives what the words about a sentence's end say of a paragraph
// ending there too. The one idea: sentences that begin within a line begin no paragraph, so every text shows how its sentences
// begin and end inside paragraphs, to be held against those its paragraphs begin and end with.

import type { SourceLine } from "./flow.ts";

/** Log odds that a paragraph ends with a sentence. */
export interface Openings {
  /** By the word the next sentence begins with, in lower case. */
  readonly words: ReadonlyMap<string, number>;
  /** Of words the text has too few sentences of. */
  readonly rare: number;
  /** Where a note is called at the end, and where none is. */
  readonly called: number;
  readonly uncalled: number;
}

export const NO_OPENINGS: Openings = { words: new Map(), rare: 0, called: 0, uncalled: 0 };

/** A line's end that ends a sentence: the words there, and whether a paragraph ends with it. */
export interface Meeting {
  readonly ends: SentenceEnd;
  readonly begins: string;
}

type SentenceEnd = "called" | "uncalled";

const CALL = "(?:[ \\u00a0]?\\d{1,3}|\\s?\\[(?:\\d{1,3}|[*†‡]{1,3})\\]|[*†‡]{1,3}|[\\uFDD0-\\uFDEF][^\\s]{1,8})";
const CALLED = new RegExp(`[.!?…]["”’»)]*${CALL}$`, "u");
const INSIDE = new RegExp(`[.!?…]["”’»)]*(${CALL})?\\s+["“„«‘'(]*(\\p{Lu}[\\p{L}'’]*)`, "gu");
const FIRST = /^["“„«‘'(]*(\p{L}[\p{L}'’]*)/u;

export function meetingOf(before: string, after: string): Meeting {
  const ends = CALLED.test(before.slice(-20)) ? "called" : "uncalled";
  return { ends, begins: FIRST.exec(after)?.[1]?.toLowerCase() ?? "" };
}

/** How sentences that begin within a line begin, and how the one before ends. */
export interface Inside {
  readonly count: number;
  readonly called: number;
  readonly words: ReadonlyMap<string, number>;
}

export function insideOf(runs: readonly (readonly SourceLine[])[]): Inside {
  const words = new Map<string, number>();
  let count = 0;
  let called = 0;
  for (const lines of runs) {
    for (const { letters } of lines) {
      for (const [, call, word] of letters.text.matchAll(INSIDE)) {
        const lower = word!.toLowerCase();
        words.set(lower, (words.get(lower) ?? 0) + 1);
        count += 1;
        if (call !== undefined) called += 1;
      }
    }
  }
  return { count, called, words };
}

/** A word seen less often teaches nothing of its own. */
const OFTEN = 4;
/** As many paragraphs must be seen before they count for half. */
const BELIEF = 15;
/** No word says more than this, and what is believed of calls, and of words that point back, before any is seen. */
const LOUDEST = 2;
const CALLED_PRIOR = 0.7;
const POINTING_PRIOR = -1.5;
const POINTING = /^(?:he|she|they|il|elle|ils|elles|er|они|он|она)$/u;

export function learnOpenings({ count, called, words }: Inside, broken: readonly Meeting[]): Openings {
  const began = new Map<string, number>();
  let ended = 0;
  for (const { ends, begins } of broken) {
    const word = (words.get(begins) ?? 0) < OFTEN ? "" : begins;
    began.set(word, (began.get(word) ?? 0) + 1);
    if (ends === "called") ended += 1;
  }
  const odds = (seen: number, share: number, prior: number): number => {
    const found = (seen + BELIEF * share * Math.exp(prior)) / (broken.length + BELIEF);
    return Math.max(-LOUDEST, Math.min(LOUDEST, Math.log(found / share)));
  };
  let rare = count + 1;
  const known = new Map<string, number>();
  for (const [word, own] of words) {
    if (own < OFTEN) continue;
    rare -= own;
    known.set(word, odds(began.get(word) ?? 0, own / (count + 1), POINTING.test(word) ? POINTING_PRIOR : 0));
  }
  const share = (called + 0.5) / (count + 1);
  return {
    words: known,
    rare: odds(began.get("") ?? 0, rare / (count + 1), 0),
    called: odds(ended, share, CALLED_PRIOR),
    uncalled: odds(broken.length - ended, 1 - share, 0),
  };
}

export function openingOdds({ words, rare, called, uncalled }: Openings, { ends, begins }: Meeting): number {
  const prior = POINTING.test(begins) ? POINTING_PRIOR : rare;
  return (words.get(begins) ?? prior) + (ends === "called" ? called : uncalled);
}
