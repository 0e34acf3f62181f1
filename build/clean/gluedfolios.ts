// Takes lines; gives them with each folio that was read as the end of a page's last word on a line of its own again. The one
// idea: where a head mostly stands below a folio, and once below a line that ends "sub14", the figure is the folio.

import type { SourceLine } from "./flow.ts";
import type { Section } from "./read.ts";

const LONE = /^\d{1,4}$/;
const GLUED = /(?<=\p{Ll})\d{1,4}$/u;
/** So often a line must stand below a folio to be a head. */
const LEAST = 3;

export function partGluedFolios(sections: readonly Section[]): readonly Section[] {
  const below = new Map<string, number>();
  for (const section of sections)
    section.forEach((line, i) => {
      const { text } = line.letters;
      if (!LONE.test(section[i - 1]?.letters.text ?? "") || !/\p{L}/u.test(text)) return;
      below.set(text, (below.get(text) ?? 0) + 1);
    });
  const heads = new Set([...below].filter(([, count]) => count >= LEAST).map(([text]) => text));
  if (heads.size === 0) return sections;
  return sections.map((section) =>
    section.flatMap((line, i) => {
      const next = section[i + 1];
      const found = next && next.blankBefore > 0 && heads.has(next.letters.text) ? GLUED.exec(line.letters.text) : null;
      return found ? parted(line, found.index) : [line];
    }),
  );
}

function parted(line: SourceLine, at: number): SourceLine[] {
  const { letters } = line;
  const width = (line.width * at) / letters.length;
  return [
    { ...line, letters: letters.slice(0, at), width },
    { ...line, letters: letters.slice(at), width: line.width - width, indent: 0, blankBefore: 0, trailingBlank: false },
  ];
}
