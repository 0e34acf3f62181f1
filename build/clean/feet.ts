// Takes the lines of a side; gives them with each note behind its figure, every note a block. The one idea: extraction sets
// the raised figures of notes on lines of their own and takes those of two pages together, but each page's figures count up
// and its bodies stand in one run:
//
//     9  51  10  52                        9   See A.
//     See A.                               10  See B.
//     See B.                   becomes     11  See C.
//     11                                   51  The D.
//     See C.                               52  The E.
//     The D.
//     The E.
//
// The figures, one page's behind the other's, are laid over the lines (`layOver`); of the two orders of the pages the
// cheaper one is right, and most often that of the file.

import type { SourceLine } from "./flow.ts";
import { DISPLACED, layOver } from "./notes/floating.ts";
import type { Measure } from "./notes/zones.ts";

const FIGURE = /^\d{1,3}$/;
/** Figures of one page count up by one; each is a line of the side. */
type Chain = readonly Figure[];

interface Figure {
  readonly line: SourceLine;
  readonly value: number;
  /** Index of the line of words behind it. */
  readonly before: number;
}

/** `isCalled`: whether the side's text may call that number. */
export function gatherFeet(
  lines: readonly SourceLine[],
  isCalled: (value: number) => boolean,
  measure: Measure,
): readonly SourceLine[] {
  const gathered: SourceLine[] = [];
  let from = 0;
  while (from < lines.length) {
    const ends = isFigure(lines[from]!) ? footEnds(lines, from) : [];
    const foot = ends.map((end) => sorted(lines.slice(from, end), isCalled, measure)).find((each) => each !== null);
    gathered.push(...(foot ?? [lines[from]!]));
    from += foot?.length ?? 1;
  }
  return gathered;
}

function isFigure(line: SourceLine): boolean {
  return FIGURE.test(line.letters.text);
}

/** Lines at most for a figure: longer is the text of a page. */
const LONGEST = 12;

/**
 * Where the foot that begins at line `from` may end: every figure has found a body, and its block is at an end. Before the
 * text of a page stand figures that may be this foot's, or may be not.
 */
function footEnds(lines: readonly SourceLine[], from: number): number[] {
  let owed = 0;
  let at = from;
  let done = from;
  while (at < lines.length) {
    if (isFigure(lines[at]!)) {
      owed += 1;
      at += 1;
      continue;
    }
    let end = at + 1;
    while (end < lines.length && lines[end]!.blankBefore === 0 && !isFigure(lines[end]!)) end += 1;
    if (owed <= 0 && at === done) break;
    if (end - at > LONGEST * Math.max(1, owed)) return [at, done];
    for (let i = at; i < end; i += 1) if (i === at || closes(lines[i - 1]!)) owed -= 1;
    at = end;
    done = end;
  }
  return [at];
}

function closes(line: SourceLine): boolean {
  return /[.!?)\]”’"']$/u.test(line.letters.text);
}

/** What it costs that the page whose figure comes first has the later notes. */
const TURNED = 3;

/** How little the lines that notes are to begin with may look like it, a note. */
const UNLIKE = 1.5;

/** The lines of a foot, sorted; null if they are none. */
function sorted(
  lines: readonly SourceLine[],
  isCalled: (value: number) => boolean,
  measure: Measure,
): readonly SourceLine[] | null {
  const words = lines.filter((line) => !isFigure(line));
  const chains = chainsOf(lines);
  const figures = chains.flat();
  if (figures.length === 0 || words.length < figures.length || chains.length > 2) return null;
  if (figures.filter(({ value }) => isCalled(value)).length * 2 < figures.length) return null;
  const texts = words.map((line) => ({ line, text: line.letters.text }));
  const inFile = chains.sort((a, b) => lines.indexOf(a[0]!.line) - lines.indexOf(b[0]!.line));
  const orders = chains.length === 1 ? [figures] : [inFile.flat(), [...inFile].reverse().flat()];
  const laid = orders.map((order, k) => {
    const anchors = order.map(({ before }) => before);
    const { starts, cost } = layOver(anchors, texts, measure);
    const displaced = anchors.filter((anchor, i) => anchor !== starts[i]).length;
    return { order, starts, cost: cost + k * TURNED, unlike: cost - displaced * DISPLACED };
  });
  const best = laid.reduce((a, b) => (b.cost < a.cost ? b : a));
  if (best.starts.length < figures.length || best.unlike > UNLIKE * figures.length) return null;
  const { order, starts } = best;
  const notes = order.flatMap(({ line }, k) => [
    apart(line),
    ...words.slice(starts[k]!, starts[k + 1] ?? words.length).map((each) => ({ ...each, blankBefore: 0 })),
  ]);
  return [...words.slice(0, starts[0]!), ...notes];
}

function apart(line: SourceLine): SourceLine {
  return { ...line, blankBefore: Math.max(1, line.blankBefore) };
}

function chainsOf(lines: readonly SourceLine[]): Chain[] {
  const chains: Figure[][] = [];
  let before = 0;
  const figures: Figure[] = [];
  for (const line of lines) {
    if (isFigure(line)) figures.push({ line, value: Number(line.letters.text), before });
    else before += 1;
  }
  for (const figure of figures.sort((a, b) => a.value - b.value || a.before - b.before)) {
    const chain = chains.find((each) => each.at(-1)!.value === figure.value - 1);
    if (chain) chain.push(figure);
    else chains.push([figure]);
  }
  return chains;
}
