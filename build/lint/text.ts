// Takes the running text of a paragraph, gives what a careful proofreader would query in it. Each rule is a small pure
// function; its good and bad examples stand in cases/text.txt.

import type { DiagnosticCode } from "../diagnostic.ts";

export interface Finding {
  readonly code: DiagnosticCode;
  /** Offsets into the text. */
  readonly start: number;
  readonly end: number;
  readonly message: string;
  readonly hint: string | null;
}

export interface Prose {
  /** Code is written as U+FFFC, words in another language as U+FFFB and their length kept; calls are left out. */
  readonly text: string;
  /** Primary subtag of the language. */
  readonly lang: string;
  /** The text of the next block, if it is a paragraph: a quotation may run on. */
  readonly next: string | null;
}

export type TextRule = (prose: Prose) => readonly Finding[];

type Message = (match: RegExpMatchArray) => string | null;

/** A finding for each match of which `message` has something to say. */
function matches(
  text: string,
  pattern: RegExp,
  code: DiagnosticCode,
  message: Message,
  hint: string | null = null,
): Finding[] {
  return [...text.matchAll(pattern)].flatMap((match) => {
    const said = message(match);
    return said === null ? [] : [{ code, start: match.index, end: match.index + match[0].length, message: said, hint }];
  });
}

const straightQuotes: TextRule = ({ text }) =>
  matches(
    text,
    // Feet and inches, minutes and seconds stand behind a digit.
    /"|(?<=\p{L})'(?=\p{L})|(?<![\p{L}\p{N}])'(?=[\p{L}\p{N}])|(?<=[\p{L}.,;:!?])'(?!\p{L})/gu,
    "lint/quotes-straight",
    ([mark]) => `a straight ${mark === '"' ? "quotation mark" : "apostrophe"}`,
    "write “ ” ‘ ’ or the marks of the language",
  );

/** Marks that open and close in pairs, by what the text itself uses. */
function pairsIn(text: string): readonly (readonly [open: string, close: string])[] {
  if (text.includes("„")) return [["„", text.includes("”") && !text.includes("“") ? "”" : "“"]];
  const guillemets: readonly [string, string] =
    /»[^«»]*«/.test(text) && !/^[^»]*«/.test(text) ? ["»", "«"] : ["«", "»"];
  return [["“", "”"], guillemets];
}

const unbalancedQuotes: TextRule = ({ text, next }) =>
  pairsIn(text).flatMap(([open, close]) => {
    let depth = 0;
    let opened = -1;
    for (let at = 0; at < text.length; at += 1) {
      const mark = text[at];
      if (mark === open) {
        depth += 1;
        opened = at;
      } else if (mark === close) {
        depth -= 1;
        if (depth < 0) return [quoteFinding(at, `${close} closes nothing`)];
      }
    }
    const runsOn = depth === 1 && (next ?? "").startsWith(open);
    return depth > 0 && !runsOn ? [quoteFinding(opened, `${open} is never closed`)] : [];
  });

function quoteFinding(at: number, message: string): Finding {
  return { code: "lint/quotes-unbalanced", start: at, end: at + 1, message, hint: null };
}

const unbalancedBrackets: TextRule = ({ text }) => {
  const open: number[] = [];
  for (const { 0: mark, index } of text.matchAll(/[()[\]]/g)) {
    const wanted = mark === ")" ? "(" : mark === "]" ? "[" : null;
    if (wanted === null) open.push(index);
    else if (text[open.at(-1) ?? -1] === wanted) open.pop();
    // "a) rope" counts, it closes nothing.
    else if (!/(^|\s)[\p{L}\p{N}]{1,3}$/u.test(text.slice(0, index))) {
      return [{ code: "lint/brackets", start: index, end: index + 1, message: `${mark} closes nothing`, hint: null }];
    }
  }
  const last = open.at(-1);
  if (last === undefined) return [];
  return [{ code: "lint/brackets", start: last, end: last + 1, message: `${text[last]} is never closed`, hint: null }];
};

const spaces: TextRule = ({ text, lang }) => [
  ...matches(text, /(?<=\S) {2,}(?=\S)/g, "lint/spaces", () => "two blanks or more"),
  ...matches(text, /(?<=[\p{L}\p{N}]) (?=[,;:!?]|\.(?!\.|\d))/gu, "lint/spaces", () => {
    return lang === "fr" ? "a blank before the stop where a no-break one belongs" : "a blank before the stop";
  }),
];

const hyphens: TextRule = ({ text }) => [
  ...matches(
    text,
    /(?<=\S) --? (?=\S)|(?<=[\p{L}\p{N}.,;:!?”’])---?(?=[\p{L}“‘])/gu,
    "lint/hyphen-dash",
    () => "a hyphen where a dash belongs",
    "write – or —",
  ),
  ...matches(
    text,
    /(?<![\p{L}\p{N}-])(\d{1,4})-(\d{1,4})(?![\p{L}\p{N}-])/gu,
    "lint/hyphen-dash",
    ([whole, from, to]) => {
      const short = from!.length >= to!.length ? from!.slice(0, from!.length - to!.length) + to! : to!;
      return Number(short) > Number(from) ? `${whole} is a range` : null;
    },
    "write – between the numbers",
  ),
];

/** Words that a language says twice on purpose. */
const TWICE: Readonly<Record<string, RegExp>> = {
  en: /^(had|that|ha|no|very|so|long|there|now|well|tut|hear|bye|knock|far|many|again|blah)$/i,
  de: /^(der|die|das|sie|ja|nein|nach|so|ha|sehr|immer)$/i,
  fr: /^(nous|vous|non|oui|si|très|ha)$/i,
  es: /^(no|sí|muy|ja)$/i,
  it: /^(no|sì|ha|via|piano|poco|molto)$/i,
  nl: /^(die|dat|nee|ja|heel)$/i,
  ru: /^(да|нет|чуть|очень|ещё|еще|едва|долго|тихо|далеко)$/i,
};

const repeatedWords: TextRule = ({ text, lang }) =>
  matches(
    text,
    /(?<![\p{L}\p{M}\p{N}’'-])(\p{L}[\p{L}\p{M}]*) +\1(?![\p{L}\p{M}\p{N}’'-])/gu,
    "lint/repeated-word",
    ([, word]) => (TWICE[lang]?.test(word!) || /^\p{Lu}$/u.test(word!) ? null : `“${word}” twice`),
  );

const ellipsis: TextRule = ({ text }) =>
  matches(text, /(?<!\.)\.{3}(?!\.)/g, "lint/ellipsis", () => "three stops where an ellipsis belongs", "write …");

const strayCharacters: TextRule = ({ text }) =>
  matches(text, /[\ufffd\u200b\u2060\ufeff\ue000-\uf8ff\u202a-\u202e]/gu, "lint/character", ([char]) => {
    return `U+${char!.codePointAt(0)!.toString(16).toUpperCase().padStart(4, "0")} is seen by no reader, or as a box`;
  });

// ---------------------------------------------------------------------------------------------------- languages

const SCRIPTS = [
  "Latin",
  "Cyrillic",
  "Greek",
  "Hebrew",
  "Arabic",
  "Devanagari",
  "Han",
  "Hiragana",
  "Katakana",
  "Hangul",
  "Armenian",
  "Georgian",
] as const;
type Script = (typeof SCRIPTS)[number];

const SCRIPT_OF: Readonly<Record<string, readonly Script[]>> = {
  ru: ["Cyrillic"],
  uk: ["Cyrillic"],
  be: ["Cyrillic"],
  bg: ["Cyrillic"],
  sr: ["Cyrillic", "Latin"],
  mk: ["Cyrillic"],
  el: ["Greek"],
  grc: ["Greek"],
  he: ["Hebrew"],
  yi: ["Hebrew"],
  ar: ["Arabic"],
  fa: ["Arabic"],
  hi: ["Devanagari"],
  zh: ["Han"],
  ja: ["Han", "Hiragana", "Katakana"],
  ko: ["Hangul", "Han"],
  hy: ["Armenian"],
  ka: ["Georgian"],
};

const FOREIGN = SCRIPTS.map(
  (script) => [script, new RegExp(`\\p{Script=${script}}{2,}(?:[\\s-]+\\p{Script=${script}}+)*`, "gu")] as const,
);

/** Words in a script the language is not written in. Latin names stand in texts of every script. */
const foreignScript: TextRule = ({ text, lang }) => {
  const own = SCRIPT_OF[lang] ?? ["Latin"];
  return FOREIGN.filter(([script]) => script !== "Latin" && !own.includes(script)).flatMap(([script, pattern]) =>
    matches(
      text,
      pattern,
      "lint/language",
      ([words]) => `“${words!.slice(0, 40)}” is ${script} without a language`,
      "write [words]{lang=…}",
    ),
  );
};

export const TEXT_RULES: readonly TextRule[] = [
  straightQuotes,
  unbalancedQuotes,
  unbalancedBrackets,
  spaces,
  hyphens,
  repeatedWords,
  ellipsis,
  strayCharacters,
  foreignScript,
];
