// Writes calls where bodies were placed, numbers the notes of each chapter, and opens the calls whose bodies are not there.

import { type Desk, MARK, type NoteText, type Patch, type Piece, type PlacedNote, type RuleName } from "../flow.ts";
import type { Candidate } from "./candidates.ts";
import type { Wanted } from "./wanted.ts";

export interface Placing {
  readonly wanted: number;
  readonly piece: number;
  readonly start: number;
  readonly end: number;
  readonly rule: RuleName;
  readonly confidence: number;
}

/** Asterisk, daggers and their kin. */
const SIGNS = /^[*∗†‡§¶‖]{1,4}$/u;

const PREFIX: Readonly<Record<NoteText["by"], string>> = { author: "", editor: "ed-", translator: "tr-" };

export function writeCalls(
  pieces: readonly Piece[],
  wanted: readonly Wanted[],
  placings: readonly Placing[],
  candidates: readonly Candidate[],
  idle: ReadonlySet<number>,
  desk: Desk,
): { readonly pieces: readonly Piece[]; readonly notes: readonly PlacedNote[] } {
  const sorted = [...placings].sort((a, b) => a.piece - b.piece || a.start - b.start || a.wanted - b.wanted);
  const counts = new Map<string, number>();
  const patches = new Map<number, Patch[]>();
  const notes: PlacedNote[] = [];
  for (const placing of sorted) {
    const { note } = wanted[placing.wanted]!;
    const { chapter } = pieces[placing.piece]!;
    const series = `${chapter} ${PREFIX[note.by]}`;
    const count = (counts.get(series) ?? 0) + 1;
    counts.set(series, count);
    const label = `${PREFIX[note.by]}${count}`;
    const { start, end, rule, confidence } = placing;
    // a dash at a line's end had the next line joined to it
    const blank = rule === "notes/call-dash" && /^["“‘(]?\p{L}/u.test(pieces[placing.piece]!.letters.text.slice(end));
    const stop = wanted[placing.wanted]!.misread && lostStop(pieces[placing.piece]!, start, end, desk) ? "." : "";
    const after = stop + MARK.callOpen + label + MARK.callClose + (blank ? " " : "");
    const patch = { start, end, after, rule, confidence };
    patches.set(placing.piece, [...(patches.get(placing.piece) ?? []), patch]);
    const mark = markOf(placing, wanted, pieces);
    desk.journal.drop(note.marker, "notes/body-marker", 1);
    notes.push({ label, mark, chapter, pieces: note.pieces, confidence });
  }
  const called = pieces.map((piece, index) => {
    const own = patches.get(index);
    return own === undefined ? piece : { ...piece, letters: piece.letters.patch(mergeSame(own), desk.journal) };
  });
  return { pieces: idle.size === 0 ? called : openLeft(pieces, called, candidates, idle, patches, desk), notes };
}

/**
 * A stop and the call behind it were read as one sign: nothing else stands between a word and the next sentence. That
 * one begins is proved by the paragraph's end, or by a capital on a word that is no name.
 */
function lostStop({ kind, letters: { text } }: Piece, start: number, end: number, { lexicon }: Desk): boolean {
  if (kind !== "paragraph" || !/^[?'’"”°*!]$/u.test(text.slice(start, end)) || !/\p{Ll}/u.test(text[start - 1] ?? ""))
    return false;
  const rest = text.slice(end, end + 40);
  if (rest.trim() === "") return true;
  const [, next] = /^\s+(\p{Lu}\p{Ll}*)(?![\p{L}’'])/u.exec(rest) ?? [];
  return next !== undefined && lexicon.has(next.toLowerCase());
}

/** A body's sign, or its number where its call or a neighbour among the bodies says that it was read rightly. */
function markOf(placing: Placing, wanted: readonly Wanted[], pieces: readonly Piece[]): string {
  const { value, note } = wanted[placing.wanted]!;
  if (value === null) return SIGNS.test(note.marker.text) ? note.marker.text : "?";
  const printed = pieces[placing.piece]!.letters.text.slice(placing.start, placing.end);
  if (/[0-9]+/.exec(printed)?.[0] === String(value)) return String(value);
  const goesOn = [-1, 1].some((step) => wanted[placing.wanted + step]?.value === value + step);
  return goesOn ? String(value) : "?";
}

/** Two calls put into the same place become one patch. */
function mergeSame(patches: readonly Patch[]): Patch[] {
  const merged: Patch[] = [];
  for (const patch of patches) {
    const last = merged[merged.length - 1];
    if (last && patch.start < Math.max(last.end, last.start + (patch.start === patch.end ? 1 : 0))) {
      merged[merged.length - 1] = { ...last, after: last.after + patch.after };
    } else merged.push(patch);
  }
  return merged;
}

/** Calls that are surely calls, but whose bodies are not there. */
function openLeft(
  before: readonly Piece[],
  called: readonly Piece[],
  candidates: readonly Candidate[],
  idle: ReadonlySet<number>,
  patches: ReadonlyMap<number, readonly Patch[]>,
  desk: Desk,
): readonly Piece[] {
  const moved = new Map<number, Candidate[]>();
  for (const j of idle) {
    const candidate = candidates[j]!;
    let shift = 0;
    for (const patch of patches.get(candidate.piece) ?? []) {
      if (patch.start < candidate.start) shift += patch.after.length - (patch.end - patch.start);
    }
    const list = moved.get(candidate.piece) ?? [];
    list.push({ ...candidate, start: candidate.start + shift, end: candidate.end + shift });
    moved.set(candidate.piece, list);
  }
  return called.map((piece, index) => {
    const own = moved.get(index);
    if (own === undefined) return piece;
    const opened = own.filter((each) => each.printed.length <= 6);
    for (const each of opened) {
      desk.journal.ask(
        "notes/lost-body",
        before[index]!.letters.slice(0, 1),
        `The call ${each.printed} leads to a note that is not in the source.`,
        [],
      );
    }
    const marks = opened.map((each) => ({
      start: each.start,
      end: each.end,
      after: `${MARK.callOpen}?${each.printed}${MARK.callClose}`,
      rule: "notes/call-open" as const,
      confidence: 0.9,
    }));
    return { ...piece, letters: piece.letters.patch(marks, desk.journal) };
  });
}
