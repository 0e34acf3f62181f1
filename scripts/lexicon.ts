// Dictionaries from disk as the cleaner's Lexicon. The one idea: to read a dictionary takes half a second, so what nspell
// makes of it is kept in the project's .cache/ as one sorted list of words, found again by the dictionary's own bytes, and a
// word is looked for in the list as it lies there. What was found is kept: the same words are asked again and again.

import { createRequire } from "node:module";
import nspell from "nspell";
import { digest, memoWith, type Store } from "../build/cache.ts";
import type { Lexicon } from "../build/clean/flow.ts";
import { diskStore, PROJECT_CACHE, readPackageFile } from "../build/world.ts";

const PACKAGES: Readonly<Record<string, readonly string[]>> = { en: ["dictionary-en", "dictionary-en-gb"] };

/** No dictionary has a longer word, and asking would be dear. */
const LONGEST_WORD = 60;

/** A lexicon for a language; one without words where there is no dictionary. */
export function loadLexicon(lang: string, store: Store = diskStore(`${PROJECT_CACHE}/words`)): Lexicon {
  const packages = PACKAGES[lang.split("-")[0]!.toLowerCase()] ?? [];
  if (packages.length === 0) return { langs: [], has: () => false };
  let isListed: ((word: string) => boolean) | null = null;
  let figures: ((word: string) => boolean) | null = null;
  const isKnown = (word: string): boolean => {
    if (FIGURE.test(word)) {
      figures ??= figuresOf(packages.map(readDictionary));
      return figures(word);
    }
    isListed ??= inList(wordsOf(packages.map(readDictionary), store));
    return isSpelt(word.trim().replaceAll("’", "'"), isListed);
  };
  // what is no word is told faster than it is found here
  const known = new Set<string>();
  return {
    langs: [lang],
    has(word) {
      if (known.has(word)) return true;
      const found = word.length <= LONGEST_WORD && isKnown(word);
      if (found) known.add(word);
      return found;
    },
  };
}

interface Dictionary {
  readonly aff: Uint8Array;
  readonly dic: Uint8Array;
}

function readDictionary(name: string): Dictionary {
  return { aff: readPackageFile(name, "index.aff"), dic: readPackageFile(name, "index.dic") };
}

/** To be counted up where other words are listed for the same dictionary. */
const LISTING = 1;

/** All words of the dictionaries without figures, between blanks, sorted by their units. */
function wordsOf(dictionaries: readonly Dictionary[], store: Store): string {
  const bytes = dictionaries.flatMap(({ aff, dic }) => [digest(aff), digest(dic)]);
  const { version } = createRequire(import.meta.url)("nspell/package.json") as { version: string };
  return memoWith(store, "")("words", { listing: LISTING, nspell: version, bytes }, () => {
    const words = dictionaries.flatMap(({ aff, dic }) => {
      const spelling = nspell(aff, dic);
      return Object.keys(spelling.data).filter((word) => !FIGURE.test(word) && spelling.correct(word));
    });
    return { value: ` ${[...new Set(words)].sort().join(" ")} `, diagnostics: [] };
  }).value;
}

/** As nspell asks: a word in capitals may be a name, a word with a capital may begin a sentence. */
function isSpelt(word: string, isListed: (word: string) => boolean): boolean {
  if (isListed(word)) return true;
  const lower = word.toLowerCase();
  if (lower === word) return false;
  return isListed(lower) || (word === word.toUpperCase() && isListed(word.charAt(0) + lower.slice(1)));
}

/** Looks a word up by halving; most of what is asked for is no word, and is known by its hash to stand nowhere. */
function inList(list: string): (word: string) => boolean {
  const seen = new Uint8Array(2 ** (HASH_BITS - 3));
  let hash = HASH_SEED;
  for (let i = 1; i < list.length; i += 1) {
    const unit = list.charCodeAt(i);
    if (unit === BLANK) {
      const key = hash >>> (32 - HASH_BITS);
      seen[key >> 3] = seen[key >> 3]! | (1 << (key & 7));
      hash = HASH_SEED;
    } else hash = hashed(hash, unit);
  }
  return (word) => {
    let own = HASH_SEED;
    for (let i = 0; i < word.length; i += 1) own = hashed(own, word.charCodeAt(i));
    const key = own >>> (32 - HASH_BITS);
    if ((seen[key >> 3]! & (1 << (key & 7))) === 0) return false;
    let low = 0;
    let high = list.length - 1;
    // both stand at blanks, and the word between them
    while (high > low) {
      const from = list.lastIndexOf(" ", (low + high - 1) >> 1);
      const to = list.indexOf(" ", from + 1);
      const found = list.slice(from + 1, to);
      if (found === word) return true;
      if (found < word) low = to;
      else high = from;
    }
    return false;
  };
}

const BLANK = 0x20;
/** One bit in thirty is set by the words of two dictionaries. */
const HASH_BITS = 22;
/** FNV-1a (Fowler, Noll and Vo). */
const HASH_SEED = 0x811c9dc5;
const hashed = (hash: number, unit: number): number => Math.imul(hash ^ unit, 0x01000193);

const FIGURE = /\d/;

/** "21st" is no word of a list but follows a rule: nspell reads those lines that have figures, and answers. */
function figuresOf(dictionaries: readonly Dictionary[]): (word: string) => boolean {
  const spellings = dictionaries.map(({ aff, dic }) => {
    const lines = new TextDecoder().decode(dic).split("\n");
    return nspell(aff, lines.filter((line, i) => i === 0 || FIGURE.test(line)).join("\n"));
  });
  return (word) => spellings.some((spelling) => spelling.correct(word));
}
