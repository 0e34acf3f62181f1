// Takes lines; gives them without the feet of open sides, and what these say of the book. The one idea: the two folios of
// a booklet's side have one sum on every side, the number of pages and one more:
//
//     12        The Long Winter        101        26        The Long Winter        87        112 pages

import type { Journal, SourceLine } from "./flow.ts";
import { headKey } from "./folios.ts";
import type { Section } from "./read.ts";

const LONGEST = 160;
const FOOT = /^(\d{1,4})([^\p{L}\p{N}]+)(\p{Lu}.{2,80}?)([^\p{L}\p{N}]+)(\d{1,4})$/u;
/** Wider than the blank between words, or with a sign in it. */
const GAP = /\s{2,}|[^\s]/u;

interface Foot {
  readonly words: string;
  readonly left: number;
  readonly sum: number;
}

export interface Footless {
  readonly sections: readonly Section[];
  /** Null where no two feet say so. */
  readonly pages: number | null;
}

export function takeSideFeet(sections: readonly Section[], journal: Journal): Footless {
  const feet = new Map<SourceLine, Foot>();
  const lefts = new Map<string, Set<number>>();
  const keyOf = ({ words, sum }: Foot): string => `${words} ${sum}`;
  for (const line of sections.flat()) {
    const foot = footOf(line);
    if (foot === null) continue;
    feet.set(line, foot);
    const key = keyOf(foot);
    lefts.set(key, (lefts.get(key) ?? new Set()).add(foot.left));
  }
  const sums = new Map<number, number>();
  const kept = sections.map((section) =>
    section.filter((line) => {
      const foot = feet.get(line);
      if (!foot || lefts.get(keyOf(foot))!.size < 2) return true;
      journal.setAside("furniture", line.letters);
      sums.set(foot.sum, (sums.get(foot.sum) ?? 0) + 1);
      return false;
    }),
  );
  const [most] = [...sums].sort((a, b) => b[1] - a[1]);
  const pages = most && most[0] % 4 === 1 ? most[0] - 1 : null;
  return { sections: sums.size > 0 ? kept : sections, pages };
}

function footOf(line: SourceLine): Foot | null {
  const found = line.letters.length < LONGEST ? FOOT.exec(line.letters.text) : null;
  if (!found || !GAP.test(found[2]!) || !GAP.test(found[4]!)) return null;
  const left = Number(found[1]);
  return { words: headKey(found[3]!), left, sum: left + Number(found[5]) };
}
