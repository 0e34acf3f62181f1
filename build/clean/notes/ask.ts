// What a person is asked about calls.

import type { Desk, NoteText, Piece } from "../flow.ts";
import { sentenceAround } from "./sentences.ts";

function printedName(note: NoteText): string {
  return note.marker.text === "" ? "a note whose number is unreadable" : `note ${note.marker.text}`;
}

function bodyStart(note: NoteText): string {
  const text = (note.pieces[0]?.letters.text ?? "").replace(/[\uFDD0-\uFDEF]/gu, "");
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}

export function askWeak(desk: Desk, piece: Piece, note: NoteText, at: number): void {
  const sentence = sentenceAround(piece.letters.text, at).trim();
  desk.journal.ask(
    "notes/weak-call",
    piece.letters.slice(Math.max(0, at - 1), at + 1),
    `The call of ${printedName(note)} (“${bodyStart(note)}”) is doubtful.`,
    [`here: ${sentence}`, "nowhere: the call is lost"],
  );
}

export function askLost(desk: Desk, piece: Piece, note: NoteText, at: number): void {
  const sentence = sentenceAround(piece.letters.text, at).trim();
  desk.journal.ask(
    "notes/lost-call",
    piece.letters.slice(Math.max(0, at - 1), at),
    `The call of ${printedName(note)} (“${bodyStart(note)}”) is lost; it was put where it may have stood.`,
    [`here: ${sentence}`],
  );
}
