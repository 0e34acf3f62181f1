// Takes the runs of an unfolded booklet; gives each the notes it calls. The one idea: an extraction that reads a side as one
// page puts the notes of both its pages under the second, so after unfolding half of them stand under a stranger.

import type { SourceLine } from "./flow.ts";
import { isNoteLine } from "./seams.ts";

type Run = readonly SourceLine[];

const NUMBER = /^\D{0,40}?(\d{1,3})/;
/** "<sup>7</sup>", "^{7}", "sooner.7", "sooner." 7" */
const CALL = /(?:<sup>|\^\{?|[.,;:!?”’"')\]\p{L}]\s?)(\d{1,3})(?!\d)/gu;

export function gatherSideNotes(runs: readonly Run[]): readonly Run[] {
  const calls = runs.map(callsOf);
  const kept: SourceLine[][] = runs.map(() => []);
  const moved: SourceLine[][] = runs.map(() => []);
  runs.forEach((run, i) => {
    for (const line of run) {
      const to = homeOf(line, i, calls);
      (to === i ? kept : moved)[to]!.push(line);
    }
  });
  return kept.map((run, i) => moved[i]!.reduce(insert, run));
}

function numberOf(line: SourceLine): number | null {
  const found = isNoteLine(line) ? NUMBER.exec(line.letters.text.replace(/&\w+;/g, "")) : null;
  return found ? Number(found[1]) : null;
}

function callsOf(run: Run): ReadonlySet<number> {
  const calls = new Set<number>();
  for (const line of run) {
    if (isNoteLine(line)) continue;
    for (const match of line.letters.text.matchAll(CALL)) calls.add(Number(match[1]));
  }
  return calls;
}

/** The run a line belongs to: its own, unless it is a note that only one other run calls. */
function homeOf(line: SourceLine, own: number, calls: readonly ReadonlySet<number>[]): number {
  const number = numberOf(line);
  if (number === null || calls[own]!.has(number)) return own;
  const callers = calls.flatMap((each, i) => (each.has(number) ? [i] : []));
  return callers.length === 1 ? callers[0]! : own;
}

/** At the end, before the notes of higher numbers that end the run. */
function insert(run: SourceLine[], note: SourceLine): SourceLine[] {
  const number = numberOf(note)!;
  let at = run.length;
  while (at > 0 && (numberOf(run[at - 1]!) ?? -1) > number) at -= 1;
  return [...run.slice(0, at), { ...note, blankBefore: Math.max(1, note.blankBefore) }, ...run.slice(at)];
}
