// Takes paragraphs as lines; says which are headings, and of which level. The one idea: no look proves a heading; its
// words in the contents list or in the running heads do, its number in a series does, and the rest is a sum of hints.

import type { SourceLine } from "./flow.ts";
import { headKey, nearlyEqual, romanValue } from "./furniture.ts";
import { endsInHyphen, endsSentence, startsLower } from "./joins.ts";

export interface HeadingSense {
  /** Keys (`headKey`) of running heads. */
  readonly heads: ReadonlySet<string>;
  /** Keys of the entries of the contents list. */
  readonly contents: ReadonlySet<string>;
  readonly measure: number;
  /** Whether empty lines part paragraphs in this text. */
  readonly blanksPart: boolean;
}

export interface Candidate {
  readonly index: number;
  readonly text: string;
  readonly numbering: Numbering | null;
  readonly base: number;
  /** Nothing but its place makes it a heading, or its number. */
  readonly modest: boolean;
  readonly known: boolean;
  readonly blankBefore: number;
  /** The level its markup gives it. */
  readonly marked: number | null;
}

interface Numbering {
  readonly form: "chapter" | "roman" | "arabic" | "letter" | "lone-roman" | "lone-arabic";
  readonly value: number;
}

const LONGEST = 160;
const ENOUGH = 3;

export function findHeadings(
  paragraphs: readonly (readonly SourceLine[])[],
  sense: HeadingSense,
): ReadonlyMap<number, number> {
  const candidates = paragraphs.flatMap((lines, i) => candidateOf(paragraphs, lines, i, sense) ?? []);
  const series = seriesOf(candidates);
  const chosen = candidates.filter((each) => each.base + (series.has(each.index) ? 2.5 : 0) >= ENOUGH);
  return levelsOf(chosen, series);
}

function candidateOf(
  paragraphs: readonly (readonly SourceLine[])[],
  lines: readonly SourceLine[],
  i: number,
  sense: HeadingSense,
): Candidate | null {
  const { block } = lines[0]!;
  const marked = block?.kind === "heading";
  const text = lines.map((line) => line.letters.text).join(" ");
  if (!marked && (lines.length > 3 || text.length > LONGEST || startsLower(text) || !/\p{L}|\d/u.test(text)))
    return null;
  if (/^[—–•*-]/.test(text) && !marked) return null;
  const numbering = numberingOf(text);
  const key = headKey(text);
  const known = isKnown(key, sense.heads) || isKnown(key, sense.contents);
  const look = (marked ? 5 : known ? 4 : 0) + lookScore(text, numbering !== null) + placeScore(paragraphs, i, sense);
  const alone = standsAlone(paragraphs, i, sense) ? (sense.blanksPart ? 1.5 : 2) : 0;
  const { blankBefore } = lines[0]!;
  return {
    index: i,
    text,
    numbering,
    base: look + alone,
    modest: look < ENOUGH,
    known,
    blankBefore,
    marked: marked ? block.level : null,
  };
}

function isKnown(key: string, keys: ReadonlySet<string>): boolean {
  if (key.length < 4) return false;
  if (keys.has(key)) return true;
  for (const each of keys) if (nearlyEqual(key, each)) return true;
  return false;
}

const WORD_VALUES = "one two three four five six seven eight nine ten eleven twelve".split(" ");
const ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth".split(" ");

export function numberingOf(text: string): Numbering | null {
  const chapter = /^(?:chapter|part|book|section|lecture|letter|act|canto)\s+(?:the\s+)?([\p{L}\d]+)\b/iu.exec(text);
  if (chapter) {
    const word = chapter[1]!.toLowerCase();
    const spelled = Math.max(WORD_VALUES.indexOf(word), ORDINALS.indexOf(word)) + 1;
    const value = /^\d+$/.test(word) ? Number(word) : (romanValue(word) ?? spelled);
    if (value > 0) return { form: "chapter", value };
  }
  const roman = /^([IVXLC]{1,7})(?:[.:)]?\s+\S|([.:]?)$)/.exec(text);
  if (roman) {
    const value = romanValue(roman[1]!);
    const lone = /^[IVXLC]+[.:]?$/.test(text);
    if (value !== null && (lone || /^[IVXLC]+[.:)]/.test(text) || value > 1))
      return { form: lone ? "lone-roman" : "roman", value };
  }
  const arabic = /^(\d{1,2})(?:[.:)]?\s+["“‘'«]?\p{Lu}|[.:)]?$)/u.exec(text);
  if (arabic) return { form: /^\d+[.:)]?$/.test(text) ? "lone-arabic" : "arabic", value: Number(arabic[1]) };
  const letter = /^([A-Z])[.)]\s+\p{Lu}/u.exec(text);
  return letter ? { form: "letter", value: letter[1]!.charCodeAt(0) - 64 } : null;
}

function lookScore(text: string, numbered: boolean): number {
  const letters = text.replace(/[^\p{L}]/gu, "");
  const words = text.split(/\s+/).filter((word) => /\p{L}{4,}/u.test(word));
  const capitals = words.filter((word) => /^[^\p{L}]*\p{Lu}/u.test(word)).length;
  let score = 0;
  if (letters.length >= 3 && letters === letters.toUpperCase()) score += 1.5;
  else if (words.length > 0 && capitals / words.length >= 0.6) score += 1;
  if (/[,;:—–]$/.test(text) || endsInHyphen(text)) score -= 3;
  else if (/\.$/.test(text) && !numbered && !/\.\.\.$/.test(text)) score -= letters === letters.toUpperCase() ? 0.5 : 2;
  if (/^["“‘'«(]/.test(text)) score -= 1.5;
  if (/["”’'»)]$/.test(text) && /["“‘«(]/.test(text) === false) score -= 1.5;
  if (text.length > 90) score -= 1;
  return score;
}

function placeScore(paragraphs: readonly (readonly SourceLine[])[], i: number, sense: HeadingSense): number {
  const lines = paragraphs[i]!;
  const before = paragraphs[i - 1]?.at(-1);
  const after = paragraphs[i + 1]?.[0];
  let score = 0;
  if (lines.length > 1 || lines[0]!.width < sense.measure * 0.75) score += 1;
  if (sense.blanksPart && lines[0]!.blankBefore > 0 && (after?.blankBefore ?? 1) > 0) score += 0.5;
  if (lines[0]!.blankBefore >= 3) score += 1.5;
  else if (lines[0]!.blankBefore >= 2 && sense.blanksPart) score += 0.7;
  if (isCentred(lines, before ?? null, after ?? null, sense.measure)) score += 1.5;
  const open = before && !endsSentence(before.letters.text) && before.width > sense.measure * 0.7;
  if (open) score -= 3;
  if (after && startsLower(after.letters.text)) score -= 3;
  if (!after) score -= 2;
  return score;
}

/** "Name: what it is", as a list of names has it line after line. */
const ENTRY = /^\p{Lu}[^:]{1,40}:\s/u;

/**
 * A sentence of prose has ended, a paragraph of several lines follows, and between them is one short line that is no
 * sentence. Behind short lines, verse or a quotation, it says whose they are.
 */
function standsAlone(paragraphs: readonly (readonly SourceLine[])[], i: number, sense: HeadingSense): boolean {
  const [line, second] = paragraphs[i]!;
  const prose = paragraphs[i - 1] ?? [];
  const before = prose.at(-1);
  const after = paragraphs[i + 1] ?? [];
  if (prose.length > 1 && prose.every((each) => each.width < sense.measure * 0.75)) return false;
  if (!line || second || after.length < 2 || line.width > sense.measure * 0.75) return false;
  if (sense.blanksPart && (line.blankBefore === 0 || after[0]!.blankBefore === 0)) return false;
  if (!sense.blanksPart && after[0]!.width < sense.measure * 0.85) return false;
  const text = line.letters.text;
  if (ENTRY.test(text) && [before, after[0]!].some((line) => line && ENTRY.test(line.letters.text))) return false;
  return /^\p{Lu}.*[\p{L}?]$/u.test(text) && !/\d{3}/.test(text) && (!before || endsSentence(before.letters.text));
}

/** Set in from the left by more than any paragraph is, and short. */
function isCentred(
  lines: readonly SourceLine[],
  before: SourceLine | null,
  after: SourceLine | null,
  measure: number,
): boolean {
  const margin = Math.min(before?.indent ?? 99, after?.indent ?? 99);
  return margin < 99 && lines.every((line) => line.indent >= margin + 7 && line.width < measure * 0.85);
}

/** Indexes of candidates whose number continues another's of the same form, one up or one down in a chain of three. */
function seriesOf(candidates: readonly Candidate[]): ReadonlyMap<number, number> {
  const chains = new Map<number, number>();
  for (const form of ["chapter", "roman", "arabic", "letter", "lone-roman", "lone-arabic"] as const) {
    const same = candidates.filter((each) => each.numbering?.form === form && each.base > -1);
    let chain: Candidate[] = [];
    let restarts = 0;
    const close = (): void => {
      if (chain.length >= 3 || (chain.length >= 2 && chain[0]!.numbering!.value === 1)) {
        for (const each of chain) chains.set(each.index, restarts);
        restarts += 1;
      }
      chain = [];
    };
    for (const each of same) {
      const expected = chain.length > 0 ? chain.at(-1)!.numbering!.value + 1 : null;
      if (expected !== null && each.numbering!.value !== expected && each.numbering!.value !== expected + 1) close();
      chain.push(each);
    }
    close();
  }
  return chains;
}

/** Level 1: what the contents or the running heads name, and chapters. A series that begins anew again and again is lower. */
function levelsOf(chosen: readonly Candidate[], series: ReadonlyMap<number, number>): ReadonlyMap<number, number> {
  const levels = new Map<number, number>();
  const anyTop = chosen.some((each) => each.known || each.numbering?.form === "chapter");
  const anyBold = chosen.some((each) => !each.modest);
  const widest = Math.max(0, ...chosen.map((each) => each.blankBefore));
  const highest = Math.min(...chosen.flatMap((each) => each.marked ?? []));
  for (const each of chosen) {
    const { numbering, known, blankBefore, marked } = each;
    const spaced = widest >= 3 && blankBefore >= widest - 1;
    if (marked !== null) levels.set(each.index, marked - highest + 1);
    else if (known || numbering?.form === "chapter") levels.set(each.index, 1);
    else if (series.has(each.index)) levels.set(each.index, anyTop ? 2 : 1);
    else levels.set(each.index, !spaced && (anyTop || (each.modest && anyBold)) ? 2 : 1);
  }
  return levels;
}
