// Letters read for others: rn for m, L for F, j for ]. The one idea: what is no word, and becomes one by exactly one known
// confusion, was that word, the more surely if the text uses it elsewhere.

import type { Patch } from "../flow.ts";
import { inAddress, type Rule, type Sense, type Token, tokens } from "./rule.ts";

type Pairs = readonly (readonly [printed: string, meant: string])[];

/** Common enough to be trusted with a dictionary word alone. */
const COMMON: Pairs = [
  ["rn", "m"],
  ["m", "rn"],
  ["m", "ru"],
  ["vv", "w"],
  ["ii", "u"],
  ["cl", "d"],
  ["li", "h"],
  ["ll", "h"],
  ["0", "o"],
  ["1", "l"],
  ["q", "g"],
  ["tb", "th"],
];
const RARE: Pairs = [
  ["h", "li"],
  ["h", "ll"],
  ["d", "cl"],
  ["u", "n"],
  ["n", "u"],
  ["e", "c"],
  ["c", "e"],
  ["b", "h"],
  ["h", "b"],
  ["l", "t"],
  ["t", "l"],
  ["f", "t"],
  ["i", "l"],
  ["l", "i"],
  ["a", "o"],
  ["o", "a"],
  ["y", "v"],
  ["v", "y"],
];
const CAPITAL: Pairs = [
  ["L", "F"],
  ["E", "F"],
  ["T", "I"],
  ["l", "I"],
  ["I", "l"],
  ["J", "I"],
];

export const confusedLetters: Rule = {
  name: "letters/confused",
  why: "A form that is no word becomes the one word that a single known confusion makes of it.",
  apply(letters, sense) {
    const { text } = letters;
    const patches: Patch[] = [];
    const all = tokens(letters);
    const found = all.map((token) => confusionsOf(text, token, sense));
    const isHopeless = (i: number): boolean => found[i]?.length === 0;
    const isForeign = (i: number): boolean => isHopeless(i) && /^\p{Ll}{3}/u.test(all[i]!.word);
    const isStrange = (i: number): boolean => isHopeless(i) && all[i]!.word.length >= 4;
    found.forEach((confusions, i) => {
      if (confusions?.length !== 1 || isForeign(i - 1) || isForeign(i + 1)) return;
      if (isStrange(i - 1) && isStrange(i + 1)) return;
      const { word, start, end } = all[i]!;
      const { at, printed, meant, made, sure, rare } = confusions[0]!;
      if (rare) {
        sense.desk.journal.ask("letters/confused", letters.slice(start, end), `“${word}” may be misread.`, [made]);
        return;
      }
      const from = start + at;
      const confidence = sure ? 0.9 : 0.75;
      patches.push({ start: from, end: from + printed.length, after: meant, rule: "letters/confused", confidence });
    });
    return patches;
  },
};

/** What the token may be for; null where it is a word as it stands, or no ordinary token. */
function confusionsOf(text: string, { word, start, end }: Token, sense: Sense): Confusion[] | null {
  if (isKept(word, sense)) return null;
  if (word.length < 3 || inAddress(text, start, end)) return [];
  if (/[[\]\-’']/u.test(text[start - 1] ?? "") || /[\]-]/u.test(text[end] ?? "")) return [];
  return candidates(word, sense);
}

/** Known, or used so often that the author means it. */
function isKept(word: string, sense: Sense): boolean {
  if (sense.known(word)) return true;
  return sense.known(word.replace(/[’']s$/u, "")) || (sense.words.get(word.toLowerCase()) ?? 0) > 3;
}

interface Confusion {
  readonly at: number;
  readonly printed: string;
  readonly meant: string;
  readonly made: string;
  readonly sure: boolean;
  /** Of a kind that a misprint makes as well: asked about, not repaired. */
  readonly rare: boolean;
}

function candidates(word: string, sense: Sense): Confusion[] {
  const found: Confusion[] = [];
  const capital = /^\p{Lu}/u.test(word);
  const seen = new Set<string>();
  const test = (pairs: Pairs, least: number, dictionary: boolean, rare = false) => {
    for (const [printed, meant] of pairs) {
      for (let at = word.indexOf(printed); at >= 0; at = word.indexOf(printed, at + 1)) {
        const made = word.slice(0, at) + meant + word.slice(at + printed.length);
        const used = sense.words.get(made.toLowerCase()) ?? 0;
        const right = dictionary
          ? sense.known(made) && (!capital || used >= 2 || word.length >= 6)
          : sense.known(made) || used >= 3;
        if (!right || used < least || seen.has(made)) continue;
        seen.add(made);
        found.push({ at, printed, meant, made, sure: used >= 2, rare });
      }
    }
  };
  test(COMMON, capital ? 1 : 0, true);
  // short names are names
  if (capital && word.length >= 5)
    test(
      CAPITAL.filter(([printed]) => word.startsWith(printed)),
      2,
      false,
    );
  if (found.length === 0 && word.length >= 4) test(RARE, 3, true, true);
  return found;
}

export const bracketForJ: Rule = {
  name: "letters/bracket",
  why: "j for the bracket that closes an editor's letter: [mjany for [m]any.",
  apply({ text }, sense) {
    const patches: Patch[] = [];
    for (const match of text.matchAll(/\[(\p{L}{1,4}?)[jJfl1I](\p{L}*)(?![\p{L}\]])/gu)) {
      const [whole, inside, rest] = [match[0], match[1]!, match[2]!];
      const made = inside + rest;
      if (sense.known(whole.slice(1)) || !sense.known(made) || made.length < 2) continue;
      const next = text.slice(match.index + whole.length).search(/[[\]]/u);
      if (next >= 0 && text[match.index + whole.length + next] === "]") continue;
      const at = match.index + 1 + inside.length;
      patches.push({ start: at, end: at + 1, after: "]", rule: "letters/bracket", confidence: 0.85 });
    }
    return patches;
  },
};

export const elidedArticle: Rule = {
  name: "letters/elision",
  why: "I’ before a vowel is the French and Italian l’; no English word begins so.",
  apply({ text }) {
    const patches: Patch[] = [];
    for (const match of text.matchAll(/(?<![\p{L}’])I(?=[’'][aeiouhAEIOUHéèêàâîôÉ]\p{L}{2,})/gu)) {
      patches.push({ start: match.index, end: match.index + 1, after: "l", rule: "letters/elision", confidence: 0.95 });
    }
    return patches;
  },
};
