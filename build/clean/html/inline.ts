// Takes what stands in one block: letters, marks that open and close, line breaks, calls; gives letters with marks that
// Markdown can write. The one idea: blanks are moved out of marks, and marks that hold nothing or meet their like go.

import { ANY_MARK, type Journal, Letters, MARK } from "../flow.ts";

export type Token =
  | { readonly type: "text"; readonly letters: Letters }
  | { readonly type: "open" | "close"; readonly mark: InlineMark }
  | { readonly type: "break" }
  | { readonly type: "call"; readonly label: string };

export interface InlineMark {
  readonly name: "em" | "strong" | "sup" | "sub" | "sc" | "link" | "lang";
  readonly open: string;
  readonly close: string;
}

const span = (name: InlineMark["name"], attributes: string): InlineMark => ({
  name,
  open: `${MARK.asIs}[${MARK.asIs}`,
  close: `${MARK.asIs}]{${attributes}}${MARK.asIs}`,
});

export const EM: InlineMark = { name: "em", open: MARK.emOpen, close: MARK.emClose };
export const STRONG: InlineMark = { name: "strong", open: MARK.strongOpen, close: MARK.strongClose };
export const SUP: InlineMark = { name: "sup", open: MARK.supOpen, close: MARK.supClose };
export const SUB = span("sub", ".sub");
export const SMALL_CAPS: InlineMark = { name: "sc", open: MARK.scOpen, close: MARK.scClose };
export const language = (tag: string): InlineMark => span("lang", `lang=${tag}`);
export const link = (address: string): InlineMark => ({
  name: "link",
  open: MARK.linkOpen,
  close: `${MARK.linkTo}${address.replace(/[\s()<>\\\uFDD0-\uFDEF]/g, encodeURIComponent).replace(/[()]/g, escapeBracket)}${MARK.linkClose}`,
});

function escapeBracket(bracket: string): string {
  return bracket === "(" ? "%28" : "%29";
}

/** Whether anything but blanks stands among the tokens. */
export function holdsText(tokens: readonly Token[]): boolean {
  return tokens.some((token) => token.type === "call" || (token.type === "text" && /\S/.test(token.letters.text)));
}

/** The end of a line. */
export const BREAK: Token = { type: "break" };

/** The lines of a block; an empty one parts paragraphs or stanzas. */
export function tidy(tokens: readonly Token[], journal: Journal): Letters[] {
  const lines: Letters[] = [];
  const open: InlineMark[] = [];
  let line: Token[] = [];
  for (const token of tokens) {
    if (token.type === "break") {
      for (let i = open.length - 1; i >= 0; i -= 1) line.push({ type: "close", mark: open[i]! });
      lines.push(tidyLine(line, journal));
      line = open.map((mark): Token => ({ type: "open", mark }));
      continue;
    }
    if (token.type === "open") open.push(token.mark);
    if (token.type === "close") open.pop();
    line.push(token);
  }
  lines.push(tidyLine(line, journal));
  const first = lines.findIndex(({ length }) => length > 0);
  return first < 0 ? [] : lines.slice(first, lines.findLastIndex(({ length }) => length > 0) + 1);
}

type Part = Letters | { readonly opens: InlineMark } | { readonly closes: InlineMark };

function tidyLine(tokens: readonly Token[], journal: Journal): Letters {
  const parts: Part[] = [];
  let blank: Letters | null = null;
  let begun = false;
  let inBrackets = 0;
  const put = (letters: Letters): void => {
    if (blank) parts.push(blank);
    blank = null;
    begun = true;
    parts.push(letters);
  };
  for (const token of tokens) {
    switch (token.type) {
      case "text":
        for (const letters of words(clearOf(token.letters, journal))) {
          if (letters.text.trim() !== "" || letters.text === "\u00a0") {
            put(inBrackets > 0 ? escapeBrackets(letters) : letters);
          } else if (begun) blank ??= letters.text.startsWith(" ") ? letters.slice(0, 1) : Letters.made(" ");
        }
        break;
      case "open": {
        if (blank) parts.push(blank);
        blank = null;
        const last = parts.at(-1);
        if (isPaired(token.mark)) inBrackets += 1;
        if (last && "closes" in last && last.closes.name === token.mark.name && last.closes.close === token.mark.close)
          parts.pop();
        else parts.push({ opens: token.mark });
        break;
      }
      case "close": {
        const last = parts.at(-1);
        if (isPaired(token.mark)) inBrackets -= 1;
        if (last && "opens" in last) parts.pop();
        else parts.push({ closes: token.mark });
        break;
      }
      case "call":
        blank = null;
        put(Letters.made(`${MARK.callOpen}${token.label}${MARK.callClose}`));
        break;
      case "break":
        break;
    }
  }
  return Letters.concat(withFlanks(parts).map((part) => (part instanceof Letters ? part : signOf(part)))).trim();
}

/** Whether the mark is written in brackets, which those of its text must not close. */
function isPaired(mark: InlineMark): boolean {
  return mark.name !== "em" && mark.name !== "strong";
}

function signOf(part: Exclude<Part, Letters>): Letters {
  return Letters.made("opens" in part ? part.opens.open : part.closes.close);
}

/** Without soft hyphens, and without noncharacters, which stand for marks here. */
function clearOf(letters: Letters, journal: Journal): Letters {
  if (!/[\u00ad\uFDD0-\uFDEF]/.test(letters.text)) return letters;
  const patches = [...letters.text.matchAll(/[\u00ad\uFDD0-\uFDEF]/g)].map(({ index }) => ({
    start: index,
    end: index + 1,
    after: "",
    rule: "html/invisible" as const,
    confidence: 1,
  }));
  return letters.patch(patches, journal);
}

/** Words and the blanks between them; a lone blank between two words parts nothing. */
function words(letters: Letters): Letters[] {
  const runs = letters.text.matchAll(/(?:[^\s]|(?<=\S)[ \u00a0](?=\S))+|\s+/g);
  return [...runs].map((run) => letters.slice(run.index, run.index + run[0].length));
}

function escapeBrackets(letters: Letters): Letters {
  if (!/[[\]]/.test(letters.text)) return letters;
  const parts: Letters[] = [];
  for (let i = 0; i < letters.length; i += 1) {
    const one = letters.slice(i, i + 1);
    if (/[[\]]/.test(one.text)) parts.push(Letters.made(`${MARK.asIs}\\`), one, Letters.made(MARK.asIs));
    else parts.push(one);
  }
  return Letters.concat(parts);
}

/** Emphasis that Markdown could not read (CommonMark 6.2, flanking) loses its marks: the words matter more. */
function withFlanks(parts: readonly Part[]): Part[] {
  const opened: number[] = [];
  const bad = new Set<number>();
  parts.forEach((part, i) => {
    if (part instanceof Letters) return;
    if ("opens" in part) {
      opened.push(i);
      return;
    }
    const from = opened.pop();
    if (from === undefined || isPaired(part.closes)) return;
    const before = neighbour(parts, from, -1);
    const first = neighbour(parts, from, 1);
    const last = neighbour(parts, i, -1);
    const after = neighbour(parts, i, 1);
    if ((isWord(before) && isStop(first)) || (isStop(last) && isWord(after))) bad.add(from).add(i);
  });
  return bad.size === 0 ? [...parts] : parts.filter((_, i) => !bad.has(i));
}

function neighbour(parts: readonly Part[], from: number, step: 1 | -1): string {
  for (let i = from + step; i >= 0 && i < parts.length; i += step) {
    const part = parts[i]!;
    if (!(part instanceof Letters)) {
      if (isPaired("opens" in part ? part.opens : part.closes)) return "[";
      continue;
    }
    if (part.text.startsWith(MARK.callOpen)) return "[";
    const text = part.text.replace(ANY_MARK, "");
    if (text !== "") return step > 0 ? text[0]! : text.at(-1)!;
  }
  return " ";
}

const isWord = (letter: string): boolean => /[\p{L}\p{N}]/u.test(letter);
const isStop = (letter: string): boolean => /[\p{P}\p{S}]/u.test(letter);
