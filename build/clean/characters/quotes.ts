// Quotation marks: turned the wrong way, straight among curly ones, misread as a figure or a stroke, swallowed by a
// capital. The one idea: the author's house style stays; only a mark that cannot stand as it does is changed.

import type { Patch, RuleName } from "../flow.ts";
import { inAddress, type Rule, type Sense } from "./rule.ts";

const OPENS_AFTER = /[\s([{—–\uFDD0\uFDD2\uFDDA/]$/u;
const ELISIONS = /^(?:tis|twas|em|til|bout|cause|round|n|[0-9]{2}s?)\b/iu;

const LONGEST = 20_000;

/** `make` sees the text as the patches before it leave it, at its old length. */
function all(
  text: string,
  pattern: RegExp,
  make: (match: RegExpMatchArray, at: number, now: string) => Patch | null,
): Patch[] {
  const patches: Patch[] = [];
  // every look left and right costs; no paragraph of prose is that long
  if (text.length > LONGEST) return patches;
  let now = text;
  for (const match of text.matchAll(pattern)) {
    const patch = make(match, match.index, now);
    if (!patch) continue;
    patches.push(patch);
    now =
      now.slice(0, patch.start) +
      patch.after.padEnd(patch.end - patch.start).slice(patch.start - patch.end) +
      now.slice(patch.end);
  }
  return patches;
}

function one(rule: RuleName, start: number, after: string, confidence: number): Patch {
  return { start, end: start + 1, after, rule, confidence };
}

export const turnedQuotes: Rule = {
  name: "quotes/turned",
  why: "A mark that opens behind a word or closes before one is turned round.",
  apply({ text }, { habits }) {
    if (!habits.curly) return [];
    const swapped = swappedIn(text);
    return all(text, /[“”‘’]/gu, (match, at, now) => {
      if (swapped.has(at)) return one("quotes/turned", at, match[0] === "“" ? "”" : "“", 0.9);
      const before = text.slice(Math.max(0, at - 1), at);
      const after = text.slice(at + 1, at + 2);
      const opens = before === "" || OPENS_AFTER.test(before);
      const toWord = /[\p{L}\p{N}]/u.test(after);
      const closes = /[\p{L}\p{N}.,;:!?…]/u.test(before) && (after === "" || /[\s.,;:!?)\]—]/u.test(after));
      if (match[0] === "“" && closes) return opened(now, at, "“", "”") ? one("quotes/turned", at, "”", 0.9) : null;
      if (match[0] === "”" && opens && toWord)
        return closed(now, at, "“", "”") ? one("quotes/turned", at, "“", 0.9) : null;
      if (match[0] === "‘" && /\p{L}/u.test(before) && /\p{L}/u.test(after)) return one("quotes/turned", at, "’", 0.97);
      if (match[0] === "‘" && closes) return opened(now, at, "‘", "’") ? one("quotes/turned", at, "’", 0.9) : null;
      return null;
    });
  },
};

/** Places of pairs of which both are turned the wrong way, and prove each other: ”so“. */
function swappedIn(text: string): ReadonlySet<number> {
  const pairs = text.matchAll(/(?<![^\s([—])”(?=\p{L})[^“”]{1,200}[\p{L}.,;:!?]“(?![\p{L}\p{N}])/gu);
  return new Set([...pairs].flatMap(({ 0: pair, index }) => [index, index + pair.length - 1]));
}

/** Whether a quotation stands open before `at`. */
function opened(text: string, at: number, open: string, close: string): boolean {
  const left = text.slice(0, at);
  return left.lastIndexOf(open) > left.lastIndexOf(close);
}

/** Whether the next mark behind `at` closes. */
function closed(text: string, at: number, open: string, close: string): boolean {
  const next = text.slice(at + 1).search(new RegExp(`[${open}${close}]`, "u"));
  return next >= 0 && text[at + 1 + next] === close && !opened(text, at, open, close);
}

const IN_TAG = /<[a-z]\w*\s[^<>]*$/iu;

export const straightQuotes: Rule = {
  name: "quotes/straight",
  why: "A straight mark among curly ones is curled.",
  apply({ text }, sense) {
    if (!sense.habits.curly) return [];
    return all(text, /["']/gu, (match, at, now) => {
      if (inAddress(text, at, at + 1) || IN_TAG.test(text.slice(Math.max(0, at - 80), at))) return null;
      const before = text.slice(Math.max(0, at - 1), at);
      const after = text.slice(at + 1, at + 8);
      const double = match[0] === '"';
      if (/[0-9]/u.test(before) && !opened(now, at, double ? "“" : "‘", double ? "”" : "’")) return null;
      if (!double && /\p{L}/u.test(before) && /^\p{L}/u.test(after) && !isApostrophe(text, at, sense)) return null;
      // a mark beside another of its kind, or before a note's sign where none stands open, may be anything
      if (/^['’]/u.test(after) || (double && /^(?:[*°†‡^\uFDD4]|[?!]{2})/u.test(after) && !opened(now, at, "“", "”")))
        return null;
      if (/[\p{L}\p{N}.,;:!?…)\]\uFDD1]/u.test(before)) return one("quotes/straight", at, double ? "”" : "’", 0.95);
      if ((before === "" || OPENS_AFTER.test(before)) && /^[\p{L}\p{N}[(\uFDD0]/u.test(after)) {
        if (double) return openedAgain(now, at);
        return one("quotes/straight", at, ELISIONS.test(after) ? "’" : "‘", 0.9);
      }
      return null;
    });
  },
};

/**
 * A mark that would open: where a quotation stands open already and none closes it, this one does, whatever blank it
 * has slipped over; where one does, nobody knows.
 */
function openedAgain(text: string, at: number): Patch | null {
  if (!opened(text, at, "“", "”")) {
    // behind a sentence, and closed nowhere, it may close what was lost
    const stray = /[.?!…] $/u.test(text.slice(Math.max(0, at - 2), at)) && !/["”]/u.test(text.slice(at + 1));
    return stray ? null : one("quotes/straight", at, "“", 0.95);
  }
  const next = /(?:^|[\s([—])(?:“|"(?=\p{L}))|[”"]/u.exec(text.slice(at + 1));
  return next === null || /“$|^[\s([—]/u.test(next[0]) ? one("quotes/straight", at, "”", 0.75) : null;
}

/** Between letters: a contraction, a genitive, a French or Italian elision. */
function isApostrophe(text: string, at: number, sense: Sense): boolean {
  const left = /\p{L}*$/u.exec(text.slice(Math.max(0, at - 24), at))?.[0] ?? "";
  const right = /^\p{L}*/u.exec(text.slice(at + 1, at + 25))?.[0] ?? "";
  if (/^(?:s|t|d|m|ll|re|ve)$/u.test(right) || /^(?:[dlnsjcmt]|qu|O|[DLMCJNS]|Qu)$/u.test(left)) return true;
  return sense.known(`${left}'${right}`);
}

export const misreadQuotes: Rule = {
  name: "quotes/misread",
  why: "A closing mark read as a figure or a stroke, where a quotation stands open and nothing else closes it.",
  apply({ text }, { habits }) {
    if (!habits.curly) return [];
    return all(text, /(?<=[\p{L}.,;:!?])(?: 55?|\/)(?=[\s.,;:)]|$)/gu, (match, at, now) => {
      const marks = match[0] === " 55" ? ["“"] : ["‘", "“"];
      const open = marks.find((mark) => standsOpen(now, at, mark, mark === "‘" ? "’" : "”"));
      if (open === undefined || inAddress(text, at, at + match[0].length)) return null;
      const close = open === "‘" ? "’" : "”";
      const after = match[0] === "/" ? `${stopUnder(text, at)}${close}` : close;
      return { start: at, end: at + match[0].length, after, rule: "quotes/misread", confidence: 0.8 };
    });
  },
};

/** A stroke is a stop and the mark over it, unless one stands beside it: a comma within a sentence. */
function stopUnder(text: string, at: number): string {
  if (/[.,;:!?]$/u.test(text.slice(0, at)) || /^[.,;:)]/u.test(text.slice(at + 1))) return "";
  return /^\s*(?:$|[“‘(]?\p{Lu})/u.test(text.slice(at + 1)) ? "." : ",";
}

/** An opening mark before `at`, without a closing one up to the next opening mark or the end. */
function standsOpen(text: string, at: number, open: string, close: string): boolean {
  const from = text.lastIndexOf(open, at);
  if (from < 0 || at - from > 300) return false;
  const closing = open === "‘" ? /’(?!\p{L})/u : /”/u;
  if (closing.test(text.slice(from, at))) return false;
  const rest = text.slice(at);
  const nextOpen = rest.indexOf(open);
  const nextClose = rest.search(closing);
  return nextClose < 0 || (nextOpen >= 0 && nextOpen < nextClose) || rest.indexOf(close) < 0;
}

export const swallowedQuotes: Rule = {
  name: "quotes/swallowed",
  why: "T where ‘I stood: the rest is no word, and a quotation closes that never opened.",
  apply({ text }, sense) {
    if (!sense.habits.curly) return [];
    return all(text, /(?<=^|[\s([“—])T(\p{Ll}*)(?=[\s’.,;:])/gu, (match, at) => {
      const rest = match[1]!;
      const line = text.slice(at + 1 + rest.length);
      const close = line.search(/[‘’](?!\p{L})/u);
      if (close < 0 || close > 300 || line[close] === "‘" || opened(text, at, "‘", "’")) return null;
      if (rest === "") return pronoun(text, at) ? one("quotes/swallowed", at, "‘I", 0.85) : null;
      if (rest.length < 3 || sense.known(`T${rest}`) || !knows(sense, `I${rest}`)) return null;
      return one("quotes/swallowed", at, "‘I", 0.9);
    });
  },
};

function pronoun(text: string, at: number): boolean {
  return /^T (?:am|was|have|had|do|did|will|would|shall|should|can|could|think|know|believe|hope|see|say|said|want|must|may|might)\b/u.test(
    text.slice(at, at + 12),
  );
}

function knows(sense: Sense, word: string): boolean {
  return sense.known(word) || (sense.words.get(word.toLowerCase()) ?? 0) > 0;
}
