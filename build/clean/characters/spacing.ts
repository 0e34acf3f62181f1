// Blanks: before stops, inside brackets and quotation marks, within words, missing between words. The one idea: a blank
// that no typesetter sets is taken out; letters are parted or joined only where that makes words of what were none.

import type { Patch } from "../flow.ts";
import { inAddress, type Rule, type Sense, type Token, tokens } from "./rule.ts";

export const blankBeforeStop: Rule = {
  name: "spacing/before-stop",
  why: "A blank before a stop or inside a bracket is taken out, where the text sets none there as a rule.",
  apply({ text }, { habits }) {
    const patches: Patch[] = [];
    const take = (start: number, length: number) =>
      patches.push({ start, end: start + length, after: "", rule: "spacing/before-stop", confidence: 0.95 });
    if (!habits.spacedStops) {
      for (const match of text.matchAll(/(?<=[\p{L}\p{N}’”)\]])[ \u00a0]+(?=[,;:!?](?:[\s”’)]|$)|\.(?:\s|$))/gu)) {
        if (!/^\s*\.\s*\./u.test(text.slice(match.index, match.index + 6))) take(match.index, match[0].length);
      }
    }
    for (const match of text.matchAll(
      /(?<=[([])[ \u00a0]+(?=[\p{L}\p{N}“‘\uFDD0])|(?<=[\p{L}\p{N}.,”’\uFDD1])[ \u00a0]+(?=[)\]])/gu,
    )) {
      take(match.index, match[0].length);
    }
    return patches.sort((a, b) => a.start - b.start);
  },
};

export const blankInQuotes: Rule = {
  name: "spacing/in-quotes",
  why: "A blank between a quotation mark and the words it holds is taken out.",
  apply({ text }, { habits }) {
    if (!habits.curly || habits.spacedStops) return [];
    const patches: Patch[] = [];
    const take = (start: number, length: number) =>
      patches.push({ start, end: start + length, after: "", rule: "spacing/in-quotes", confidence: 0.9 });
    for (const match of text.matchAll(/(?<=(?<![\p{L}\p{N}.,;:!?…])[“‘])[ \u00a0]+(?=\p{L})/gu))
      take(match.index, match[0].length);
    for (const match of text.matchAll(/(?<=[\p{L}.,;:!?…])[ \u00a0]+(?=”(?:[\s.,;:)—]|$))/gu)) {
      take(match.index, match[0].length);
    }
    for (const match of text.matchAll(/(?<=\p{L})s? (?=’ \p{Ll})/gu)) {
      if (match[0].startsWith("s")) take(match.index + 1, 1);
    }
    return patches.sort((a, b) => a.start - b.start);
  },
};

export const missingBlank: Rule = {
  name: "spacing/after-stop",
  why: "Two words with a stop between them and no blank are parted.",
  apply({ text }, sense) {
    const patches: Patch[] = [];
    for (const match of text.matchAll(/[.,;:!?](?=\p{Lu}?\p{Ll}{2})/gu)) {
      const at = match.index;
      if (!/\p{Ll}{2}$/u.test(text.slice(Math.max(0, at - 4), at))) continue;
      const left = /[\p{L}’]+$/u.exec(text.slice(Math.max(0, at - 30), at))?.[0] ?? "";
      const right = /^[\p{L}’]+/u.exec(text.slice(at + 1, at + 31))?.[0] ?? "";
      if (match[0] !== "," && !/^\p{Lu}/u.test(right)) continue;
      if (!sense.known(left) || !sense.known(right) || inAddress(text, at, at + 1)) continue;
      patches.push({ start: at + 1, end: at + 1, after: " ", rule: "spacing/after-stop", confidence: 0.9 });
    }
    return patches;
  },
};

export const tornWord: Rule = {
  name: "spacing/torn-word",
  why: "A word torn by a blank is joined where one half is no word and the whole is one.",
  apply(letters, sense) {
    const { text } = letters;
    const patches: Patch[] = [];
    const found = tokens(letters);
    for (let i = 0; i + 1 < found.length; i += 1) {
      const left = found[i]!;
      const right = found[i + 1]!;
      if (right.start !== left.end + 1 || text[left.end] !== " ") continue;
      if (/[’'0-9.£$€¢&@#/]/u.test(text[left.start - 1] ?? "") || !isTorn(left, right, sense)) continue;
      patches.push({ start: left.end, end: left.end + 1, after: "", rule: "spacing/torn-word", confidence: 0.85 });
      i += 1;
    }
    return patches;
  },
};

function isTorn(left: Token, right: Token, sense: Sense): boolean {
  if (!/^\p{Ll}+$/u.test(right.word) || !/^\p{L}\p{Ll}*$/u.test(left.word)) return false;
  const whole = left.word + right.word;
  if (whole.length < 3) return false;
  const strange = (token: Token) => {
    if (token.word.length === 1) return !/^[aIoOAe]$/u.test(token.word);
    return !sense.known(token.word) && (sense.words.get(token.word.toLowerCase()) ?? 0) <= 2;
  };
  const splinter = (token: Token) => token.word.length <= 2 && strange(token);
  // more than a blank may be gone between two splinters, or before one of the commonest words
  if (splinter(left) && splinter(right) && whole.length < 5) return false;
  if ((SMALL.has(left.word) || SMALL.has(right.word)) && !SMALL.has(whole.toLowerCase())) return false;
  // a letter alone behind a word may be all that is left of another
  const rest = splinter(right) && (right.word.length > 1 || strange(left));
  const written = () => (sense.words.get(whole.toLowerCase()) ?? 0) > 0;
  return (splinter(left) || rest || (strange(left) && strange(right) && written())) && sense.known(whole);
}

const SMALL = new Set(
  "a an the of to in on at by as is it be or and for from with that this was were not but are had has have his her its their our we he she they all which who no so if into than then any one two been will would can may upon such more over out up down off how what when where there here them then some only very now most other own made did shall should could about after before under through between against because while both each these those go us my me him do".split(
    " ",
  ),
);

export const gluedWords: Rule = {
  name: "spacing/glued-words",
  why: "Words that ran together are parted where the pieces are words and the whole is none.",
  apply(letters, sense) {
    // without a dictionary no word is known, and two words of one language make a third of another: nous is not "no us"
    if (sense.desk.lexicon.langs.length === 0) return [];
    const { text } = letters;
    const found = tokens(letters);
    const cuts = found.map((token) => cutsOf(token, text, sense));
    const patches: Patch[] = [];
    found.forEach((token, i) => {
      const cut = cuts[i]!;
      if (cut.length === 0) return;
      // company: glue comes in stretches; a lone one must be of the plainest kind
      let company = 0;
      for (let k = Math.max(0, i - 8); k <= Math.min(found.length - 1, i + 8); k += 1)
        if (k !== i && cuts[k]!.length > 0) company += 1;
      const plain = plainlyGlued(token.word, cut);
      const ending =
        cut.length === 1 && (cut[0] === 1 || token.word.length - cut[0]! <= (plain ? SHORT_ENDING : ENDING));
      if (ending && isAmongStrangers(found, cuts, i, sense)) return;
      if (company === 0 && !plain && !isGluedLine(token.word, cut)) return;
      for (const at of cut) {
        const start = token.start + at;
        patches.push({
          start,
          end: start,
          after: " ",
          rule: "spacing/glued-words",
          confidence: company > 0 ? 0.9 : 0.8,
        });
      }
    });
    return patches;
  },
};

const NEIGHBOURS = 3;
/** Letters of what may be the ending of a foreign word: romanus is not "roman us". */
const ENDING = 3;
/** Of what falls into two of the commonest words as well: forme is not "for me". */
const SHORT_ENDING = 2;

/** Whether two words or more around it are unknown as well and do not fall apart: another language. */
function isAmongStrangers(
  found: readonly Token[],
  cuts: readonly (readonly number[])[],
  i: number,
  sense: Sense,
): boolean {
  let strangers = 0;
  for (let k = Math.max(0, i - NEIGHBOURS); k <= Math.min(found.length - 1, i + NEIGHBOURS); k += 1) {
    const { word } = found[k]!;
    if (k !== i && cuts[k]!.length === 0 && /^\p{Ll}{4,}$/u.test(word) && !sense.known(word)) strangers += 1;
  }
  return strangers >= 2;
}

/** Many words at once, a third of them the commonest: no one word falls apart so. */
function isGluedLine(word: string, cut: readonly number[]): boolean {
  if (cut.length < 4) return false;
  const parts = [0, ...cut].map((at, i) => word.slice(at, cut[i] ?? word.length).toLowerCase());
  return parts.filter((part) => SMALL.has(part)).length * 3 >= parts.length;
}

/** What a Greek a- denies, and old participles: ahistorical, agoing are one word. */
const NEGATED = /(?:al|ic|ous|ive|able|ible|ar|ary|ing)$/u;

function plainlyGlued(word: string, cut: readonly number[]): boolean {
  if (cut.length !== 1) return false;
  const left = word.slice(0, cut[0]).toLowerCase();
  const right = word.slice(cut[0]).toLowerCase();
  if (right === "a") return SMALL.has(left) || left.length >= 4;
  if (word.startsWith("a") && left === "a") return right.length >= 3 && !NEGATED.test(right);
  return SMALL.has(left) && SMALL.has(right) && left.length > 1;
}

/** No member of a compound has so many letters. */
const LONG_MEMBER = 20;

/** A whole printed line may have lost its blanks. */
const LONGEST_LINE = 120;

/** Offsets at which a token that is no word falls into words; empty where it does not, or in more ways than one. */
function cutsOf({ word, start, end }: Token, text: string, sense: Sense): number[] {
  const lower = word.toLowerCase();
  if (word.length < 3 || word.length > LONGEST_LINE || /[’']/u.test(word)) return [];
  if (word.length > 30 && new Set(lower).size < 6) return [];
  if (sense.known(word)) return [];
  const seen = sense.words.get(lower) ?? 0;
  const often = seen > 1 ? oftenGlued(lower, seen, sense) : null;
  if (seen > 2 && often === null) return [];
  if (/^\p{Lu}/u.test(word) && !/^(?:\p{Lu}\p{Ll}+)+$/u.test(word)) return [];
  const compound = /[-\p{L}]/u.test(text[start - 1] ?? "") || text[end] === "-";
  if ((compound && word.length < LONG_MEMBER) || inAddress(text, start, end)) return [];
  const capitals = /^\p{Lu}\p{Ll}+$/u.test(word);
  const best = often === null ? cheapestCut(word, sense) : [often];
  if (best === null) return [];
  const parts = best
    .map((at, i) => word.slice(i === 0 ? 0 : best[i - 1], at))
    .concat(word.slice(best[best.length - 1]));
  const small = parts.filter((part) => SMALL.has(part.toLowerCase())).length;
  if (small === 0 && parts.length < 3 && !parts.slice(1).some((part) => /^\p{Lu}/u.test(part))) return [];
  // a capital name of two words is a name
  if (capitals && !SMALL.has(parts[0]!.toLowerCase()) && parts.length === 2) return [];
  return best;
}

/** How many times as often two words stand as what they glue to, before that is no word for standing more than once. */
const FAR_OFTENER = 20;

/** `itis`, six times where "it" and "is" stand hundreds of times: where two of the commonest words met; else null. */
function oftenGlued(word: string, seen: number, { words }: Sense): number | null {
  const isOften = (part: string) => SMALL.has(part) && (words.get(part) ?? 0) >= seen * FAR_OFTENER;
  for (let at = 2; at < word.length; at += 1) if (isOften(word.slice(0, at)) && isOften(word.slice(at))) return at;
  return null;
}

/** Fewest and commonest words that make up `word`; null where none do. */
function cheapestCut(word: string, sense: Sense): number[] | null {
  const n = word.length;
  const cost = new Float64Array(n + 1).fill(Number.POSITIVE_INFINITY);
  const from = new Int32Array(n + 1).fill(-1);
  cost[0] = 0;
  for (let end = 1; end <= n; end += 1) {
    for (let begin = Math.max(0, end - 20); begin < end; begin += 1) {
      if (cost[begin] === Number.POSITIVE_INFINITY) continue;
      const own = partCost(word.slice(begin, end), sense, begin, n >= LONG_GLUE);
      if (cost[begin]! + own < cost[end]!) {
        cost[end] = cost[begin]! + own;
        from[end] = begin;
      }
    }
  }
  if (cost[n] === Number.POSITIVE_INFINITY || from[n] === 0) return null;
  const cuts: number[] = [];
  for (let at = from[n]!; at > 0; at = from[at]!) cuts.unshift(at);
  return cuts;
}

/** No word is so long: whatever it is made of, it is made of words, short and rare ones too. */
const LONG_GLUE = 30;
/** What a name no dictionary has costs among the words of a long glue, beside one for each letter. */
const STRANGE_NAME = 4;

function partCost(part: string, sense: Sense, begin: number, long: boolean): number {
  if (/^.\p{Lu}|\p{Ll}\p{Lu}/u.test(part)) return Number.POSITIVE_INFINITY;
  const lower = part.toLowerCase();
  if (SMALL.has(lower)) return lower === "a" ? 2.5 : 1.5;
  if (part.length < 3) return Number.POSITIVE_INFINITY;
  const seen = sense.words.get(lower) ?? 0;
  if (seen === 0 && part.length < 5) return long && sense.known(part) ? 5 : Number.POSITIVE_INFINITY;
  if (begin > 0 && /^\p{Lu}/u.test(part)) {
    if (sense.known(part) || seen > 0) return 1.5;
    return long && part.length <= 12 ? part.length + STRANGE_NAME : Number.POSITIVE_INFINITY;
  }
  if (!sense.known(part) && seen < 2) return Number.POSITIVE_INFINITY;
  return seen > 5 ? 2 : seen > 0 ? 2.6 : 3.4;
}
