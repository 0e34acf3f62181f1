// Takes the text that is being read; gives the place of every complaint. The one idea: markdown-it's tokens know their
// lines, and tokens inside a line know no place at all: it is found again in the text of the block at hand.

import type { Env, Token } from "markdown-it";
import { type Diagnostic, error, nearest } from "../diagnostic.ts";
import type { Source, Span } from "../text.ts";
import { idDispenser } from "./ids.ts";

/** What the readers of one chapter's blocks, inlines and notes share. */
export class Reading {
  readonly source: Source;
  /** Where the source's text begins in its file. */
  readonly offset: number;
  readonly diagnostics: Diagnostic[] = [];
  readonly env: Env = {};
  readonly dispense = idDispenser();
  /** Every id made for this chapter begins with it. */
  chapterId: string;
  /** The block at hand. */
  here: Span;
  /** Where the text behind the front matter begins. */
  bodyStart = 0;
  private lineStarts: readonly number[] = [];
  private readonly searchFrom = new Map<string, number>();

  constructor(source: Source, prefix: string, offset: number) {
    this.source = source;
    this.chapterId = prefix;
    this.offset = offset;
    this.here = { file: source.file, start: offset, end: offset };
  }

  /** Says where the lines of the body begin, so that tokens have places. */
  countLines(body: string): void {
    const starts = [0];
    for (let i = body.indexOf("\n"); i !== -1; i = body.indexOf("\n", i + 1)) starts.push(i + 1);
    this.lineStarts = [...starts, body.length];
  }

  complain(diagnostic: Diagnostic): void {
    this.diagnostics.push(diagnostic);
  }

  complainOfAttribute(name: string, known: readonly string[]): void {
    const meant = nearest(name, known);
    const hint = meant ? `did you mean ${meant}?` : `known: ${known.join(", ")}`;
    this.complain(error("syntax/attribute", `the attribute ${name} is not known`, this.find(name), hint));
  }

  span(start: number, end: number): Span {
    return { file: this.source.file, start: start + this.offset, end: end + this.offset };
  }

  spanOf(token: Token): Span {
    if (!token.map) return this.here;
    const start = this.bodyStart + (this.lineStarts[token.map[0]] ?? 0);
    const end = this.bodyStart + (this.lineStarts[token.map[1]] ?? this.source.text.length);
    const text = this.source.text.slice(start, end);
    return this.span(start, end - (text.length - text.trimEnd().length));
  }

  /** Tokens inside a line know no place: the next occurrence of `needle` in the block at hand is the one meant. */
  find(needle: string): Span {
    const from = this.here.start - this.offset;
    const key = `${from} ${needle}`;
    const found = this.source.text.indexOf(needle, this.searchFrom.get(key) ?? from);
    if (found === -1) return this.here;
    this.searchFrom.set(key, found + needle.length);
    return this.span(found, found + needle.length);
  }
}
