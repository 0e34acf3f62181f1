// Ligatures: written as one character, as ϐ, or gone. The one idea: what is no word now and exactly one word with the
// ligature put back was damaged; what is a word either way stays.

import type { Letters, Patch } from "../flow.ts";
import { type Rule, type Sense, type Token, tokens } from "./rule.ts";

const FORMS: Readonly<Record<string, string>> = {
  ﬀ: "ff",
  ﬁ: "fi",
  ﬂ: "fl",
  ﬃ: "ffi",
  ﬄ: "ffl",
  ﬅ: "st",
  ﬆ: "st",
};

export const ligatureForms: Rule = {
  name: "ligatures/forms",
  why: "Ligatures encoded as one character become their letters.",
  apply: ({ text }) =>
    [...text.matchAll(/[\uFB00-\uFB06]/gu)].map((match) => ({
      start: match.index,
      end: match.index + 1,
      after: FORMS[match[0]] ?? match[0],
      rule: "ligatures/forms",
      confidence: 1,
    })),
};

export const phiForF: Rule = {
  name: "ligatures/phi",
  why: "ϐ among Latin letters is what some fonts' f before i or l is extracted as.",
  apply: ({ text }) =>
    [...text.matchAll(/(?<![\p{Script=Greek}])ϐ(?=\p{Script=Latin})|(?<=\p{Script=Latin})ϐ/gu)].map((match) => ({
      start: match.index,
      end: match.index + 1,
      after: "f",
      rule: "ligatures/phi",
      confidence: 0.99,
    })),
};

export const DROPPED = ["f", "fi", "fl", "ff", "ffi", "ffl"] as const;

export const droppedLigature: Rule = {
  name: "ligatures/dropped",
  why: "A ligature that fell out leaves a blank or nothing; it is put back where that alone makes a word.",
  apply(letters, sense) {
    return lostIn(letters, sense).map(({ start, end, ligature, sure }): Patch => {
      return { start, end, after: ligature, rule: "ligatures/dropped", confidence: sure ? 0.95 : 0.8 };
    });
  },
};

/** Words in which a ligature must be missing before a text is believed to have lost it. */
const OFTEN = 3;

/** Places where a ligature is missing that the text is known to lose. */
export function lostIn(letters: Letters, sense: Sense): readonly Gap[] {
  const { dropped } = sense.habits;
  return dropped.size === 0
    ? []
    : gapsIn(letters, sense).filter(({ ligature }) => (dropped.get(ligature) ?? 0) >= OFTEN);
}

interface Gap {
  readonly start: number;
  readonly end: number;
  readonly ligature: string;
  readonly sure: boolean;
}

/** Places where a ligature is missing: `con lict`, ` irst`, `ofcial`. A blank before a word's first letter stays. */
export function gapsIn(letters: Letters, sense: Pick<Sense, "known">): Gap[] {
  const { text } = letters;
  const all = tokens(letters);
  const gaps: Gap[] = [];
  let last = -1;
  all.forEach((token, i) => {
    if (token.start <= last) return;
    const gap = gapAfter(text, token, all[i + 1], sense) ?? gapBefore(text, token, sense);
    if (gap) {
      gaps.push(gap);
      last = Math.max(gap.end, gap.start);
    }
  });
  return gaps;
}

/** `of icial`: the blank between two tokens is the gap. */
function gapAfter(text: string, left: Token, right: Token | undefined, sense: Pick<Sense, "known">): Gap | null {
  if (right === undefined || right.start !== left.end + 1 || text[left.end] !== " ") return null;
  if (!/^\p{Ll}/u.test(right.word) || left.word.length + right.word.length > LONGEST_WORD) return null;
  const rightKnown = isWord(right.word, sense);
  const leftKnown = isWord(left.word, sense);
  if (rightKnown && leftKnown) return null;
  const made = DROPPED.filter((ligature) => isWord(left.word + ligature + right.word, sense));
  // ` irst`: the same fragment may be whole with the ligature at its own head
  const alone = DROPPED.filter((ligature) => isWord(ligature + right.word, sense));
  if (made.length !== 1 || (alone.length > 0 && leftKnown)) return null;
  return { start: left.end, end: left.end + 1, ligature: made[0]!, sure: !rightKnown };
}

/** What is longer is no word with a gap: words that ran together, or no text at all. */
const LONGEST_WORD = 40;

/** ` irst`: the gap stands before the token; `ofcial`: within it. */
function gapBefore(text: string, token: Token, sense: Pick<Sense, "known">): Gap | null {
  const { word, start } = token;
  if (word.length < 3 || word.length > LONGEST_WORD || isWord(word, sense) || !/^\p{Ll}/u.test(word)) return null;
  const before = text[start - 1] ?? " ";
  if (/[-’'0-9]/u.test(before) && !/[-]/u.test(before)) return null;
  const heads = DROPPED.filter((ligature) => isWord(ligature + word, sense));
  if (heads.length === 1) return { start, end: start, ligature: heads[0]!, sure: true };
  if (heads.length > 1 || word.length < 4) return null;
  const within: Gap[] = [];
  for (let at = 1; at < word.length; at += 1) {
    for (const ligature of ["fi", "fl", "ff", "ffi", "ffl"] as const) {
      if (isWord(word.slice(0, at) + ligature + word.slice(at), sense)) {
        within.push({ start: start + at, end: start + at, ligature, sure: false });
      }
    }
  }
  return within.length === 1 ? within[0]! : null;
}

function isWord(word: string, sense: Pick<Sense, "known">): boolean {
  return sense.known(word.includes("ϐ") ? word.replaceAll("ϐ", "f") : word);
}

/**
 * In how many different words each ligature is missing. Words of other languages look like damage (`und`, `les`), but
 * they are few, and stand whole: a ligature counts only if it is missing inside words as well.
 */
export function countDropped(all: readonly Letters[], sense: Pick<Sense, "known">): Map<string, number> {
  const heads = new Map<string, Set<string>>();
  const inside = new Map<string, Set<string>>();
  const add = (map: Map<string, Set<string>>, ligature: string, word: string) => {
    map.set(ligature, (map.get(ligature) ?? new Set()).add(word));
  };
  for (const letters of all) {
    const { text } = letters;
    for (const { ligature, start, end } of gapsIn(letters, sense)) {
      const left = /[\p{L}]*$/u.exec(text.slice(Math.max(0, start - 24), start))?.[0] ?? "";
      const right = /^[\p{L}]*/u.exec(text.slice(end, end + 24))?.[0] ?? "";
      add(left === "" ? heads : inside, ligature, left + right);
    }
  }
  const counts = new Map<string, number>();
  for (const [ligature, words] of inside) {
    if (words.size >= 2) counts.set(ligature, words.size + (heads.get(ligature)?.size ?? 0));
  }
  return counts;
}
