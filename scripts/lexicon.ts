// Dictionaries from disk as the cleaner's Lexicon. Each is read when the first word is asked for that none before it has, and
// every answer is kept: the same words are asked again and again.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import nspell from "nspell";
import type { Lexicon } from "../build/clean/flow.ts";

const PACKAGES: Readonly<Record<string, readonly string[]>> = { en: ["dictionary-en", "dictionary-en-gb"] };

/** No dictionary has a longer word, and asking would be dear. */
const LONGEST_WORD = 60;

/** A lexicon for a language; one without words where there is no dictionary. */
export function loadLexicon(lang: string): Lexicon {
  const packages = PACKAGES[lang.split("-")[0]!.toLowerCase()] ?? [];
  const dictionaries: ReturnType<typeof nspell>[] = [];
  const known = new Map<string, boolean>();
  return {
    langs: packages.length > 0 ? [lang] : [],
    has(word) {
      if (word.length > LONGEST_WORD) return false;
      const answer = known.get(word);
      if (answer !== undefined) return answer;
      const found = packages.some((name, i) => {
        dictionaries[i] ??= readDictionary(name);
        return dictionaries[i].correct(word);
      });
      known.set(word, found);
      return found;
    },
  };
}

function readDictionary(name: string): ReturnType<typeof nspell> {
  const folder = dirname(createRequire(import.meta.url).resolve(name));
  return nspell(readFileSync(join(folder, "index.aff")), readFileSync(join(folder, "index.dic")));
}
