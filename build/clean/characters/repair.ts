// From pieces with damaged letters to pieces with the letters the author wrote. The one idea: rules in one array, each
// over all pieces before the next begins; a rule changes nothing it cannot prove, and says what it leaves.

import type { Desk, Letters } from "../flow.ts";
import { askAccents, lostAccents } from "./accents.ts";
import { typedDash } from "./dashes.ts";
import { facesOf, markItalics } from "./italics.ts";
import { bracketForJ, confusedLetters, elidedArticle } from "./letters.ts";
import { countDropped, droppedLigature, ligatureForms, phiForF } from "./ligatures.ts";
import { misprints } from "./misprints.ts";
import { misreadNumerals } from "./numerals.ts";
import { misreadQuotes, straightQuotes, swallowedQuotes, turnedQuotes } from "./quotes.ts";
import { type Habits, type Rule, type Sense, tokens } from "./rule.ts";
import { blankBeforeStop, blankInQuotes, gluedWords, missingBlank, tornWord } from "./spacing.ts";

/** In their order: forms first, then letters, since a repaired word proves its neighbours. */
export const RULES: readonly Rule[] = [
  ligatureForms,
  phiForF,
  droppedLigature,
  tornWord,
  gluedWords,
  blankBeforeStop,
  missingBlank,
  bracketForJ,
  elidedArticle,
  swallowedQuotes,
  turnedQuotes,
  straightQuotes,
  misreadQuotes,
  blankInQuotes,
  typedDash,
  lostAccents,
  confusedLetters,
];

/** `flow.RepairCharacters`. */
export function repairCharacters(all: readonly Letters[], desk: Desk): readonly Letters[] {
  const sense = senseOf(all, desk);
  let now = all;
  const faces = facesOf(now, sense);
  now = misreadNumerals(now, sense);
  for (const rule of RULES) {
    now = now.map((letters) => letters.patch(rule.apply(letters, sense), desk.journal));
  }
  misprints(now, sense);
  askAccents(now, sense);
  return markItalics(now, faces, sense);
}

export function senseOf(all: readonly Letters[], desk: Desk): Sense {
  const words = new Map<string, number>();
  const capitals = new Map<string, number>();
  for (const letters of all) {
    for (const { word } of tokens(letters)) {
      const lower = word.toLowerCase();
      words.set(lower, (words.get(lower) ?? 0) + 1);
      if (/^\p{Lu}/u.test(word)) capitals.set(lower, (capitals.get(lower) ?? 0) + 1);
    }
  }
  const memory = new Map<string, boolean>();
  const known = (word: string) => {
    const cached = memory.get(word);
    if (cached !== undefined) return cached;
    const answer = lookUp(word, desk);
    memory.set(word, answer);
    return answer;
  };
  return { desk, words, capitals, known, habits: habitsOf(all, { known }) };
}

function lookUp(word: string, { lexicon }: Desk): boolean {
  const plain = word.replaceAll("’", "'");
  // the small form first: what begins a sentence is most often a word that stands elsewhere, and has been asked for
  const lower = plain.toLowerCase();
  if (lexicon.has(lower) || (lower !== plain && lexicon.has(plain))) return true;
  return plain.endsWith("'s") && (lexicon.has(plain.slice(0, -2)) || lexicon.has(lower.slice(0, -2)));
}

function habitsOf(all: readonly Letters[], sense: Pick<Sense, "known">): Habits {
  let curly = 0;
  let straight = 0;
  let spaced = 0;
  let tight = 0;
  for (const { text } of all) {
    curly += text.match(/[“”]/gu)?.length ?? 0;
    straight += text.match(/"/gu)?.length ?? 0;
    spaced += text.match(/\p{L}[ \u00a0\u202f][;:!?]/gu)?.length ?? 0;
    tight += text.match(/\p{L}[;:!?]/gu)?.length ?? 0;
  }
  const dropped = countDropped(all, sense);
  return {
    curly: curly > 4 * straight && curly > 3,
    dropped,
    spacedStops: spaced > tight,
  };
}
