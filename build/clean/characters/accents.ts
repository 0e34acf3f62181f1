// Lost accents of names. The one idea: a name that the text or the book's glossary writes with accents is looked for in
// the forms recognition and typewriters give it; what is a word, or what the glossary itself lists, stays.

import type { Letters, Patch } from "../flow.ts";
import { inAddress, type Rule, type Sense, tokens } from "./rule.ts";

const RULE = "letters/accents";

/** What recognition reads for a letter with an accent, besides the bare letter. */
const READ_FOR: Readonly<Record<string, readonly string[]>> = {
  é: ["6", "~", "'", "’", "'e", "e'", "’e", "e’", "è", "ê", "ë"],
  è: ["6", "~", "'", "’", "'e", "e'", "’e", "e’", "é", "ê"],
  ê: ["6", "~", "é", "è"],
  ë: ["é", "6", "~"],
  ü: ["ii", "ti", "tt", "ù", "ú", "û"],
  ö: ["6", "0", "é", "ò", "ó", "ô"],
  ä: ["d", "é", "à", "á", "â"],
  á: ["d", "4", "à", "â"],
  à: ["4", "á", "â"],
  â: ["4", "à", "á"],
  ó: ["6", "0", "ò", "é"],
  ô: ["6", "0", "é"],
  ç: ["g", "¢"],
  ñ: ["fi", "ii", "~"],
  ï: ["'", "’", "'i", "i'", "’i", "i’", "í", "ì", "1"],
  í: ["'", "’", "i'", "i’", "1"],
  ø: ["6", "0", "e"],
};

/** Letters that carry no separable mark, and what they are without it. */
const BARE: Readonly<Record<string, string>> = { ø: "o", ł: "l", đ: "d", ı: "i" };
const LOST = "\uFFFD";
/** The commonest words of titles in other languages: what recognition reads for them is no word anywhere. */
const COMMON = ["für", "über"] as const;
const SHORTEST = 4;

interface Name {
  /** In lower case. */
  readonly form: string;
  /** Whether the glossary knows it; else the text alone. */
  readonly given: boolean;
  /** Other words of the glossary's names it belongs to. */
  readonly kin: ReadonlySet<string>;
}

interface Names {
  /** By the bare letters in lower case; null where two names share them. */
  readonly bare: ReadonlyMap<string, Name | null>;
  /** By what recognition may have read. */
  readonly broken: ReadonlyMap<string, Name | null>;
  /** Words the glossary lists: whoever wrote it knows them. */
  readonly listed: ReadonlySet<string>;
}

export const lostAccents: Rule = {
  name: RULE,
  why: "A name without its accents, or with signs for them, where the text or the glossary writes it with them.",
  apply(letters, sense) {
    const names = namesOf(sense);
    const patches = tokens(letters).flatMap((token) => {
      const { start } = token;
      const word = withoutGenitive(token.word);
      const name = meant(word, letters.text, start, names, sense);
      return name === null ? [] : [patchOf(word, name, start)];
    });
    return [...patches, ...oddOnes(letters, names)].sort((a, b) => a.start - b.start);
  },
};

function withoutGenitive(word: string): string {
  return word.endsWith("’s") || word.endsWith("'s") ? word.slice(0, -2) : word;
}

function patchOf(word: string, { form, given }: Name, start: number): Patch {
  return {
    start,
    end: start + word.length,
    after: inCaseOf(word, form),
    rule: RULE,
    confidence: given ? 0.85 : 0.8,
  };
}

function inCaseOf(word: string, form: string): string {
  if (word.length > 1 && word === word.toUpperCase()) return form.toUpperCase();
  return /^\p{Lu}/u.test(word) ? form[0]!.toUpperCase() + form.slice(1) : form;
}

/** The name a run of letters stands for. */
function meant(word: string, text: string, start: number, names: Names, sense: Sense): Name | null {
  if (word.length < SHORTEST) return null;
  const lower = word.toLowerCase();
  const name = names.bare.get(lower) ?? names.broken.get(lower);
  if (!name || names.listed.has(lower) || inAddress(text, start, start + word.length)) return null;
  // a small letter may begin another word of a language that has both
  if (/^\p{Ll}/u.test(word) && !name.given) return null;
  if (sense.known(word)) return isAmongKin(text, start, word.length, name, names) ? name : null;
  if (name.given) return name;
  if (sense.capitals.get(lower) !== sense.words.get(lower)) return null;
  return (sense.words.get(name.form) ?? 0) >= (sense.words.get(lower) ?? 0) ? name : null;
}

/** `Bela` is a word of the dictionary, `Bela Kun` is a name: whether the word beside it is of the same name. */
function isAmongKin(text: string, start: number, length: number, { kin }: Name, names: Names): boolean {
  const before = /(\p{L}+)[ \u00a0]$/u.exec(text.slice(Math.max(0, start - 30), start))?.[1];
  const after = /^[ \u00a0](\p{L}+)/u.exec(text.slice(start + length, start + length + 30))?.[1];
  return [before, after].some((word) => {
    if (word === undefined || !/^\p{Lu}/u.test(word)) return false;
    const lower = word.toLowerCase();
    return [lower, names.bare.get(lower)?.form, names.broken.get(lower)?.form].some((form) => kin.has(form ?? ""));
  });
}

const SIGN_INSIDE = /[A-Za-z\u00c0-\u024f][0-9~¢\uFFFD][A-Za-z\u00c0-\u024f]|\uFFFD/;
const ODD = /[\p{L}\uFFFD](?:[\p{L}\uFFFD]|[0-9~¢](?=[\p{L}\uFFFD]))*/gu;

/** Words with a sign or figure inside: no words of any language. */
function oddOnes(letters: Letters, names: Names): Patch[] {
  const { text } = letters;
  if (!SIGN_INSIDE.test(text)) return [];
  return [...text.matchAll(ODD)].flatMap(({ 0: word, index }) => {
    if (!/[0-9~¢\uFFFD]/u.test(word) || word.length < SHORTEST - 1) return [];
    if (inAddress(text, index, index + word.length)) return [];
    const name = names.broken.get(word.toLowerCase());
    return name ? [patchOf(word, name, index)] : [];
  });
}

const NAMES = new WeakMap<Sense, Names>();

function namesOf(sense: Sense): Names {
  const known = NAMES.get(sense);
  if (known) return known;
  const names = gather(sense);
  NAMES.set(sense, names);
  return names;
}

const WORD = /\p{Script=Latin}[\p{Script=Latin}\p{M}]*/gu;

function gather(sense: Sense): Names {
  const listed = new Set<string>();
  const kin = new Map<string, Set<string>>();
  for (const name of sense.desk.hints.names ?? []) {
    const words = [...name.normalize("NFC").matchAll(WORD)].map(([word]) => word.toLowerCase());
    for (const word of words) {
      listed.add(word);
      const others = kin.get(word) ?? kin.set(word, new Set()).get(word)!;
      for (const other of words) if (other !== word) others.add(other);
    }
  }
  const bare = new Map<string, Name | null>();
  const broken = new Map<string, Name | null>();
  const add = (name: Name): void => {
    put(bare, bareOf(name.form), name);
    for (const reading of readingsOf(name.form)) put(broken, reading, name);
  };
  for (const word of listed) if (bareOf(word) !== word) add({ form: word, given: true, kin: kin.get(word)! });
  // without a dictionary of its language any two words may differ by their accents: Bruder, Brüder
  const written = sense.desk.lexicon.langs.length > 0 ? sense.capitals : new Map<string, number>();
  for (const [word, capitals] of written) {
    if (!BEYOND_ASCII.test(word) || listed.has(word) || bareOf(word) === word) continue;
    if (capitals === sense.words.get(word)) add({ form: word, given: false, kin: NOBODY });
  }
  for (const form of COMMON)
    for (const reading of readingsOf(form)) put(broken, reading, { form, given: true, kin: NOBODY });
  return { bare, broken, listed };
}

const BEYOND_ASCII = /[\u0080-\u024f\u1e00-\u1eff]/;
const NOBODY: ReadonlySet<string> = new Set();

/** What the glossary gives is not made doubtful by what the text has. */
function put(map: Map<string, Name | null>, key: string, name: Name): void {
  const other = map.get(key);
  if (other === undefined) map.set(key, name);
  else if (other !== null && other.form !== name.form && !other.given) map.set(key, null);
  else if (other !== null && other.form !== name.form && name.given) map.set(key, null);
}

function bareOf(word: string): string {
  return word
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .replace(/[øłđı]/gu, (letter) => BARE[letter]!);
}

/** All that recognition may have read for a form: one letter misread, its others as they are or bare. */
function readingsOf(form: string): readonly string[] {
  const letters = [...form];
  const bare = letters.map(bareOf);
  const readings = new Set<string>();
  letters.forEach((letter, i) => {
    if (bare[i] === letter) return;
    for (const reading of [LOST, ...(READ_FOR[letter] ?? [])]) {
      for (const rest of [letters, bare]) readings.add([...rest.slice(0, i), reading, ...rest.slice(i + 1)].join(""));
    }
  });
  readings.add(letters.map((letter, i) => (bare[i] === letter ? letter : LOST)).join(""));
  return [...readings].filter((each) => each !== form && each !== bare.join(""));
}

/** Asks once about each name that the text writes without its accents more often than with them. */
export function askAccents(all: readonly Letters[], sense: Sense): void {
  const { bare, listed } = namesOf(sense);
  if (bare.size === 0) return;
  const asked = new Set<string>();
  for (const letters of all) {
    for (const { word, start, end } of tokens(letters)) {
      const lower = word.toLowerCase();
      const name = bare.get(lower);
      if (
        !name ||
        word.length < SHORTEST ||
        word === lower ||
        name.given ||
        asked.has(lower) ||
        listed.has(lower) ||
        sense.known(word)
      )
        continue;
      if (sense.capitals.get(lower) !== sense.words.get(lower)) continue;
      asked.add(lower);
      const often = `${sense.words.get(lower) ?? 0} times so, ${sense.words.get(name.form) ?? 0} times with accents`;
      const text = `“${word}” may have lost its accents: it stands ${often}.`;
      sense.desk.journal.ask(RULE, letters.slice(start, end), text, [inCaseOf(word, name.form)]);
    }
  }
}
