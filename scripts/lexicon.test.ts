// The kept list of words says what nspell says.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { test } from "node:test";
import nspell from "nspell";
import type { Store } from "../build/cache.ts";
import { loadLexicon } from "./lexicon.ts";

const spellings = ["dictionary-en", "dictionary-en-gb"].map((name) => {
  const folder = dirname(createRequire(import.meta.url).resolve(name));
  return nspell(readFileSync(join(folder, "index.aff")), readFileSync(join(folder, "index.dic")));
});
const words = new Set(spellings.flatMap(({ data }) => Object.keys(data)));
const answer = (word: string): boolean => spellings.some((spelling) => spelling.correct(word));

/** Each as it stands, in capitals, in small letters, with a capital, cut short, prolonged, and with the other apostrophe. */
function variantsOf(word: string): string[] {
  const lower = word.toLowerCase();
  const capital = word.charAt(0).toUpperCase() + word.slice(1);
  return [word, word.toUpperCase(), lower, capital, word.slice(0, -1), `${word}s`, word.replace("'", "’")];
}

const kept = new Map<string, string>();
let puts = 0;
const store: Store = {
  get: (key) => kept.get(key) ?? null,
  put(key, value) {
    kept.set(key, value);
    puts += 1;
  },
};

test("every fortieth word and what is like it", () => {
  const { has } = loadLexicon("en-GB", store);
  const asked = [...words].filter((_, i) => i % 40 === 0).flatMap(variantsOf);
  assert.deepEqual(
    asked.filter((word) => has(word) !== answer(word)),
    [],
  );
  assert.ok(asked.filter(has).length > 10_000);
});

test("figures, blanks, foreign letters, nothing, from a list found again", () => {
  const { has } = loadLexicon("en", store);
  const asked = ["21st", "21th", "11TH", "1917", "7", "b2", " word ", "two words", "", "naïve", "Ελλάδα", "-", "ﬁeld"];
  assert.deepEqual(asked.map(has), asked.map(answer));
  assert.equal(puts, 1);
});

test("a language without dictionary has no words", () => {
  const { langs, has } = loadLexicon("eo", store);
  assert.deepEqual([langs, has("akvo")], [[], false]);
});
