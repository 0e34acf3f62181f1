// From pieces and note bodies to pieces with calls and notes in their chapters. The one idea: candidates and bodies are
// aligned; what stays open is put where it likeliest stood, and asked about.

import { type Desk, Letters, type NoteText, type Piece, type PlacedNote } from "../flow.ts";
import { append } from "../many.ts";
import { askLost, askWeak } from "./ask.ts";
import { candidatesOf, GAP } from "./candidates.ts";
import { placeLost, withHomeless } from "./lost.ts";
import { Matcher } from "./match.ts";
import { byNumber, withinOrder } from "./numbers.ts";
import { openCalls } from "./open.ts";
import { Topics } from "./topics.ts";
import { isLettered, wantedNotes } from "./wanted.ts";
import { type Placing, writeCalls } from "./write.ts";

/** `flow.PlaceNotes`. */
export function placeNotes(
  given: readonly Piece[],
  notes: readonly NoteText[],
  desk: Desk,
): { readonly pieces: readonly Piece[]; readonly notes: readonly PlacedNote[] } {
  const pieces = gatherFigures(given, notes);
  const inBrackets = notes.filter((note) => desk.source.text[note.marker.placeAt(0) - 1] === "(");
  const bracketed = inBrackets.length * 2 > notes.length;
  const known = (word: string) => isWord(word, desk);
  const lettered = notes.some(isLettered);
  const collect = (gaps: boolean) => candidatesOf(pieces, bracketed, known, gaps, lettered);
  const blurred = notes.some((note) => note.counted !== undefined);
  const gaps = blurred || notes.some((note) => note.beside !== null);
  let candidates = collect(gaps);
  if (notes.length === 0) return { pieces: openCalls(pieces, candidates, new Set(), desk), notes: [] };
  const idle = new Set<number>();
  const wanted = wantedNotes(pieces, notes);
  const topics = new Topics(desk.vocabulary);
  let matcher = new Matcher(pieces, candidates, wanted, topics, blurred);
  let found = matcher.run();
  if (matcher.blurred && !gaps) {
    candidates = collect(true);
    matcher = new Matcher(pieces, candidates, wanted, topics, true);
    found = matcher.run();
  }
  const numbered = byNumber(wanted, found, candidates);
  const match = numbered === null ? found : withinOrder(found, numbered, candidates);
  const placings: Placing[] = [];
  match.forEach((j, i) => {
    if (j < 0) return;
    const { piece, start, end, form, key } = candidates[j]!;
    if (key === GAP) {
      placings.push({ wanted: i, piece, start, end, rule: "notes/call-lost", confidence: 0.2 });
      askLost(desk, pieces[piece]!, wanted[i]!.note, start);
      return;
    }
    const confidence = matcher.confidence(i, j);
    placings.push({ wanted: i, piece, start, end, rule: `notes/call-${form}`, confidence });
    if (confidence < 0.6) askWeak(desk, pieces[piece]!, wanted[i]!.note, start);
  });
  append(placings, placeLost(pieces, wanted, match, candidates, topics, desk, numbered));
  candidates.forEach((candidate, j) => {
    if (!matcher.isUsed(j) && candidate.form === "markup") idle.add(j);
  });
  const written = writeCalls(pieces, wanted, placings, candidates, idle, desk);
  const placed = new Set(placings.map((placing) => placing.wanted));
  return { ...written, pieces: withHomeless(written.pieces, wanted, placed, desk) };
}

/** A call that extraction wrote on a line of its own goes back to the sentence it stood behind. */
function gatherFigures(pieces: readonly Piece[], notes: readonly NoteText[]): readonly Piece[] {
  const printed = new Set(notes.map((note) => note.marker.text));
  const gathered: Piece[] = [];
  for (const piece of pieces) {
    const { text } = piece.letters;
    const before = gathered.at(-1);
    const call = before !== undefined && /^[0-9]{1,3}$/u.test(text) && printed.has(text) && isProse(before);
    if (!call) {
      gathered.push(piece);
      continue;
    }
    const letters = Letters.concat([before.letters, Letters.made(" "), piece.letters]);
    gathered[gathered.length - 1] = { ...before, letters, lastPage: piece.lastPage };
  }
  return gathered;
}

function isProse({ kind, letters }: Piece): boolean {
  return kind === "paragraph" && /[.!?…][”’"')\]]*$/u.test(letters.text);
}

function isWord(word: string, { lexicon, vocabulary }: Desk): boolean {
  if (lexicon.langs.length === 0) return true;
  const lower = word.toLowerCase();
  return (vocabulary.get(lower) ?? 0) > 2 || lexicon.has(word) || lexicon.has(lower);
}
