// Takes paragraphs as lines; says which are headings, and of which level. The one idea: no look proves a heading; its
// words in the contents list or in the running heads do, its number in a series does, and the rest is a sum of hints.

import type { SourceLine } from "./flow.ts";
import { headKey, romanValue } from "./folios.ts";
import { nearlyEqual } from "./furniture.ts";
import { endsInHyphen, endsSentence, startsLower } from "./joins.ts";
import { least } from "./many.ts";

export interface HeadingSense {
  /** Keys (`headKey`) of running heads. */
  readonly heads: ReadonlySet<string>;
  /** Keys of the entries of the contents list. */
  readonly contents: ReadonlySet<string>;
  readonly measure: number;
  /** Whether empty lines part paragraphs in this text. */
  readonly blanksPart: boolean;
  /** Whether the extraction dropped all empty lines. */
  readonly noBlanks: boolean;
}

export interface Candidate {
  readonly index: number;
  readonly text: string;
  readonly numbering: Numbering | null;
  readonly base: number;
  readonly known: boolean;
  /** Whether the contents list names it. */
  readonly listed: boolean;
  readonly blankBefore: number;
  /** The level its markup gives it. */
  readonly marked: number | null;
  /** Whether it begins a page behind one that is not full. */
  readonly opens: boolean;
  /** How it is set, where it stands between whole paragraphs; null elsewhere. */
  readonly look: string | null;
}

export interface Numbering {
  readonly form: "chapter" | "appendix" | "roman" | "arabic" | "letter" | "lone-roman" | "lone-arabic";
  readonly value: number;
}

const LONGEST = 160;
const ENOUGH = 3;

/** In place of a level: the paragraph is a further line of the heading before it. */
export const SAME_TITLE = 0;

/** Level of each heading, by index. */
export function findHeadings(
  paragraphs: readonly (readonly SourceLine[])[],
  sense: HeadingSense,
): ReadonlyMap<number, number> {
  const opens = openingsOf(paragraphs);
  const candidates = paragraphs.flatMap((lines, i) => candidateOf(paragraphs, lines, i, sense, opens.has(i)) ?? []);
  const series = seriesOf(candidates);
  const looks = looksOf(candidates);
  const chosen = candidates.filter((each) => {
    const alike = each.look !== null && looks.get(each.look)! >= 3 ? 1 : 0;
    return each.base + (series.has(each.index) ? 2.5 : 0) + alike >= ENOUGH;
  });
  const levels = markedLevels(underTitle(paragraphs, levelsOf(chosen, series), chosen), chosen);
  return withSecondLines(paragraphs, withFirstLines(paragraphs, levels, sense), sense);
}

/**
 * Markup says its levels itself; the highest is 1. Titles without numbers that a contents list names side by side are of
 * one level, whatever a converter made of their size.
 */
function markedLevels(levels: ReadonlyMap<number, number>, chosen: readonly Candidate[]): ReadonlyMap<number, number> {
  const all = new Map(levels);
  const marks = chosen.flatMap(({ index, marked, listed, numbering }) =>
    marked === null ? [] : [{ index, marked, listed, numbered: numbering !== null }],
  );
  const named = marks.filter((each) => each.listed);
  const flat = named.length >= 2 && named.every((each) => !each.numbered);
  const highest = least(marks.map((each) => each.marked));
  const top = least(named.map((each) => each.marked));
  for (const { index, marked, listed } of marks) all.set(index, (flat && listed ? top : marked) - highest + 1);
  return all;
}

/** Letters that a chapter holds at least: what is shorter is a section of one. */
const SHORTEST_CHAPTER = 9000;

/** Where headings without numbers are all alike and the text is short between them, the first, if it opens the text, is its title. */
function underTitle(
  paragraphs: readonly (readonly SourceLine[])[],
  levels: ReadonlyMap<number, number>,
  chosen: readonly Candidate[],
): ReadonlyMap<number, number> {
  const first = chosen[0];
  const alike = chosen.every((each) => levels.get(each.index) === 1 && each.numbering === null);
  if (first?.index !== 0 || chosen.length < 3 || !alike) return levels;
  let letters = 0;
  for (const line of paragraphs.flat()) letters += line.letters.length;
  if (letters / chosen.length >= SHORTEST_CHAPTER) return levels;
  return new Map([...levels].map(([index]) => [index, index === 0 ? 1 : 2]));
}

/** How often headings of one look stand between whole paragraphs: one may be anything, three are a habit. */
function looksOf(candidates: readonly Candidate[]): ReadonlyMap<string, number> {
  const looks = new Map<string, number>();
  for (const { look } of candidates) if (look !== null) looks.set(look, (looks.get(look) ?? 0) + 1);
  return looks;
}

/** Part of the lines of most pages below which a page is no full one. */
const FULL = 0.8;
const SUNK = 0.5;

/** Paragraphs that begin a page whose forerunner is not full: where chapters open. */
function openingsOf(paragraphs: readonly (readonly SourceLine[])[]): ReadonlySet<number> {
  const heights = new Map<number, number>();
  for (const { page } of paragraphs.flat()) heights.set(page, (heights.get(page) ?? 0) + 1);
  const sorted = [...heights.values()].sort((a, b) => a - b);
  const usual = sorted[sorted.length >> 1] ?? 0;
  const opens = new Set<number>();
  const sinks = new Set<number>();
  if (heights.size < 4 || usual < 12) return opens;
  paragraphs.forEach((lines, i) => {
    const page = lines[0]!.page;
    const before = paragraphs[i - 1]?.at(-1)?.page;
    if (before === page) return;
    // a page that opens a chapter is sunk, not short
    const sunk = before !== undefined && sinks.has(before) && heights.get(before)! > usual * SUNK;
    if (before !== undefined && (sunk || heights.get(before)! >= usual * FULL)) return;
    opens.add(i);
    sinks.add(page);
  });
  return opens;
}

const LEADS_ON = /(?:[,:—–-]|\b(?:and|or|of|the|a|an|in|on|to|for|with|by|from|at|as|&))$/i;

/** The line above a heading, apart from the text before it, is its first where it leads on to it or stands on one axis with it. */
function withFirstLines(
  paragraphs: readonly (readonly SourceLine[])[],
  levels: ReadonlyMap<number, number>,
  sense: HeadingSense,
): ReadonlyMap<number, number> {
  const all = new Map(levels);
  for (const [i, level] of levels) {
    const [above, ...more] = paragraphs[i - 1] ?? [];
    const [line] = paragraphs[i]!;
    if (!above || more.length > 0 || levels.has(i - 1) || above.block !== null || line!.block !== null) continue;
    const text = above.letters.text;
    if (line!.blankBefore > 0 || line!.page !== above.page || numberingOf(line!.letters.text) !== null) continue;
    if (above.blankBefore === 0 && paragraphs[i - 2]?.[0]?.page === above.page) continue;
    if (above.width > sense.measure * 0.8 || /[.!?;:]$/.test(text) || !/^["“‘'(]?[\p{Lu}\d]/u.test(text)) continue;
    if (!LEADS_ON.test(text) && !onOneAxis(above, line!)) continue;
    all.set(i - 1, level);
    all.set(i, SAME_TITLE);
  }
  return new Map([...all].sort(([a], [b]) => a - b));
}

/**
 * A title set on several lines: what stands right under a heading, short and without a stop, and either goes on in the
 * middle of the sentence or is no name of a person.
 */
function withSecondLines(
  paragraphs: readonly (readonly SourceLine[])[],
  levels: ReadonlyMap<number, number>,
  sense: HeadingSense,
): ReadonlyMap<number, number> {
  const all = new Map(levels);
  for (const i of levels.keys()) {
    for (let k = i + 1; k <= i + 2 && k < paragraphs.length; k += 1) {
      const led = k === i + 1 && goesOnBelow(paragraphs, i, sense);
      if (!led && !goesOnTitle(paragraphs[k - 1]!, paragraphs[k]!, all.has(k), sense)) break;
      all.set(k, SAME_TITLE);
    }
  }
  return all;
}

/** `titled`: whether the second line would be a heading by itself. */
function goesOnTitle(
  first: readonly SourceLine[],
  second: readonly SourceLine[],
  titled: boolean,
  sense: HeadingSense,
): boolean {
  const before = first.at(-1)!;
  const after = second[0]!;
  if (second.length > 2 || after.blankBefore > 0 || after.page !== before.page || after.block !== null) return false;
  if (second.some((line) => line.width > sense.measure * 0.8)) return false;
  const title = before.letters.text;
  const text = second.map((line) => line.letters.text).join(" ");
  if (text.length > 90 || /[.,;:!]$/.test(text) || !/^["“‘'(]?\p{L}/u.test(text) || numberingOf(text) !== null)
    return false;
  if (isByline(text)) return false;
  if (isBareNumber(title)) return isCapitals(text) || /^\p{Lu}/u.test(text);
  if (/[.!?]$/.test(title)) return false;
  if (startsLower(text) || LEADS_ON.test(title)) return true;
  if (isCapitals(title)) return isCapitals(text);
  return !/\s/.test(text) && !PART.test(text) && (!titled || onOneAxis(before, after));
}

const BYLINE =
  /^(?:(?:written|edited|translated|compiled|collected|introduced)\s+)?by\s+\p{Lu}[\p{L}.’'-]*(?:,?\s+(?:\p{Lu}[\p{L}.’'-]*|and|of|de|von|van|der|&)){0,7}$/u;

/** "by Ada Example", "TRANSLATED BY A. B. EXAMPLE and C. Sample". */
export function isByline(text: string): boolean {
  return BYLINE.test(text.replace(/^(?:\p{Lu}?\p{L}+\s)?by\b/iu, (opening) => opening.toLowerCase()));
}

/** Two centred lines: what stands on their left differs, where their middles are does not. */
function onOneAxis(a: SourceLine, b: SourceLine): boolean {
  const middle = (line: SourceLine): number => line.indent + line.letters.length / 2;
  return Math.abs(a.indent - b.indent) > 3 && Math.abs(middle(a) - middle(b)) <= 3;
}

function isBareNumber(title: string): boolean {
  return (
    /^(?:(?:chapter|part|book|section|lecture|letter|act|canto)\s+)?[\p{L}\d]+[.:]?$/iu.test(title) &&
    numberingOf(title) !== null
  );
}

function isCapitals(text: string): boolean {
  return /\p{Lu}{3}/u.test(text) && !/\p{Ll}{2}/u.test(text);
}

function candidateOf(
  paragraphs: readonly (readonly SourceLine[])[],
  lines: readonly SourceLine[],
  i: number,
  sense: HeadingSense,
  opens: boolean,
): Candidate | null {
  const { block } = lines[0]!;
  const marked = block?.kind === "heading";
  const text = lines.map((line) => line.letters.text).join(" ");
  if (!marked && (lines.length > 3 || text.length > LONGEST || startsLower(text) || !/\p{L}|\d/u.test(text)))
    return null;
  if (/^[—–•*-]/.test(text) && !marked) return null;
  const numbering = numberingOf(text);
  if (!marked && numbering === null && !/\p{L}/u.test(text)) return null;
  const key = headKey(text);
  const listed = isKnown(key, sense.contents);
  const known = listed || isKnown(key, sense.heads);
  let base = marked ? 5 : known ? 4 : 0;
  const goesOn = goesOnBelow(paragraphs, i, sense);
  base += lookScore(text, numbering !== null, goesOn) + placeScore(paragraphs, i, goesOn, sense);
  const look = standsBetween(paragraphs, i, sense) ? lookOf(paragraphs, i) : null;
  if (look !== null) base += sense.blanksPart ? 1.5 : 2;
  if (sense.noBlanks && isLongQuestion(text)) base -= 1.5;
  if (opens && look !== null) base += 1;
  if (PART.test(text)) base += 2;
  const { blankBefore } = lines[0]!;
  const level = marked ? block.level : null;
  return { index: i, text, numbering, base, known, listed, blankBefore, marked: level, opens, look };
}

/** A title that leads on to a short line, though an empty one parts them as all display lines. */
function goesOnBelow(paragraphs: readonly (readonly SourceLine[])[], i: number, sense: HeadingSense): boolean {
  const [line, ...more] = paragraphs[i]!;
  const [after, ...others] = paragraphs[i + 1] ?? [];
  if (!after || more.length + others.length > 0 || line!.blankBefore < 2 || after.blankBefore > 1) return false;
  if (after.width > sense.measure * 0.8 || after.page !== line!.page || after.block !== null) return false;
  return LEADS_ON.test(line!.letters.text) && !/[.,;:]$/.test(after.letters.text);
}

/** Where nothing sets a line apart, a question of many words is one of the text's. */
function isLongQuestion(text: string): boolean {
  return /[?!]$/.test(text) && text.split(/\s+/).length > 6;
}

/** What parts of a book are called. */
const PART =
  /^(?:preface|foreword|introduction|prologue|conclusions?|epilogue|afterword|appendix|appendices|(?:glossary|chronology|timeline)(?: of [\p{L} ]{3,30})?|(?:select(?:ed)? )?bibliography|references|works cited|(?:suggest(?:ed|ions for) )?further reading|acknowledge?ments)[.:]?$/iu;

/** "The strikes of 1921", "The years 1917–21". */
const YEARS = /\b(?:1\d|20)\d\d(?:\s?[-–]\s?(?:(?:1\d|20)?\d\d))?\b/g;

/** "Name: what it is", as a list of names has it line after line. */
const ENTRY = /^\p{Lu}[^:]{1,40}:\s/u;

/**
 * One short line that is no sentence, behind a whole paragraph and before one of several lines. Behind short lines, verse
 * or a quotation, it says whose they are.
 */
function standsBetween(paragraphs: readonly (readonly SourceLine[])[], i: number, sense: HeadingSense): boolean {
  const lines = paragraphs[i]!;
  const before = paragraphs[i - 1];
  const after = paragraphs[i + 1];
  const text = lines[0]!.letters.text;
  if (lines.length > 1 || !after || lines[0]!.width > sense.measure * 0.75) return false;
  if (before?.length === 1 && isTitleOf(before[0]!, text, sense)) return false;
  if (i > 1 && NAME.test(text) && goesOnBelow(paragraphs, i - 2, sense)) return false;
  if (/[.,;:!—–”’"*_]$/.test(text) || !/^\p{Lu}/u.test(text) || after[0]!.page !== lines[0]!.page) return false;
  if (before && before.length > 1 && before.every((line) => line.width < sense.measure * 0.75)) return false;
  const beside = [before?.at(-1), after[0]].some((line) => line && ENTRY.test(line.letters.text));
  if ((ENTRY.test(text) && beside) || /\d{3}/.test(text.replace(YEARS, ""))) return false;
  const apart = sense.noBlanks || lines[0]!.blankBefore > 0 || before?.[0]?.page !== lines[0]!.page;
  if (before && !endsSentence(before.at(-1)!.letters.text) && before.length > 1) return false;
  const whole = after.length > 1 || after[0]!.width > sense.measure * 1.2;
  return apart && whole && !startsLower(after[0]!.letters.text);
}

const NAME = /^(?!The\b|A\b|An\b)(?:\p{Lu}[\p{L}.’'-]*\s){1,3}\p{Lu}[\p{L}.’'-]*$/u;

/** "lain Example": a name alone on its line whose capital was read as a small l. */
export const MISREAD_NAME = /^l\p{Ll}+(?:\s\p{Lu}[\p{L}.’'-]*){1,3}$/u;

/** Whether a name stands right under a title: the author's. */
function isTitleOf(before: SourceLine, text: string, { measure }: HeadingSense): boolean {
  const title = before.letters.text;
  return NAME.test(text) && before.width < measure && !endsSentence(title) && numberingOf(title) === null;
}

function lookOf(paragraphs: readonly (readonly SourceLine[])[], i: number): string {
  const line = paragraphs[i]![0]!;
  const after = paragraphs[i + 1]![0]!;
  const form = isCapitals(line.letters.text) ? "capitals" : "words";
  return [form, line.indent > after.indent + 6 ? "centred" : "flush", Math.min(after.blankBefore, 3)].join(" ");
}

function isKnown(key: string, keys: ReadonlySet<string>): boolean {
  if (key.length < 4) return false;
  if (keys.has(key)) return true;
  for (const each of keys) if (nearlyEqual(key, each)) return true;
  return false;
}

const WORD_VALUES = "one two three four five six seven eight nine ten eleven twelve".split(" ");
const ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth".split(" ");

/** "Il." and "Vll." are what scanners make of II. and VII. */
const MISREAD_ROMAN = /^[IVX][IVXl]{1,5}(?=[.:])/;

function asCapitals(numeral: string): string {
  return numeral.replace(/l/g, "I");
}

/** "[2. The ice]": an editor's title. */
const EDITORIAL = /^\[((?:\d{1,2}|[IVXLC]{1,7})[.:)]\s.+)\]$/u;

export function numberingOf(printed: string): Numbering | null {
  const text = EDITORIAL.exec(printed)?.[1] ?? printed;
  const chapter = /^(?:chapter|part|book|section|lecture|letter|act|canto)\s+(?:the\s+)?([\p{L}\d]+)\b/iu.exec(text);
  if (chapter) {
    const word = chapter[1]!.toLowerCase();
    const spelled = Math.max(WORD_VALUES.indexOf(word), ORDINALS.indexOf(word)) + 1;
    const value = /^\d+$/.test(word) ? Number(word) : (romanValue(word) ?? spelled);
    if (value > 0) return { form: "chapter", value };
  }
  const appendix = /^(?:appendix|annex|anhang|annexe)\s+([A-Z]|\d{1,2}|[IVX]{2,5})(?:[.:]|\s|$)/i.exec(text)?.[1];
  if (appendix !== undefined) return { form: "appendix", value: ordinalOf(appendix) };
  const roman = /^([IVXLC]{1,7})(?:[.:)]?\s+\S|([.:]?)$)/.exec(text.replace(MISREAD_ROMAN, asCapitals));
  if (roman) {
    const value = romanValue(roman[1]!);
    const lone = /^[IVXLCl]+[.:]?$/.test(text);
    if (value !== null && (lone || /^[IVXLCl]+[.:)]/.test(text) || value > 1))
      return { form: lone ? "lone-roman" : "roman", value };
  }
  const arabic = /^(\d{1,2})(?:[.:)]?\s+["“‘'«]?\p{Lu}|[.:)]?$)/u.exec(text);
  if (arabic) return { form: /^\d+[.:)]?$/.test(text) ? "lone-arabic" : "arabic", value: Number(arabic[1]) };
  const letter = /^(?:\(?([A-Z])[.)]{1,2}|\(([A-Z])\)\.?)\s+["“‘'«]?\p{Lu}/u.exec(text);
  return letter ? { form: "letter", value: (letter[1] ?? letter[2])!.charCodeAt(0) - 64 } : null;
}

/** "What the state was made of" is whole; no title ends with an article, and no long one with a preposition. */
function isCutShort(text: string): boolean {
  return /\b(?:and|or|the|an|a|&)$/i.test(text) || (LEADS_ON.test(text) && text.split(/\s+/).length > 7);
}

/** "C", "3" and "III" are all the third. */
function ordinalOf(sign: string): number {
  if (/^\d/.test(sign)) return Number(sign);
  return sign.length === 1 ? sign.toUpperCase().charCodeAt(0) - 64 : (romanValue(sign) ?? 0);
}

function lookScore(text: string, numbered: boolean, goesOn: boolean): number {
  const letters = text.replace(/[^\p{L}]/gu, "");
  const words = text.split(/\s+/).filter((word) => /\p{L}{4,}/u.test(word));
  const capitals = words.filter((word) => /^[^\p{L}]*\p{Lu}/u.test(word)).length;
  let score = 0;
  if (letters.length >= 3 && letters === letters.toUpperCase()) score += 1.5;
  else if (words.length > 0 && capitals / words.length >= 0.6) score += 1;
  if (/[,;:—–]$/.test(text) || endsInHyphen(text)) score -= 3;
  else if (!numbered && !goesOn && isCutShort(text)) score -= 2;
  else if (/\.$/.test(text) && !numbered && !/\.\.\.$/.test(text)) score -= letters === letters.toUpperCase() ? 0.5 : 2;
  if (/^["“‘'«(]/.test(text)) score -= 1.5;
  if (/["”’'»)]$/.test(text) && /["“‘«(]/.test(text) === false) score -= 1.5;
  if (text.lastIndexOf("“") > text.lastIndexOf("”")) score -= 3;
  if (text.length > 90) score -= 1;
  return score;
}

function placeScore(
  paragraphs: readonly (readonly SourceLine[])[],
  i: number,
  goesOn: boolean,
  sense: HeadingSense,
): number {
  const lines = paragraphs[i]!;
  const before = paragraphs[i - 1]?.at(-1);
  const after = paragraphs[i + 1]?.[0];
  let score = 0;
  if (lines.length > 1 || lines[0]!.width < sense.measure * 0.75) score += 1;
  if (sense.blanksPart && lines[0]!.blankBefore > 0 && (after?.blankBefore ?? 1) > 0) score += 0.5;
  if (!sense.blanksPart && lines[0]!.blankBefore > 0 && before?.page === lines[0]!.page) score += 0.7;
  if (lines[0]!.blankBefore >= 3) score += 1.5;
  else if (lines[0]!.blankBefore >= 2 && sense.blanksPart) score += 0.7;
  if (isCentred(lines, before ?? null, after ?? null, sense.measure)) score += 1.5;
  const open = before && !endsSentence(before.letters.text) && before.width > sense.measure * 0.7;
  if (open) score -= 3;
  const small =
    after !== undefined && !goesOn && startsLower(after.letters.text) && !MISREAD_NAME.test(after.letters.text);
  if (small) score -= /^\P{L}*["“„«]/u.test(after.letters.text) ? 1 : 3;
  if (!after) score -= 2;
  return score;
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
  for (const form of ["chapter", "appendix", "roman", "arabic", "letter", "lone-roman", "lone-arabic"] as const) {
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

/** Part of a series that must stand at the top for all of it to stand there. */
const TOGETHER = 0.4;

/**
 * Level 1: chapters, what the contents or the running heads name, what opens a page. Below, a form of headings that first
 * comes inside a section of another form is one level lower; each form has the level it has most often.
 */
function levelsOf(chosen: readonly Candidate[], series: ReadonlyMap<number, number>): ReadonlyMap<number, number> {
  const named = chosen.filter((each) => each.known || each.numbering?.form === "chapter");
  const gaps = named.map((each) => each.blankBefore).sort((a, b) => a - b);
  const gap = gaps[gaps.length >> 1] ?? chapterGap(chosen.map((each) => each.blankBefore));
  const gathered = chosen.some((each) => /^appendices[.:]?$/i.test(each.text));
  const stands = ({ known, numbering, opens, blankBefore }: Candidate): boolean => {
    if (known || numbering?.form === "chapter") return true;
    if (numbering?.form === "appendix") return !gathered;
    if (numbering !== null && named.length > 0) return false;
    return opens || (numbering === null && gap >= 2 && blankBefore >= gap);
  };
  const numbered = (form: string): Candidate[] =>
    chosen.filter((each) => series.has(each.index) && each.numbering!.form === form);
  const isTop = (each: Candidate): boolean => {
    if (stands(each) || !series.has(each.index)) return stands(each);
    const own = numbered(each.numbering!.form);
    return own.filter(stands).length >= own.length * TOGETHER;
  };
  const tops = chosen.filter(isTop);
  const everywhere = tops.length === 0 || tops.length === chosen.length;
  const forms = new Set(
    [...series.keys()].map((index) => chosen.find((each) => each.index === index)?.numbering?.form),
  );
  const formOf = ({ text, numbering }: Candidate): string => {
    if (numbering !== null && forms.has(numbering.form)) return numbering.form;
    return isCapitals(text) ? "none in capitals" : "none";
  };
  const rest = everywhere ? chosen : chosen.filter((each) => !isTop(each));
  const depths = depthsOf(everywhere ? [rest] : sectionsOf(chosen, isTop), formOf);
  const base = everywhere ? 1 : 2;
  return new Map(
    chosen.map((each) => [
      each.index,
      !everywhere && isTop(each) ? 1 : Math.min(6, base + (depths.get(formOf(each)) ?? 0)),
    ]),
  );
}

/** Empty lines before a chapter where no name tells one: clearly more than before most headings, or nearly the most there are. */
function chapterGap(gaps: readonly number[]): number {
  const sorted = [...gaps].sort((a, b) => a - b);
  const usual = sorted[sorted.length >> 1] ?? 0;
  return Math.max(3, Math.min((sorted.at(-1) ?? 0) - 1, usual + 2));
}

function isNone(form: string): boolean {
  return form.startsWith("none");
}

/** Headings between those that part. */
function sectionsOf(chosen: readonly Candidate[], parts: (each: Candidate) => boolean): Candidate[][] {
  const sections: Candidate[][] = [[]];
  for (const each of chosen) {
    if (parts(each)) sections.push([]);
    else sections.at(-1)!.push(each);
  }
  return sections;
}

/** How deep each form stands in most sections. */
function depthsOf(
  sections: readonly (readonly Candidate[])[],
  formOf: (each: Candidate) => string,
): ReadonlyMap<string, number> {
  const seen = new Map<string, number[]>();
  for (const section of sections) {
    const stack: string[] = [];
    section.forEach((each, i) => {
      const form = formOf(each);
      const at = stack.indexOf(form);
      const siblings =
        !isNone(form) && form !== "appendix" && stack.length === 1 && isNone(stack[0]!) && isRest(section, i, formOf);
      if (at >= 0) stack.length = at + 1;
      else if (siblings) stack[0] = form;
      else stack.push(form);
      (seen.get(form) ?? seen.set(form, []).get(form)!).push(stack.length - 1);
    });
  }
  return new Map(
    [...seen].map(([form, depths]) => [form, [...depths].sort((a, b) => a - b)[(depths.length - 1) >> 1]!]),
  );
}

/** Whether no heading without a number stands between those of the series that begins here: what is before them is a preface. */
function isRest(section: readonly Candidate[], from: number, formOf: (each: Candidate) => string): boolean {
  const form = formOf(section[from]!);
  const last = section.findLastIndex((each) => formOf(each) === form);
  const ones = section.filter((each) => formOf(each) === form && each.numbering!.value === 1).length;
  return ones <= 1 && section.slice(from, last).every((each) => !isNone(formOf(each)));
}
