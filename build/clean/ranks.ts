// Takes lines and places where they may be cut; says whether what stands after one cut may follow what stands before another
// in a list that is sorted. The one idea: entries of glossaries and bibliographies rise through the alphabet, those of
// chronologies through the years, and pages that follow each other carry on where the list stopped.

import type { SourceLine } from "./flow.ts";
import { acrossCuts, type Kinship } from "./kinship.ts";

/** Lines around a cut in which an entry counts. */
const REACH = 12;
/** Entries that make a list, and the part of neighbours that must rise. */
const LEAST = 12;
const RISING = 0.7;
const FOLLOWS = 1.5;
const FALLS_BACK = -3;

export function learnRanks(lines: readonly SourceLine[], cuts: readonly number[]): Kinship {
  const alphabet = learnSeries(lines, cuts, letterRank);
  const years = learnSeries(lines, cuts, yearRank);
  return (i, j) => alphabet(i, j) + years(i, j);
}

/** "Harbour: …", "Example, Ada, …". */
const ENTRY = /^(\p{Lu}[\p{L}’'-]+)(?:,? [^:.;!?]{0,50})?:|^(\p{Lu}[\p{L}’'-]+), \p{Lu}/u;

function letterRank(text: string): number | null {
  const word = ENTRY.exec(text);
  const key = (word?.[1] ?? word?.[2])
    ?.normalize("NFD")
    .toLowerCase()
    .replace(/[^a-z]/g, "");
  if (!key) return null;
  return [0, 1, 2].reduce((sum, i) => sum * 27 + Math.max(0, key.charCodeAt(i) - 96 || 0), 0);
}

function yearRank(text: string): number | null {
  const year = /^(1\d{3}|20\d{2})(?:[-–]\d{2,4})?(?::|$)/.exec(text)?.[1];
  return year === undefined ? null : Number(year);
}

function learnSeries(
  lines: readonly SourceLine[],
  cuts: readonly number[],
  rankOf: (text: string) => number | null,
): Kinship {
  const ranks = lines.map(({ letters }) => rankOf(letters.text));
  const entries = ranks.flatMap((rank, line) => (rank === null ? [] : [{ rank, line }]));
  const near = entries.filter(({ line }, i) => i > 0 && line - entries[i - 1]!.line <= REACH);
  const rising = entries.filter(
    ({ line, rank }, i) => i > 0 && line - entries[i - 1]!.line <= REACH && rank >= entries[i - 1]!.rank,
  );
  if (near.length < LEAST || rising.length < near.length * RISING) return () => 0;
  const nearest = (cut: number, step: 1 | -1): number | null => {
    for (let k = 0; k < REACH; k += 1) {
      const rank = ranks[step > 0 ? cut + k : cut - 1 - k];
      if (rank !== null && rank !== undefined) return rank;
    }
    return null;
  };
  return acrossCuts(cuts, nearest, (before, after) => (after >= before ? FOLLOWS : FALLS_BACK));
}
