// Takes the runs of an unfolded booklet; gives each its notes. The one idea: an extraction that reads a side as one page puts
// the notes of both its pages under one of them, so after unfolding half of them stand under a stranger. But each page's
// notes count up and stand in one run, so one that is called tells whose the others are; and what the text of one page
// does not call belongs to the other page of its side:
//
//     18  19  33  34  35       33 is called by the left page, so 34 and 35 are its, and 18 and 19 the right one's

import type { Runs } from "./booklet.ts";
import type { SourceLine } from "./flow.ts";
import { endsSentence, startsLower } from "./joins.ts";
import { append } from "./many.ts";
import { isNoteLine } from "./seams.ts";

type Run = readonly SourceLine[];

const NUMBER = /^\D{0,40}?(\d{1,3})/;
/** "<sup>7</sup>", "^{7}" */
const RAISED = /(?:<sup>|\^\{?)(\d{1,3})(?!\d)/gu;
/** "sooner.7", "sooner." 7", "sooner,7"; not "(Winter 7, 8)" */
const GLUED = /(?:[.!?”’"')\]]\s?|\p{L}[,;:]?)(\d{1,3})(?![\d–-])/gu;

export function gatherSideNotes({ inOrder, sideOf }: Runs): readonly Run[] {
  const calls = inOrder.map(callsOf);
  const home = new Map<SourceLine, number>();
  for (const side of sidesOf(inOrder, sideOf)) {
    for (const [line, to] of homesOn(side, calls)) home.set(line, to);
  }
  const kept: SourceLine[][] = inOrder.map(() => []);
  const moved: SourceLine[][] = inOrder.map(() => []);
  inOrder.forEach((run, i) => {
    for (const line of run) {
      const to = home.get(line) ?? i;
      (to === i ? kept : moved)[to]!.push(line);
    }
  });
  return joinTorn(
    kept.map((run, i) => moved[i]!.reduce(insert, run)),
    sideOf,
  );
}

function numberOf(line: SourceLine): number | null {
  const found = isNoteLine(line) ? NUMBER.exec(line.letters.text.replace(/&\w+;/g, "")) : null;
  return found ? Number(found[1]) : null;
}

/** The numbers that a run calls: raised ones, and those that may be calls by what stands before them. */
interface Calls {
  readonly raised: ReadonlySet<number>;
  readonly glued: ReadonlySet<number>;
}

function callsOf(run: Run): Calls {
  const texts = run.flatMap((line) => (isNoteLine(line) ? [] : [line.letters.text]));
  const matched = (pattern: RegExp) =>
    new Set(texts.flatMap((text) => [...text.matchAll(pattern)].map((match) => Number(match[1]))));
  return { raised: matched(RAISED), glued: matched(GLUED) };
}

// -------------------------------------------------------------------------------------------------------- homes

/** A line that begins a note, and the run it stands in. */
interface Note {
  readonly line: SourceLine;
  readonly number: number;
  readonly run: number;
}

interface Side {
  /** Its numbered notes in the order of the file. */
  readonly notes: readonly Note[];
  readonly runs: ReadonlySet<number>;
}

function sidesOf(runs: readonly Run[], sideOf: Runs["sideOf"]): Side[] {
  const sides = new Map<number, { notes: Note[]; runs: Set<number> }>();
  runs.forEach((run, i) => {
    for (const line of run) {
      const at = sideOf.get(line)!;
      const side = sides.get(at) ?? { notes: [], runs: new Set() };
      sides.set(at, side);
      side.runs.add(i);
      const number = numberOf(line);
      if (number !== null) side.notes.push({ line, number, run: i });
    }
  });
  for (const { notes } of sides.values()) notes.sort((a, b) => a.line.letters.placeAt(0) - b.line.letters.placeAt(0));
  return [...sides.values()];
}

/** The run that each note of a side belongs to. */
function homesOn({ notes, runs }: Side, calls: readonly Calls[]): (readonly [SourceLine, number])[] {
  const chains = chainsOf(notes);
  const known = chains.map((chain) => chain.map((note) => callerOf(note, calls)));
  const others = chains.map((_, c) => otherPage(known, c, runs));
  return chains.flatMap((chain, c) =>
    chain.map(({ line, run }, k) => [line, nearestKnown(known[c]!, k) ?? others[c] ?? run] as const),
  );
}

/** Notes that follow one another and count by one. */
function chainsOf(notes: readonly Note[]): Note[][] {
  const chains: Note[][] = [];
  for (const note of notes) {
    const chain = chains.at(-1);
    if (chain?.at(-1)?.number === note.number - 1) chain.push(note);
    else chains.push([note]);
  }
  return chains;
}

/** The run that calls a note: its own, or the only other one; null where none does, or several do. */
function callerOf({ number, run }: Note, calls: readonly Calls[]): number | null {
  const raised = calls.map((each) => each.raised);
  const found = raised.some((each) => each.has(number)) ? raised : calls.map((each) => each.glued);
  if (found[run]!.has(number)) return run;
  const callers = found.flatMap((each, i) => (each.has(number) ? [i] : []));
  return callers.length === 1 ? callers[0]! : null;
}

/** Where the note of its chain stands that is called and is nearest; the earlier of two. */
function nearestKnown(known: readonly (number | null)[], at: number): number | null {
  for (let step = 0; step < known.length; step += 1) {
    const found = known[at - step] ?? known[at + step];
    if (found !== null && found !== undefined) return found;
  }
  return null;
}

/** For a chain of which no note is called: the page of its side that the other chain does not belong to. */
function otherPage(
  known: readonly (readonly (number | null)[])[],
  chain: number,
  runs: ReadonlySet<number>,
): number | null {
  if (known.length !== 2 || runs.size !== 2) return null;
  const taken = new Set(known[1 - chain]!.filter((run) => run !== null));
  const free = [...runs].filter((run) => !taken.has(run));
  return taken.size === 1 && free.length === 1 ? free[0]! : null;
}

/** At the end, before the notes of higher numbers that end the run. */
function insert(run: SourceLine[], note: SourceLine): SourceLine[] {
  const number = numberOf(note)!;
  let at = run.length;
  while (at > 0 && (numberOf(run[at - 1]!) ?? -1) > number) at -= 1;
  return [...run.slice(0, at), { ...note, blankBefore: Math.max(1, note.blankBefore) }, ...run.slice(at)];
}

// ---------------------------------------------------------------------------------------------------- torn notes

/**
 * A note whose sentence stands open at the end of its page goes on at the foot of the next one, without a number. There it
 * was read with the text of that side: a paragraph above a page that begins in lower case and ends its sentence, though the
 * one behind it begins in lower case as well.
 */
function joinTorn(runs: readonly Run[], sideOf: Runs["sideOf"]): readonly Run[] {
  const joined = runs.map((run) => [...run]);
  for (let i = 0; i + 1 < joined.length; i += 1) {
    const note = joined[i]!.at(-1);
    if (!note || numberOf(note) === null || endsSentence(note.letters.text)) continue;
    const first = joined[i + 1]![0];
    const next = first === undefined ? undefined : sideOf.get(first);
    if (next === undefined) continue;
    for (const run of joined) {
      const start = run.findIndex((line, k) => sideOf.get(line) === next && sideOf.get(run[k - 1]!) !== next);
      const end = start < 0 ? start : restEnd(run, start);
      if (end <= start) continue;
      append(
        joined[i]!,
        run.splice(start, end - start).map((line) => ({ ...line, blankBefore: 0 })),
      );
      break;
    }
  }
  return joined;
}

const ENDS_NOTE = /[.!?)\]]$/u;

/** Behind the first paragraph of a page, where it cannot be the text's; `start` where it can. */
function restEnd(run: Run, start: number): number {
  const end = run.findIndex((line, i) => i > start && line.blankBefore > 0);
  const after = run[end];
  if (!after || isNoteLine(run[start]!) || isNoteLine(after)) return start;
  const closes = startsLower(run[start]!.letters.text) && ENDS_NOTE.test(run[end - 1]!.letters.text);
  return closes && startsLower(after.letters.text) ? end : start;
}
