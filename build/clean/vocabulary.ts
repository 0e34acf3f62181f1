// Takes lines; gives the text's own words with their counts. A word cut by a line's end teaches nothing and is left out.

import type { SourceLine, Vocabulary } from "./flow.ts";

const WORD = /[\p{L}\p{N}]+(?:[-'’][\p{L}\p{N}]+)*/gu;

export function countWords(sections: readonly (readonly SourceLine[])[]): Vocabulary {
  const counts = new Map<string, number>();
  for (const lines of sections) {
    let cut = false;
    for (const line of lines) {
      const text = line.letters.text;
      const matches = [...text.matchAll(WORD)];
      const ends = /[-‐¬\u00ad]$/.test(text);
      matches.forEach((match, i) => {
        if ((i === 0 && cut) || (i === matches.length - 1 && ends)) return;
        const word = match[0].toLowerCase();
        counts.set(word, (counts.get(word) ?? 0) + 1);
      });
      cut = ends;
    }
  }
  return counts;
}
