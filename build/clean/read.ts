// Takes a source; gives its lines with all the evidence a line can carry: indent, blanks behind, empty lines before, form
// feeds. The one idea: nothing is trimmed away here; what looks like dirt is the best evidence later steps have.

import { lostBlanks, timesWidth } from "./face.ts";
import { type BlockMark, Letters, type SourceLine } from "./flow.ts";

/** Lines between form feeds. */
export type Section = readonly SourceLine[];

export interface PlainText {
  readonly sections: readonly Section[];
  /** Whether form feeds part the sections. */
  readonly fed: boolean;
  /** Lines that are known to be running heads or folios. */
  readonly heads?: ReadonlySet<SourceLine>;
}

const TAB = 8;

/** A line from its letters, which may have blanks at both ends. */
export function makeLine(
  raw: Letters,
  given: {
    readonly blankBefore: number;
    readonly page: number;
    readonly block?: BlockMark | null;
    readonly indent?: number;
  },
): SourceLine {
  const text = raw.text;
  const start = text.length - text.trimStart().length;
  const end = text.trimEnd().length;
  const letters = raw.slice(Math.min(start, end), end);
  return {
    letters,
    indent: (given.indent ?? 0) + columns(text.slice(0, start)),
    trailingBlank: end < text.length,
    blankBefore: given.blankBefore,
    page: given.page,
    width: timesWidth(letters.text) + lostBlanks(letters.text),
    block: given.block ?? null,
  };
}

function columns(blanks: string): number {
  let count = 0;
  for (const blank of blanks) count += blank === "\t" ? TAB - (count % TAB) : 1;
  return count;
}

export function readPlain(text: string): PlainText {
  const sections: SourceLine[][] = [[]];
  let blank = 0;
  let start = text.startsWith("\uFEFF") ? 1 : 0;
  for (let i = start; i <= text.length; i += 1) {
    const letter = i < text.length ? text[i]! : "\n";
    if (letter !== "\n" && letter !== "\f" && letter !== "\r" && letter !== "\u2028" && letter !== "\u2029") continue;
    const raw = text.slice(start, i);
    if (raw.trim() === "") {
      if (letter !== "\f" || raw !== "") blank += 1;
    } else {
      sections.at(-1)!.push(makeLine(Letters.from(raw, start), { blankBefore: blank, page: sections.length - 1 }));
      blank = 0;
    }
    if (letter === "\f") {
      sections.push([]);
      blank = 0;
    }
    if (letter === "\r" && text[i + 1] === "\n") i += 1;
    start = i + 1;
  }
  const full = sections.filter((section) => section.length > 0);
  return { sections: full.length > 0 ? full : [[]], fed: full.length > 1 };
}
