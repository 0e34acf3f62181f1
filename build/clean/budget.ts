// Takes a source and its result; gives the cleaning budget. The one idea: every letter of the result knows its place in the
// source, so both can be laid side by side: each character of the source is kept, a blank, changed by an edit, or set
// aside, and each one of the result is the source's own, or an edit's.

import type { Journal, Letters } from "./flow.ts";
import type { Budget } from "./outcome.ts";

const KEPT = 1;

export function balance(source: string, results: readonly Letters[], journal: Journal): Budget {
  const fate = new Uint8Array(source.length);
  const unexplained: number[] = [];
  for (const { text, at } of results) {
    for (let i = 0; i < at.length; i += 1) {
      const place = at[i]!;
      if (place < 0) continue;
      const same = source[place] === text[i];
      if (!same && journal.covered[place] !== 1) unexplained.push(place);
      if (fate[place] === KEPT && journal.covered[place] !== 1) unexplained.push(place);
      fate[place] = KEPT;
    }
  }
  const aside = journal.asides.reduce((sum, each) => sum + each.text.length, 0);
  let kept = 0;
  let blanks = 0;
  let covered = 0;
  for (let place = 0; place < source.length; place += 1) {
    if (fate[place] === KEPT) kept += 1;
    else if (journal.covered[place] === 1) covered += 1;
    else if (/[\s\uFEFF]/.test(source[place]!)) blanks += 1;
    else unexplained.push(place);
  }
  return { source: source.length, kept, blanks, edited: Math.max(0, covered - aside), aside, unexplained };
}
