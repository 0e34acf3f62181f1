// Takes Markdown; gives its lines outside fenced code, and what it holds without the empty lines around it.

import type { Letters } from "./flow.ts";

/** Half-open range of characters. */
export interface Stretch {
  readonly start: number;
  readonly end: number;
}

export interface Line extends Stretch {
  readonly text: string;
}

/** No backtick may follow the backticks that open a fence, nothing but blanks the signs that close one (CommonMark 4.5). */
const OPENS = /^ {0,3}(`{3,}(?=[^`]*$)|~{3,})/;
const CLOSES = /^ {0,3}(`{3,}|~{3,})[ \t]*$/;

/** The lines of a text outside fenced code. */
export function proseLines(text: string): Line[] {
  const lines: Line[] = [];
  let fence: string | null = null;
  let start = 0;
  for (const line of text.split("\n")) {
    const mark: string | undefined = (fence === null ? OPENS : CLOSES).exec(line)?.[1];
    if (fence === null && mark === undefined) lines.push({ start, end: start + line.length, text: line });
    if (fence === null) fence = mark ?? null;
    else if (mark?.startsWith(fence)) fence = null;
    start += line.length + 1;
  }
  return lines;
}

/** Without the line breaks before and behind. */
export function trimmed(letters: Letters): Letters {
  const { text } = letters;
  let start = 0;
  let end = text.length;
  while (text[start] === "\n") start += 1;
  while (end > start && text[end - 1] === "\n") end -= 1;
  return letters.slice(start, end);
}
