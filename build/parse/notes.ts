// Takes the definitions of notes out of a chapter's tokens and joins them to their calls; gives the notes in the order of
// their first calls, with the marks that are printed. Nothing after this pass counts notes.

import assert from "node:assert/strict";
import type { Token } from "markdown-it";
import type { Block, Inline, Note, NoteSeries } from "../book.ts";
import { error, nearest } from "../diagnostic.ts";
import type { SourceMarks } from "../numbering.ts";
import type { Span } from "../text.ts";
import { plainTextOfBlocks } from "../walk.ts";
import { hash, slug } from "./ids.ts";
import { inlineNote } from "./markdown.ts";
import { printedMark, seriesOf } from "./marks.ts";
import type { Reading } from "./reading.ts";

/** A note before its blocks are read: its tokens are blocks, or the inlines of a note written at its call. */
export interface NoteBody {
  readonly tokens: Token[];
  readonly inline: boolean;
}

interface FoundNote {
  readonly id: string;
  readonly label: string;
  readonly by: NoteSeries;
  readonly span: Span;
  readonly body: NoteBody;
  readonly calls: string[];
  mark: string | null;
}

function markIn(marks: SourceMarks, label: string): Pick<Note, "sourceMark"> {
  const sourceMark = marks.get(label);
  return sourceMark === undefined ? {} : { sourceMark };
}

export class NoteBook {
  private readonly notes = new Map<string, FoundNote>();
  private readonly called: FoundNote[] = [];
  private readonly counts = new Map<NoteSeries, number>();
  private readonly reading: Reading;

  constructor(reading: Reading) {
    this.reading = reading;
  }

  /** Takes the notes' definitions out of the tokens: calls may come before or behind them. */
  take(tokens: readonly Token[]): Token[] {
    const rest: Token[] = [];
    let open: { label: string; body: Token[] } | null = null;
    for (const token of tokens) {
      if (token.type === "footnote_reference_open") open = { label: String(token.meta?.label), body: [] };
      else if (token.type === "footnote_reference_close" && open) {
        this.define(open.label, open.body);
        open = null;
      } else (open?.body ?? rest).push(token);
    }
    return rest;
  }

  private define(label: string, body: Token[]): void {
    const span = this.reading.find(`[^${label}]:`);
    if (this.notes.has(label)) {
      const hint = "give one of them another label, and its call too";
      this.reading.complain(error("note/duplicate", `a second note is called [^${label}]`, span, hint));
      return;
    }
    this.add(label, span, { tokens: body, inline: false });
  }

  private add(label: string, span: Span, body: NoteBody): FoundNote {
    const id = this.reading.dispense(`${this.reading.chapterId}-note-${slug(label).replace(/^n(?=\d)/, "")}`);
    const note: FoundNote = { id, label, by: seriesOf(label), span, body, calls: [], mark: null };
    this.notes.set(label, note);
    return note;
  }

  call(token: Token): Inline {
    const meta = token.meta as { id: number; label?: string };
    const note = meta.label === undefined ? this.inlineNoteOf(meta.id) : this.notes.get(meta.label);
    assert(note, `the note of call ${meta.label} was not taken from the tokens`);
    if (note.mark === null) {
      const count = (this.counts.get(note.by) ?? 0) + 1;
      this.counts.set(note.by, count);
      note.mark = printedMark(note.by, count);
      this.called.push(note);
    }
    const id = note.calls.length === 0 ? `${note.id}-call` : `${note.id}-call-${note.calls.length + 1}`;
    note.calls.push(id);
    return { type: "note_ref", note: note.id, id, mark: note.mark, by: note.by };
  }

  private inlineNoteOf(id: number): FoundNote {
    const { content, tokens } = inlineNote(this.reading.env, id);
    const label = this.reading.dispense(`inline-${hash(content)}`);
    const span = this.reading.find(`^[${content}`);
    return this.add(label, span, { tokens, inline: true });
  }

  /** Bodies in the order of first calls; calls inside bodies come after all calls of the text. */
  read(blocksOf: (body: NoteBody) => readonly Block[], marks: SourceMarks): Note[] {
    const read: { note: FoundNote; blocks: readonly Block[] }[] = [];
    for (let i = 0; i < this.called.length; i += 1) {
      const note = this.called[i]!;
      this.reading.here = note.span;
      read.push({ note, blocks: blocksOf(note.body) });
    }
    return read.map(({ note, blocks }) => ({
      id: note.id,
      label: note.label,
      mark: note.mark!,
      by: note.by,
      blocks,
      span: note.span,
      calls: note.calls,
      refersTo: null,
      ...markIn(marks, note.label),
    }));
  }

  /** A text that is no chapter has no place for notes. */
  refuseAll(): void {
    for (const note of this.notes.values()) {
      const hint = "put what the note says into the text";
      this.reading.complain(error("note/place", "a note stands where none can be printed", note.span, hint));
    }
  }

  complainOfUnused(blocksOf: (body: NoteBody) => readonly Block[]): void {
    for (const note of this.notes.values()) {
      if (note.mark !== null) continue;
      const words = plainTextOfBlocks(blocksOf(note.body));
      const shown = words.length > 40 ? `${words.slice(0, 40)}…` : words;
      const hint = `put [^${note.label}] where “${shown}” belongs, or take the note out`;
      this.reading.complain(error("note/unused", `the note [^${note.label}] is never called`, note.span, hint));
    }
  }

  complainOfUndefined(call: string): void {
    const labels = [...this.notes.keys()];
    const label = call.slice(2, -1);
    const numbers = labels.filter((each) => /^\d+$/.test(each)).map(Number);
    const meant = nearest(label, labels);
    const hints =
      numbers.length > 1 && /^\d+$/.test(label)
        ? [`the notes of this chapter run from ${Math.min(...numbers)} to ${Math.max(...numbers)}`]
        : meant
          ? [`did you mean [^${meant}]?`]
          : [`write the note as a line [^${label}]: …, or mark it as lost: [^?${label}]`];
    this.reading.complain(error("note/undefined", `no note is called ${call}`, this.reading.find(call), ...hints));
  }
}
