// Contract 0: where text comes from. Offsets are UTF-16 code units into `Source.text`; lines and columns are
// computed only when a message is printed.

/** A text and the name it has for people: a path relative to the folder the command was run in. */
export interface Source {
  readonly file: string;
  readonly text: string;
}

/** The half-open range `[start, end)` of a source's text. */
export interface Span {
  readonly file: string;
  readonly start: number;
  readonly end: number;
}

export interface Place {
  readonly line: number;
  readonly column: number;
}

/** Line and column, both counted from 1, of an offset in a text. */
export function placeOf(text: string, offset: number): Place {
  let line = 1;
  let lineStart = 0;
  for (let at = text.indexOf("\n"); at !== -1 && at < offset; at = text.indexOf("\n", at + 1)) {
    line += 1;
    lineStart = at + 1;
  }
  return { line, column: offset - lineStart + 1 };
}
