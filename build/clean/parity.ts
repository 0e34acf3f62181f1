// Takes lines and places where they may be cut; says whether what stands before one cut can go on with what stands after
// another by their quotation marks and brackets. The one idea: the nearest mark on each side tells whether the cut is inside.

import type { SourceLine } from "./flow.ts";
import type { Kinship } from "./kinship.ts";

/** How far a mark is looked for, in characters. */
const QUOTE_REACH = 700;
const BRACKET_REACH = 160;

const QUOTE_CLOSES = 1.5;
const QUOTE_OPENS_AGAIN = -1;
const QUOTE_NEVER_OPENED = -2.5;
const BRACKET_CLOSES = 2;
const BRACKET_NEVER_OPENED = -2.5;
const BRACKET_NEVER_CLOSED = -1.5;

/** What the nearest marks say: inside, outside, or nothing in reach. */
interface Depth {
  readonly quote: boolean | null;
  readonly bracket: boolean | null;
}

/** `befores` and `afters`: the text around each cut, as far as it is wanted. */
export function learnParity(befores: readonly string[], afters: readonly string[]): Kinship {
  const ends = befores.map(depthAtEnd);
  const starts = afters.map(depthAtStart);
  return (i, j) => quotes(ends[i]!, starts[j]!) + brackets(ends[i]!, starts[j]!);
}

/** The same for one end and one beginning. */
export function parity(before: string, after: string): number {
  const [end, start] = [depthAtEnd(before), depthAtStart(after)];
  return quotes(end, start) + brackets(end, start);
}

function quotes(end: Depth, start: Depth): number {
  if (start.quote === true) return end.quote === true ? QUOTE_CLOSES : QUOTE_NEVER_OPENED;
  return end.quote === true && start.quote === false ? QUOTE_OPENS_AGAIN : 0;
}

function brackets(end: Depth, start: Depth): number {
  if (start.bracket === true) return end.bracket === true ? BRACKET_CLOSES : BRACKET_NEVER_OPENED;
  return end.bracket === true ? BRACKET_NEVER_CLOSED : 0;
}

const OPENING = /(?:^|[\s([—–-])["“«](?=\S)|“|«/gu;
const CLOSING = /(?<=\S)["](?=$|[\s.,;:!?)\]—–<-])|[”»]/gu;

function lastIndex(text: string, marks: RegExp): number {
  let last = -1;
  for (const match of text.matchAll(marks)) last = match.index + match[0].length;
  return last;
}

function firstIndex(text: string, marks: RegExp): number {
  const { index } = text.matchAll(marks).next().value ?? { index: -1 };
  return index;
}

function depthAtEnd(before: string): Depth {
  const text = before.slice(-QUOTE_REACH);
  const open = lastIndex(text, OPENING);
  const close = lastIndex(text, CLOSING);
  const near = text.slice(-BRACKET_REACH);
  const [opened, closed] = [near.lastIndexOf("("), near.lastIndexOf(")")];
  return {
    quote: open < 0 && close < 0 ? null : open > close,
    bracket: opened < 0 && closed < 0 ? null : opened > closed,
  };
}

function depthAtStart(after: string): Depth {
  const text = after.slice(0, QUOTE_REACH);
  const open = firstIndex(text, OPENING);
  const close = firstIndex(text, CLOSING);
  const near = text.slice(0, BRACKET_REACH);
  const [opened, closed] = [near.indexOf("("), near.indexOf(")")];
  return {
    quote: open < 0 && close < 0 ? null : close >= 0 && (open < 0 || close < open),
    bracket: opened < 0 && closed < 0 ? null : closed >= 0 && (opened < 0 || closed < opened),
  };
}

/** The text around a place in a line, over the lines before and after it up to an empty line. */
export function around(lines: readonly SourceLine[], line: number, at: number, step: 1 | -1): string {
  let text = "";
  if (step < 0) {
    if (at > 0) text = lines[line]!.letters.text.slice(0, at);
    if (at > 0 && lines[line]!.blankBefore > 0) return text;
    for (let i = line - 1; i >= 0 && text.length < QUOTE_REACH; i -= 1) {
      text = `${lines[i]!.letters.text} ${text}`;
      if (lines[i]!.blankBefore > 0) break;
    }
    return text.trimEnd();
  }
  text = lines[line]?.letters.text.slice(at) ?? "";
  for (let i = line + 1; i < lines.length && text.length < QUOTE_REACH; i += 1) {
    if (lines[i]!.blankBefore > 0) break;
    text += ` ${lines[i]!.letters.text}`;
  }
  return text;
}
