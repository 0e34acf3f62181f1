// Takes the lines of one paragraph; gives its letters. The one idea: whether a hyphen at a line's end is the printer's or
// the author's is asked of the text itself first (does the solid word stand elsewhere, does the compound), then of a
// dictionary; where neither knows, a text that breaks words is believed to have broken this one.

import { timesWidth } from "./face.ts";
import { type Desk, Letters, type SourceLine, type Vocabulary } from "./flow.ts";

const HYPHENS = "-‐¬\u00ad";
const END = /([\p{L}\p{N}]*)([-‐¬\u00ad])$/u;
const START = /^[\p{L}\p{N}]+(?:['’]\p{L}+)?/u;

/** Prefixes and first members that keep their hyphen before a capital or where nothing else is known. */
const KEEPING = new Set("self non ex all well half cross quasi pseudo vice".split(" "));

export type HyphenDesk = Pick<Desk, "journal" | "vocabulary" | "lexicon">;

/** How a text treats words at line ends; learned by `learnHyphens`. */
export interface HyphenHabits {
  /** Share of line-end hyphens whose solid word is a word. */
  readonly breaks: number;
  /** Widths lines are set to, the text's own first, none where lines are paragraphs, as `SourceLine.width` counts them. */
  readonly measures: readonly number[];
}

export function learnHyphens(
  pages: readonly (readonly SourceLine[])[],
  measures: readonly number[],
  desk: HyphenDesk,
): HyphenHabits {
  let solid = 0;
  let hard = 0;
  for (const lines of pages) {
    for (let i = 0; i + 1 < lines.length; i += 1) {
      const parts = partsOf(lines[i]!.letters.text, lines[i + 1]!.letters.text);
      if (!parts) continue;
      if (knows(parts.first + parts.second, desk)) solid += 1;
      else if (knowsCompound(parts, desk)) hard += 1;
    }
  }
  return { breaks: (solid + 1) / (solid + hard + 2), measures };
}

interface Parts {
  /** The letters before the hyphen, from the last blank or other mark on. */
  readonly first: string;
  readonly second: string;
  /** What stands before `first` up to the last blank: other members of a compound. */
  readonly lead: string;
}

/** No word is longer; looking further back would cost the square of the line. */
const LONGEST_WORD = 80;

function partsOf(line: string, next: string): Parts | null {
  if (!HYPHENS.includes(line.at(-1) ?? " ")) return null;
  const before = line.slice(-LONGEST_WORD);
  const after = next.slice(0, LONGEST_WORD);
  const end = END.exec(before);
  const start = START.exec(after);
  if (!end || end[1] === "" || !start) return null;
  const lead = /[^\s]*$/.exec(before.slice(0, end.index))?.[0] ?? "";
  return { first: end[1]!, second: start[0], lead };
}

function knows(word: string, desk: HyphenDesk): boolean {
  const lower = word.toLowerCase();
  return (desk.vocabulary.get(lower) ?? 0) > 0 || desk.lexicon.has(lower) || (lower !== word && desk.lexicon.has(word));
}

function knowsCompound({ first, second }: Parts, desk: HyphenDesk): boolean {
  return (desk.vocabulary.get(`${first}-${second}`.toLowerCase()) ?? 0) > 0;
}

export type Decision = "solid" | "hyphen" | "blank";

/** What becomes of the hyphen between two lines, and how sure that is. */
export function decideHyphen(
  before: string,
  after: string,
  desk: HyphenDesk,
  habits: HyphenHabits,
): { decision: Decision; confidence: number } {
  const parts = partsOf(before, after);
  if (!parts) return { decision: /^(?:and|or|und|et|to|bis)\b/.test(after) ? "blank" : "hyphen", confidence: 0.8 };
  const { first, second, lead } = parts;
  if (/^(?:and|or)$/.test(second) && /\p{Ll}{2}/u.test(first)) return { decision: "blank", confidence: 0.9 };
  if (/\d$/.test(first) || /^\d/.test(second)) return { decision: "hyphen", confidence: 0.98 };
  if (/^\p{Lu}/u.test(second)) return { decision: "hyphen", confidence: 0.95 };
  if (before.endsWith("\u00ad")) return { decision: "solid", confidence: 0.99 };
  const solid = vocabularyCount(`${first}${second}`, desk);
  const compound = vocabularyCount(`${first}-${second}`, desk);
  if (solid !== compound) return { decision: solid > compound ? "solid" : "hyphen", confidence: 0.97 };
  if (/^-\p{L}/u.test(after.slice(second.length))) return { decision: "hyphen", confidence: 0.85 };
  if (keepsHyphen(parts, desk)) return { decision: "hyphen", confidence: 0.85 };
  const inDictionary = desk.lexicon.has(`${first}${second}`) || desk.lexicon.has(`${first}${second}`.toLowerCase());
  if (inDictionary || isForm(`${first}${second}`.toLowerCase(), desk)) return { decision: "solid", confidence: 0.95 };
  if (KEEPING.has(first.toLowerCase())) return { decision: "hyphen", confidence: 0.85 };
  const both = isWhole(first, desk) && isWhole(second, desk);
  if (lead.endsWith("-")) return { decision: both ? "hyphen" : "solid", confidence: 0.7 };
  if (both) return { decision: "hyphen", confidence: habits.breaks < 0.5 ? 0.9 : 0.75 };
  return { decision: habits.breaks < 0.15 ? "hyphen" : "solid", confidence: 0.7 };
}

/** The compounds of each first member, by text. */
const COMPOUNDS = new WeakMap<Vocabulary, ReadonlyMap<string, readonly string[]>>();

function compoundsOf(first: string, { vocabulary }: HyphenDesk): readonly string[] {
  let known = COMPOUNDS.get(vocabulary);
  if (known === undefined) {
    const found = new Map<string, string[]>();
    for (const word of vocabulary.keys()) {
      const at = word.indexOf("-");
      if (at < MEMBER) continue;
      const own = word.slice(0, at);
      (found.get(own) ?? found.set(own, []).get(own)!).push(word.slice(at + 1));
    }
    known = found;
    COMPOUNDS.set(vocabulary, known);
  }
  return known.get(first.toLowerCase()) ?? [];
}

/** Letters that a first member has at least, and that two forms of one word share. */
const MEMBER = 4;
const STEM = 6;
const SIBLINGS = 3;

/** Whether the text writes another form of the compound, or all compounds of its first member, with the hyphen. */
function keepsHyphen({ first, second }: Parts, desk: HyphenDesk): boolean {
  const others = compoundsOf(first, desk);
  if (others.some((other) => vocabularyCount(`${first}${other}`, desk) > 0)) return false;
  const stem = second.toLowerCase().slice(0, STEM);
  if (stem.length === STEM && others.some((other) => other.startsWith(stem))) return true;
  return others.length >= SIBLINGS && !desk.lexicon.has(first) && !desk.lexicon.has(`${first}${second}`);
}

function vocabularyCount(word: string, desk: HyphenDesk): number {
  return desk.vocabulary.get(word.toLowerCase()) ?? 0;
}

function isWhole(part: string, desk: HyphenDesk): boolean {
  return part.length >= 3 && knows(part, desk);
}

const URL_END = /(?:https?:\/\/|www\.)\S*$/i;

/** The letters of a paragraph: lines joined by a blank, by nothing, or with their hyphen. */
export function joinLines(lines: readonly SourceLine[], desk: HyphenDesk, habits: HyphenHabits): Letters {
  const parts: Letters[] = [];
  lines.forEach((line, i) => {
    let letters = squeeze(reopen(line, desk, habits), desk);
    const next = lines[i + 1];
    if (next) {
      const text = letters.text;
      const after = next.letters.text;
      if (URL_END.test(text.slice(-300)) && /^[\p{Ll}\d/?=&%#_~.-]/u.test(after) && !/[.,;)]$/.test(text)) {
        parts.push(letters);
        return;
      }
      if (HYPHENS.includes(text.at(-1)!) && /[\p{L}\p{N}].$/u.test(text)) {
        const { decision, confidence } = decideHyphen(text, after, desk, habits);
        if (decision === "solid")
          letters = letters.patch(
            [{ start: text.length - 1, end: text.length, after: "", rule: "hyphens/line-end", confidence }],
            desk.journal,
          );
        else if (text.at(-1) !== "-")
          letters = letters.patch(
            [{ start: text.length - 1, end: text.length, after: "-", rule: "hyphens/kept", confidence }],
            desk.journal,
          );
        parts.push(letters);
        if (decision === "blank") parts.push(BLANK);
        return;
      }
      parts.push(letters);
      if (!/[—–]$/.test(text) || /^[—–]/.test(after) || / [—–]$/.test(text)) parts.push(BLANK);
      return;
    }
    parts.push(letters);
  });
  return Letters.concat(parts);
}

const BLANK = Letters.made(" ");

/** A line this much wider than the measure is two or more whose hyphens the extraction closed. */
const RUN_TOGETHER = 1.15;
const MOST_TOGETHER = 10;
/** How far from the measure's end the halves of a word may have met, as a share of the measure. */
const NEAR = 0.09;

/**
 * An extraction that closes the hyphens at line ends closes the author's, too: "well-" and "known" become "wellknown".
 * A word that is none, at the place where two lines met, is opened again where both its halves are words.
 */
function reopen(line: SourceLine, desk: HyphenDesk, { measures }: HyphenHabits): Letters {
  const lines = line.width / (measures[0] ?? Number.POSITIVE_INFINITY);
  if (lines < RUN_TOGETHER || lines > MOST_TOGETHER || line.block !== null) return line.letters;
  const text = line.letters.text;
  const patches = [...text.matchAll(/(?<![-\p{L}\p{N}])\p{L}{6,40}(?![\p{L}\p{N}])/gu)].flatMap((found) => {
    const [word] = found;
    if (!isNear(timesWidth(text.slice(0, found.index)), timesWidth(word), measures) || isKnownElsewhere(word, desk))
      return [];
    const split = splitOf(word, desk);
    if (split === null) return [];
    const at = found.index + split;
    return [{ start: at, end: at, after: "-", rule: "hyphens/restored" as const, confidence: 0.85 }];
  });
  return line.letters.patch(patches, desk.journal);
}

/** Whether some measure, once or several times, ends inside a word or near it. */
function isNear(from: number, width: number, measures: readonly number[]): boolean {
  return measures.some((measure) => {
    const lines = Math.max(1, Math.round((from + width / 2) / measure));
    return from - measure * NEAR < lines * measure && from + width + measure * NEAR > lines * measure;
  });
}

/** The word itself stands here: one coming proves nothing. */
function isKnownElsewhere(word: string, desk: HyphenDesk): boolean {
  const lower = word.toLowerCase();
  return vocabularyCount(word, desk) > 1 || desk.lexicon.has(word) || desk.lexicon.has(lower) || isForm(lower, desk);
}

/** A plural or another form no dictionary lists. */
function isForm(word: string, { lexicon }: HyphenDesk): boolean {
  return /(?:s|ly|ness|ed)$/.test(word) && lexicon.has(word.replace(/(?:s|ly|ness|ed)$/, ""));
}

/** Where a word is opened: between two words, best those the text joins by a hyphen elsewhere; null: nowhere. */
function splitOf(word: string, desk: HyphenDesk): number | null {
  let best: number | null = null;
  let most = 0;
  for (let i = 3; i + 3 <= word.length; i += 1) {
    const first = word.slice(0, i);
    const second = word.slice(i);
    if (!knows(first, desk) || !knows(second, desk)) continue;
    const joined = vocabularyCount(`${first}-${second}`, desk) > 0;
    // a name nobody knows, or a word of another language, has short words in it by chance
    if (!joined && (second.length < 4 || word.length < 8 || !/^\p{Ll}/u.test(word))) continue;
    const counts = Math.min(9, vocabularyCount(first, desk)) + Math.min(9, vocabularyCount(second, desk));
    const score = 1 + counts + (joined ? 99 : 0);
    if (score <= most) continue;
    most = score;
    best = i;
  }
  return best;
}

/** Runs of blanks become one: the extraction's way to show justification. */
function squeeze(letters: Letters, desk: HyphenDesk): Letters {
  if (!/[ \t\u00a0]{2}|\t/.test(letters.text)) return letters;
  const patches = [...letters.text.matchAll(/[ \t\u00a0]{2,}|\t/g)].map((run) => ({
    start: run.index,
    end: run.index + run[0].length,
    after: " ",
    rule: "blanks/run" as const,
    confidence: 1,
  }));
  return letters.patch(patches, desk.journal);
}
