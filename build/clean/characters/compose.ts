// Accents that stand beside their letters: extraction gives the accent and the letter as two signs, before or behind,
// with a blank or without. The one idea: on which side a text's accents stand is learned where only one side makes a
// letter that languages write; an apostrophe typed as an acute accent is none.

import { lostBlanks, timesWidth } from "../face.ts";
import type { Journal, Letters, Lexicon, Patch } from "../flow.ts";
import type { PlainText } from "../read.ts";
import { inAddress } from "./rule.ts";

const RULE = "letters/composed";

/** Each accent as a sign of its own, the mark that combines, and the letters that bear it in European languages. */
const ACCENTS: Readonly<Record<string, readonly [combining: string, letters: string]>> = {
  "´": ["\u0301", "aeiouyıcnsz"],
  "`": ["\u0300", "aeiouı"],
  ˆ: ["\u0302", "aeiouı"],
  "˜": ["\u0303", "ano"],
  "¨": ["\u0308", "aeiouyı"],
  "¸": ["\u0327", "cst"],
  "˚": ["\u030a", "au"],
  ˇ: ["\u030c", "cszrendt"],
  "˘": ["\u0306", "agiuı"],
  "˝": ["\u030b", "ou"],
  "˙": ["\u0307", "zec"],
  "¯": ["\u0304", "aeiouı"],
  "˛": ["\u0328", "aeiu"],
};

const STANDING = /[´`ˆ˜¨¸˚ˇ˘˝˙¯˛]/u;
const COMBINED = /[\p{L}][\u0300-\u036f]+/gu;
const SPLIT = /(\p{L}?)( ?)([´`ˆ˜¨¸˚ˇ˘˝˙¯˛])( ?)(?=(\p{L}?))/gu;
const WORD = /\p{L}+/gu;
const DOTTED = /[ïíîì]/u;

type Side = "before" | "behind";

/** Accents that can stand on one side only, before a text is believed to write all on that side. */
const PROOFS = 2;

/** What tells an apostrophe from an accent, and one form of a word from another. */
interface ComposeDesk {
  readonly journal: Journal;
  readonly lexicon: Lexicon;
}

/** The text with every accent on its letter: done before anything asks for words. */
export function composeText(plain: PlainText, desk: ComposeDesk): PlainText {
  const all = plain.sections.flat();
  const composed = composeAccents(
    all.map((line) => line.letters),
    desk,
  );
  if (composed === null) return plain;
  let i = 0;
  const sections = plain.sections.map((lines) =>
    lines.map((line) => {
      const letters = composed[i++]!;
      return letters === line.letters
        ? line
        : { ...line, letters, width: timesWidth(letters.text) + lostBlanks(letters.text) };
    }),
  );
  return { ...plain, sections };
}

/** The letters with their accents; null where no accent stands apart. */
function composeAccents(all: readonly Letters[], desk: ComposeDesk): readonly Letters[] | null {
  if (!all.some(({ text }) => STANDING.test(text) || /ı|[\u0300-\u036f]/u.test(text))) return null;
  const { journal, lexicon } = desk;
  const known = (word: string): boolean => lexicon.has(word.toLowerCase()) || lexicon.has(word);
  const habit = habitOf(all, known);
  const set = all.map((letters) => letters.patch(patchesOf(letters.text, habit, known), journal));
  const dotted = new Set(
    set
      .flatMap(({ text }) => (text.match(WORD) ?? []).filter((word) => DOTTED.test(word)))
      .map((word) => word.toLowerCase()),
  );
  return set.map((letters) =>
    letters.patch([...combined(letters.text), ...dotless(letters.text, dotted, known)].sort(byStart), journal),
  );
}

type Known = (word: string) => boolean;

function byStart(a: Patch, b: Patch): number {
  return a.start - b.start;
}

interface Habit {
  readonly side: Side;
  /** How often only this side was possible. */
  readonly proofs: number;
  /** Whether acute accents are apostrophes here. */
  readonly apostrophes: boolean;
}

function habitOf(all: readonly Letters[], known: Known): Habit {
  let before = 0;
  let behind = 0;
  let apostrophes = 0;
  let accents = 0;
  for (const { text } of all) {
    if (!STANDING.test(text)) continue;
    for (const found of text.matchAll(SPLIT)) {
      const [, left = "", gap = "", sign = "", , right = ""] = found;
      if (left === "" || right === "" || gap !== "") continue;
      if (/[´`]/u.test(sign)) {
        const at = found.index + left.length;
        if (isApostrophe(text, at, known) || isElided(text, at)) apostrophes += 1;
        else accents += 1;
      }
      const next = compose(right, sign) !== null;
      const last = compose(left, sign) !== null;
      if (next && !last) before += 1;
      if (last && !next) behind += 1;
    }
  }
  const side = behind > before ? "behind" : "before";
  return { side, proofs: Math.max(before, behind), apostrophes: apostrophes > accents };
}

/** `don´t`: what is a word with an apostrophe there. */
function isApostrophe(text: string, at: number, known: Known): boolean {
  const left = /\p{L}*$/u.exec(text.slice(Math.max(0, at - 24), at))?.[0] ?? "";
  const right = /^\p{L}*/u.exec(text.slice(at + 1, at + 25))?.[0] ?? "";
  return /^(?:s|t|d|m|ll|re|ve)$/u.test(right) || known(`${left}'${right}`);
}

/** `l´eau`, `´eau`: behind a word's beginning, or a word of one letter as French elides them. */
function isElided(text: string, at: number): boolean {
  return /(?:^|[^\p{L}])(?:[dlnsjcmtO]|qu)?$/iu.test(text.slice(Math.max(0, at - 3), at));
}

/** The letter with the accent; null where no language writes it. */
function compose(letter: string, sign: string): string | null {
  const [combining, letters] = ACCENTS[sign]!;
  if (letter === "" || !letters.includes(letter.toLowerCase())) return null;
  return (letter === "ı" ? "i" : letter).concat(combining).normalize("NFC");
}

function patchesOf(text: string, { side, proofs, apostrophes }: Habit, known: Known): Patch[] {
  const patches: Patch[] = [];
  if (!STANDING.test(text)) return patches;
  let last = 0;
  for (const found of text.matchAll(SPLIT)) {
    const [, left = "", gap = "", sign = "", wide = "", right = ""] = found;
    const at = found.index + left.length + gap.length;
    const acute = /[´`]/u.test(sign);
    if (inAddress(text, at, at + 1) || (acute && (apostrophes || isApostrophe(text, at, known)))) continue;
    // at a word's edge these two are quotation marks and apostrophes, unless the text has proved otherwise
    const edge = acute && (gap !== "" || wide !== "" || right === "" || isElided(text, at));
    if (edge && proofs < PROOFS) continue;
    const next = wide === "" ? compose(right, sign) : null;
    const prior = compose(left, sign);
    const other = side === "before" ? "behind" : "before";
    const taken = (edge ? [side] : ([side, other] as const)).find(
      (each) => (each === "before" ? next : prior) !== null,
    );
    if (taken === undefined) continue;
    const torn = gap !== "" && left !== "" && (taken === "behind" || isOneWord(text, at, next!, known));
    const start = taken === "behind" ? found.index : torn ? at - gap.length : at;
    // behind its letter the accent may have pushed the rest of the word away
    const end = taken === "before" ? at + 2 : at + 1 + (torn && /^\p{Ll}/u.test(right) ? wide.length : 0);
    if (start < last) continue;
    last = end;
    patches.push({ start, end, after: taken === "before" ? next! : prior!, rule: RULE, confidence: 0.9 });
  }
  return patches;
}

/** Whether `M ¨uller` is one word: what stands before the blank is none, and no capital begins another. */
function isOneWord(text: string, at: number, letter: string, known: Known): boolean {
  if (letter !== letter.toLowerCase()) return false;
  const left = /\p{L}+(?= ?$)/u.exec(text.slice(Math.max(0, at - 24), at))?.[0] ?? "";
  return !known(left) || /^\p{Lu}$/u.test(left);
}

/** Letters and combining marks that Unicode has as one (UAX 15). */
function combined(text: string): Patch[] {
  return [...text.matchAll(COMBINED)].flatMap(({ 0: before, index }) => {
    const after = before.replace(/^ı/u, "i").normalize("NFC");
    return after === before
      ? []
      : [{ start: index, end: index + before.length, after, rule: RULE, confidence: 1 } as const];
  });
}

/** `naıve`: the i was set without its dot under an accent that is gone; as the text writes the word elsewhere. */
function dotless(text: string, dotted: ReadonlySet<string>, known: Known): Patch[] {
  if (!text.includes("ı")) return [];
  return [...text.matchAll(WORD)].flatMap(({ 0: word, index }) => {
    const i = word.indexOf("ı");
    if (i < 0 || word.indexOf("ı", i + 1) >= 0) return [];
    const forms = ["ï", "í", "î", "ì"].filter((letter) => dotted.has(word.replace("ı", letter).toLowerCase()));
    const after = forms.length === 1 ? forms[0]! : known(word.replace("ı", "i")) ? "i" : null;
    if (after === null) return [];
    return [{ start: index + i, end: index + i + 1, after, rule: RULE, confidence: 0.8 } as const];
  });
}
