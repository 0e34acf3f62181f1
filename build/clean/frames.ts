// Takes shapes; finds epigraphs at the beginnings of chapters, the names below quotations, and signatures at ends. The one
// idea: all three are known by where they stand: a short quotation and a name between a heading and the text, a name right
// behind a quotation, a few short lines of names, places and dates behind the last full sentence.

import type { SourceLine } from "./flow.ts";
import { endsSentence } from "./joins.ts";
import { append } from "./many.ts";
import { insetOf, isPlain, type Layout, type Shape, textOf } from "./shape.ts";

const DASHED = /^[—–-]{1,2}\s?(?=\p{Lu}|from\b|in\b)/u;
const LONGEST_NAME = 110;

/** A paragraph's last line may be the name of who said the rest of it. */
export function splitName(lines: readonly SourceLine[]): (readonly SourceLine[])[] {
  const last = lines.at(-1)!.letters.text;
  const before = lines.at(-2)?.letters.text;
  const named = before !== undefined && /[.!?…][*_"”’'»)\]\d]*$/u.test(before) && last.length <= LONGEST_NAME;
  return named && DASHED.test(last) && !/[?!]["”]?$/.test(last) ? [lines.slice(0, -1), lines.slice(-1)] : [lines];
}

/** Whether a short line names who said what stands before it: "— Ada Example, Letters". */
function isAttribution(shape: Shape | undefined): boolean {
  if (!isPlain(shape) || shape.lines.length > 2) return false;
  const text = textOf(shape.lines);
  return text.length <= LONGEST_NAME && DASHED.test(text);
}

/** A name without a dash: short, of capitals, no sentence. */
function isName(shape: Shape | undefined, layout: Layout): boolean {
  if (!isPlain(shape) || shape.lines.length > 1) return false;
  const text = textOf(shape.lines);
  const words = text.match(/\p{L}[\p{L}.’'-]*/gu) ?? [];
  if (words.length < 2 || words.length > 10 || text.length > 80 || /[?!:;]$|["”]$/.test(text)) return false;
  const capitals = words.filter((word) => /^\p{Lu}/u.test(word)).length;
  const right = !layout.unwrapped && insetOf(shape.lines[0]!, layout) > 12;
  return /^\p{Lu}/u.test(text) && capitals >= Math.min(words.length, right ? 1 : Math.ceil(words.length * 0.6));
}

/** Words of an epigraph, at most; blocks of it, with the name. */
const LONGEST_EPIGRAPH = 120;
const MOST_BLOCKS = 5;

export function findFrames(shapes: readonly Shape[], layout: Layout): readonly Shape[] {
  const framed = [...shapes];
  shapes.forEach((shape, i) => {
    if (i > 0 && shape.kind !== "heading") return;
    const start = shape.kind === "heading" ? i + 1 : i;
    const end = epigraphEnd(shapes, start, layout);
    for (let k = start; k < end; k += 1) {
      const kind = k === end - 1 ? "attribution" : framed[k]!.kind;
      framed[k] = { ...framed[k]!, kind, quoted: false, frame: "epigraph", confidence: 0.85 };
    }
  });
  for (let i = 1; i < framed.length; i += 1) {
    const before = framed[i - 1]!;
    if (before.frame !== null || !(before.quoted || before.kind === "verse")) continue;
    const own = { ...framed[i]!, quoted: false };
    if (isAttribution(own)) framed[i] = { ...own, kind: "attribution", quoted: true, confidence: 0.85 };
  }
  return findSignatures(framed, layout);
}

/** Index behind the name that ends an epigraph which begins at `start`; `start` where there is none. */
function epigraphEnd(shapes: readonly Shape[], start: number, layout: Layout): number {
  let words = 0;
  for (let k = start; k < shapes.length && k < start + MOST_BLOCKS; k += 1) {
    const shape = shapes[k]!;
    const plain: Shape = { ...shape, quoted: false };
    const named = isAttribution(plain) || (isName(plain, layout) && seemsQuoted(shapes.slice(start, k)));
    if (k > start && named) return k + 1;
    if ((shape.kind !== "paragraph" && shape.kind !== "verse") || shape.frame !== null) return start;
    words += textOf(shape.lines).split(/\s+/).length;
    if (words > LONGEST_EPIGRAPH) return start;
  }
  return start;
}

function seemsQuoted(shapes: readonly Shape[]): boolean {
  const text = shapes.map((shape) => textOf(shape.lines)).join(" ");
  return shapes.every((shape) => shape.kind === "verse" || shape.quoted) || /^["“«„‘].*["”»’]$/su.test(text);
}

// ---------------------------------------------------------------------------------------------------- signatures

const MOST_LINES = 5;
/** Letters of the paragraph before: a shorter one is one of a list. */
const SHORTEST_PROSE = 100;
const MONTH =
  /\b(?:jan(?:uary)?|feb(?:ruary)?|march|april|may|june|july|aug(?:ust)?|sept(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b/i;
const YEAR = /\b1[5-9]\d\d\b|\b20\d\d\b/;
/** "A. B.", "A. Example", "ADA EXAMPLE". */
const INITIALS = /^(?:\p{Lu}\.\s?){1,4}(?:\p{Lu}[\p{L}'’-]+)?\.?$|^\p{Lu}{2,}(?:[\s.]+\p{Lu}{2,}){0,3}\.?$/u;

/** Lines between the last sentence of a chapter or a section and what follows it. */
function findSignatures(shapes: readonly Shape[], layout: Layout): readonly Shape[] {
  const result: Shape[] = [];
  for (let i = 0; i < shapes.length; i += 1) {
    const end = signatureEnd(shapes, i, layout);
    if (end === i) result.push(shapes[i]!);
    else {
      const lines = shapes.slice(i, end).flatMap((shape) => shape.lines);
      result.push({ ...shapes[i]!, kind: "signature", lines, confidence: 0.8 });
      i = end - 1;
    }
  }
  return result;
}

function signatureEnd(shapes: readonly Shape[], start: number, layout: Layout): number {
  const before = shapes[start - 1];
  if (!before || before.kind === "heading" || before.kind === "rule" || before.kind === "signature") return start;
  const last = textOf(before.lines);
  if (before.kind === "paragraph" && (!endsSentence(last) || last.length < SHORTEST_PROSE)) return start;
  const lines: SourceLine[] = [];
  let end = start;
  while (end < shapes.length && isPlain(shapes[end]) && lines.length <= MOST_LINES) {
    if (!shapes[end]!.lines.every((line) => maySign(line, layout))) break;
    append(lines, shapes[end]!.lines);
    end += 1;
  }
  const next = shapes[end];
  const closes = next === undefined || next.kind === "heading" || next.kind === "rule";
  if (end === start || lines.length > MOST_LINES || !closes) return start;
  return signs(lines, layout) ? end : start;
}

function maySign(line: SourceLine, { measure, unwrapped }: Layout): boolean {
  const text = line.letters.text;
  if (line.block !== null || text.length > 64 || (!unwrapped && line.width > measure * 0.8)) return false;
  return /^[[("“—–-]*\s?[\p{Lu}\d]/u.test(text) && !/[?!;:]$/.test(text);
}

/** A date, initials, or lines pushed to the right; and no sentence. */
function signs(lines: readonly SourceLine[], layout: Layout): boolean {
  const texts = lines.map((line) => line.letters.text);
  const isDate = (text: string): boolean =>
    YEAR.test(text) && (MONTH.test(text) || /^\D{0,40}\d{4}[.\])]?$/.test(text));
  const dated = texts.some((text) => isDate(text) && !/\(|\bp\.|\bpp\./.test(text));
  const initials = texts.some((text) => INITIALS.test(text.replace(/^[—–-]+\s?/, "")));
  const right = !layout.unwrapped && lines.every((line) => insetOf(line, layout) > 14);
  const prose = texts.some((text) => (text.match(/(?:^|\s)\p{Ll}{3,}/gu) ?? []).length > 4);
  if (prose) return false;
  return dated || (initials && lines.length <= 3) || (right && lines.length <= 4);
}
