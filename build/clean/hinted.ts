// Takes sheets and an order that a person named; gives the runs of lines in that order. Nothing is weighed here: what the
// person says stands, and what cannot be done as said becomes a question.

import { unfoldSheets } from "./booklet.ts";
import type { Hints, Journal, SourceLine } from "./flow.ts";
import type { WordSense } from "./joins.ts";
import type { Sheet } from "./pages.ts";
import { loneBlanks } from "./seams.ts";

export interface Hinted {
  readonly hypothesis: string;
  readonly runs: readonly (readonly SourceLine[])[];
}

/** Null where no hint names an order that is done without weighing, or none that can be done. */
export function orderByHint(
  sheets: readonly Sheet[],
  sense: WordSense,
  { order, cuts }: Hints,
  journal: Journal,
): Hinted | null {
  const lines = sheets.flatMap((sheet) => sheet.lines);
  if (cuts && cuts.length > 0) return { hypothesis: "cuts", runs: cutAt(lines, cuts, journal) };
  if (order !== "reversed" && order !== "sheets") return null;
  const runs = order === "sheets" ? unfoldSheets(sheets, sense) : reversed(sheets, lines);
  if (runs) return { hypothesis: order, runs };
  const words = `the hint says ${order}, but nothing in the text tells where a page ends`;
  if (lines[0]) journal.ask("order/pages", lines[0].letters, words, ["name the pages with the hint cuts"]);
  return null;
}

/** The last page first: pages between form feeds, or at lone blanks. */
function reversed(sheets: readonly Sheet[], lines: readonly SourceLine[]): readonly (readonly SourceLine[])[] | null {
  if (sheets.length > 1) return sheets.map((sheet) => sheet.lines).reverse();
  const starts = [...loneBlanks(lines)].filter((start) => start > 0);
  if (starts.length === 0) return null;
  const bounds = [0, ...starts, lines.length];
  return bounds
    .slice(1)
    .map((end, i) => lines.slice(bounds[i]!, end))
    .reverse();
}

interface Place {
  readonly line: number;
  readonly at: number;
}

/** Pages that begin with the words given, in the order given; what stands before all of them comes first. */
function cutAt(lines: readonly SourceLine[], cuts: readonly string[], journal: Journal): SourceLine[][] {
  const places: Place[] = [];
  let text = "";
  lines.forEach(({ letters }, line) => {
    for (let at = 0; at < letters.length; at += 1) {
      if (/\s/.test(letters.text[at]!)) continue;
      text += letters.text[at]!;
      places.push({ line, at });
    }
  });
  const found = cuts.flatMap((cut) => {
    const at = text.indexOf(cut.replace(/\s+/g, ""));
    if (at >= 0 && cut.trim() !== "") return [at];
    if (lines[0]) journal.ask("order/pages", lines[0].letters, `no page begins with “${cut}”`);
    return [];
  });
  const starts = [...new Set([0, ...found])].sort((a, b) => a - b);
  const endOf = (start: number): number => starts[starts.indexOf(start) + 1] ?? places.length;
  const order = found.includes(0) ? found : [0, ...found];
  return [...new Set(order)]
    .map((start) => linesFrom(lines, places, start, endOf(start)))
    .filter((run) => run.length > 0);
}

function linesFrom(lines: readonly SourceLine[], places: readonly Place[], start: number, end: number): SourceLine[] {
  const first = places[start];
  const last = places[end];
  if (!first) return [];
  const stop = last?.line ?? lines.length;
  const own: SourceLine[] = [];
  for (let i = first.line; i <= Math.min(stop, lines.length - 1); i += 1) {
    const line = lines[i]!;
    const from = i === first.line ? first.at : 0;
    const to = last && i === last.line ? last.at : line.letters.length;
    if (to <= from) continue;
    const whole = from === 0 && to === line.letters.length;
    own.push(whole ? line : { ...line, letters: line.letters.slice(from, to).trim() });
  }
  return own;
}
