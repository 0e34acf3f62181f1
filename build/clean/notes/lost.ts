// Where the calls that left no trace likeliest stood. The one idea: between the calls before and after it, on its page,
// behind the sentence that speaks of the same; asked about, whatever is found.

import { type Desk, Letters, type Piece, type SourcePage } from "../flow.ts";
import { most } from "../many.ts";
import { askLost } from "./ask.ts";
import { pageFinder } from "./beside.ts";
import type { Candidate } from "./candidates.ts";
import { sentenceEnds } from "./sentences.ts";
import { contextAt, type Topics } from "./topics.ts";
import type { Wanted } from "./wanted.ts";
import type { Placing } from "./write.ts";

/**
 * A body whose call left no trace: between the calls before and after it (by `numbered`, the bodies by their numbers, or
 * as the bodies stand), on its page, the sentence end that shares most
 * with its words; asked about, whatever is found.
 */
export function placeLost(
  pieces: readonly Piece[],
  wanted: readonly Wanted[],
  match: Int32Array,
  candidates: readonly Candidate[],
  topics: Topics,
  desk: Desk,
  numbered: readonly number[] | null,
): Placing[] {
  const placings: Placing[] = [];
  const find = pageFinder(wanted);
  const order = numbered ?? wanted.map((_, i) => i);
  let from = { piece: 0, start: 0 };
  for (let k = 0; k < order.length; k += 1) {
    const i = order[k]!;
    const j = match[i]!;
    if (j >= 0) {
      from = { piece: candidates[j]!.piece, start: candidates[j]!.end };
      continue;
    }
    let next = k + 1;
    while (next < order.length && match[order[next]!]! < 0) next += 1;
    const end = next < order.length ? candidates[match[order[next]!]!]! : null;
    const isBetween = numbered !== null && end !== null && end.piece >= from.piece;
    const note = isBetween ? { ...wanted[i]!, from: from.piece, to: end.piece + 1 } : wanted[i]!;
    const spot = likeliestEnd(pieces, note, from, end, next - k, find, topics);
    if (spot === null) continue;
    placings.push({ wanted: i, ...spot, end: spot.start, rule: "notes/call-lost", confidence: 0.2 });
    askLost(desk, pieces[spot.piece]!, note.note, spot.start);
    from = spot;
  }
  return placings;
}

/** A note for whose call there is no place at all stays text, at the end of its chapter. */
export function withHomeless(
  pieces: readonly Piece[],
  wanted: readonly Wanted[],
  placed: ReadonlySet<number>,
  desk: Desk,
): readonly Piece[] {
  const homeless = wanted.flatMap(({ note, chapter }, i) => {
    if (placed.has(i)) return [];
    desk.journal.ask("notes/no-place", note.marker, "This note has no text its call could stand in.");
    const [first, ...rest] = note.pieces;
    if (first === undefined) return [];
    const gap = note.marker.length > 0 && first.letters.length > 0 ? Letters.made(" ") : Letters.empty;
    const marked = { ...first, letters: Letters.concat([note.marker, gap, first.letters]) };
    return [marked, ...rest].map((piece) => ({ ...piece, kind: "paragraph" as const, chapter }));
  });
  if (homeless.length === 0) return pieces;
  return [...pieces, ...homeless].sort((a, b) => a.chapter - b.chapter);
}

interface Spot {
  readonly piece: number;
  readonly start: number;
}

function likeliestEnd(
  pieces: readonly Piece[],
  note: Wanted,
  from: Spot,
  end: Candidate | null,
  remaining: number,
  find: (offset: number) => SourcePage | null,
  topics: Topics,
): Spot | null {
  const spots: { spot: Spot; score: number }[] = [];
  const firstPiece = Math.max(from.piece, Math.min(note.from, end?.piece ?? note.from));
  const lastPiece = Math.min(end?.piece ?? note.to - 1, Math.max(note.to - 1, firstPiece));
  for (let p = firstPiece; p <= lastPiece && spots.length < 2000; p += 1) {
    const piece = pieces[p];
    if (piece === undefined || piece.kind === "note" || piece.kind === "rule" || piece.kind === "verbatim") continue;
    if (piece.kind === "heading") continue;
    const { text } = piece.letters;
    for (const start of sentenceEnds(text)) {
      if (p === from.piece && start <= from.start) continue;
      if (end && p === end.piece && start >= end.start) break;
      let score = 0;
      const page = find(piece.letters.placeAt(Math.max(0, start - 1)));
      if (note.note.beside !== null) score += page === note.note.beside ? 4 : page === null ? -1 : -5;
      if (piece.chapter !== note.chapter) score -= 3;
      score += topics.odds(note.topic, contextAt(text, start, start));
      if (/[”’"']$/u.test(text.slice(0, start))) score += 1.2;
      if (start === text.length) score += 1;
      spots.push({ spot: { piece: p, start }, score });
    }
  }
  if (spots.length === 0) return fallback(pieces, note, from);
  const top = most(spots.map((each) => each.score));
  const best = spots.filter((each) => each.score >= top - 0.01);
  // evenly between what stands before and after
  return best[Math.min(best.length - 1, Math.floor(best.length / (remaining + 1)))]!.spot;
}

function fallback(pieces: readonly Piece[], note: Wanted, from: Spot): Spot | null {
  const own = pieces[from.piece];
  if (own !== undefined && own.chapter === note.chapter && own.kind !== "rule") return from;
  for (let p = Math.min(note.to, pieces.length) - 1; p >= Math.max(0, from.piece); p -= 1) {
    const piece = pieces[p]!;
    if (piece.kind === "paragraph" || piece.kind === "item") return { piece: p, start: piece.letters.length };
  }
  return own === undefined ? null : from;
}
