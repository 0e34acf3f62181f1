// Takes the lines of one paragraph; gives its letters. The one idea: whether a hyphen at a line's end is the printer's or
// the author's is asked of the text itself first (does the solid word stand elsewhere, does the compound), then of a
// dictionary; where neither knows, a text that breaks words is believed to have broken this one.

import { type Desk, Letters, type SourceLine } from "./flow.ts";

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
}

export function learnHyphens(pages: readonly (readonly SourceLine[])[], desk: HyphenDesk): HyphenHabits {
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
  return { breaks: (solid + 1) / (solid + hard + 2) };
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
  const inDictionary = desk.lexicon.has(`${first}${second}`) || desk.lexicon.has(`${first}${second}`.toLowerCase());
  if (inDictionary) return { decision: "solid", confidence: 0.95 };
  if (KEEPING.has(first.toLowerCase())) return { decision: "hyphen", confidence: 0.85 };
  const both = isWhole(first, desk) && isWhole(second, desk);
  if (lead.endsWith("-")) return { decision: both ? "hyphen" : "solid", confidence: 0.7 };
  if (both) return { decision: "hyphen", confidence: habits.breaks < 0.5 ? 0.9 : 0.75 };
  return { decision: habits.breaks < 0.15 ? "hyphen" : "solid", confidence: 0.7 };
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
    let letters = squeeze(line.letters, desk);
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
