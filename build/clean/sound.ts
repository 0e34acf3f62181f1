// Takes a Markdown source; says whether it is sound, and gives its chapters. The one idea: what is sound is left alone,
// letter for letter, so that cleaning twice is cleaning once; only what chapters of their own need is changed: notes go to
// the chapter that calls them.

import type { SourceMarks } from "../numbering.ts";
import type { Source } from "../text.ts";
import { type LabelScope, slug, type WrittenChapter } from "./chapters.ts";
import { type ChapterHint, type Journal, Letters, type Patch } from "./flow.ts";
import { marksInFront } from "./front.ts";
import { headKey, nearlyEqual } from "./furniture.ts";
import { endsSentence, startsLower } from "./joins.ts";
import { levelBelow } from "./named.ts";

/** Share of paragraphs torn inside a sentence above which Markdown is damaged like any other text. */
const TORN = 0.02;

export function isSoundMarkdown(file: string, text: string): boolean {
  if (!/\.(?:md|markdown)$/i.test(file)) return false;
  const blocks = text.split(/\n\s*\n/).filter((block) => /^[\p{L}“"‘'(*_]/u.test(block));
  let torn = 0;
  for (let i = 1; i < blocks.length; i += 1) {
    const before = blocks[i - 1]!.replace(/\[\^[^\]]*\]\s*$/, "");
    if (before.length > 80 && !endsSentence(before) && startsLower(blocks[i]!)) torn += 1;
  }
  return torn <= Math.max(2, blocks.length * TORN);
}

/** What soundness does not decide. */
export interface SoundOptions {
  /** The front matter, as it stands at the head of the source. */
  readonly front: string;
  readonly labels: LabelScope;
  /** Where chapters begin; if none is named, at headings of level 1. */
  readonly chapters: readonly ChapterHint[];
}

export function soundChapters(source: Source, options: SoundOptions, journal: Journal): WrittenChapter[] {
  const { front, labels, chapters } = options;
  const body = withoutReturns(
    Letters.from(source.text, 0).slice(front.length || (/^\uFEFF/.test(source.text) ? 1 : 0)),
  );
  const parts = chapters.length > 0 ? partsByTitles(body, chapters, journal) : partsByHeadings(body);
  const before = marksInFront(front);
  const settled =
    labels === "source"
      ? parts.map((letters) => ({
          letters,
          marks: new Map([...before].filter(([label]) => letters.text.includes(`[^${label}]:`))),
        }))
      : settleNotes(parts, { before, named: chapters.length > 0 }, journal);
  return settled.map(({ letters, marks }) => {
    const title = /^# (.*)/.exec(letters.text)?.[1]?.replace(/\s*\{[^}]*\}$/, "") ?? "";
    const ended = letters.length === 0 ? letters : Letters.concat([letters, Letters.made("\n")]);
    return { name: slug(title), title, letters: ended, marks };
  });
}

function withoutReturns(letters: Letters): Letters {
  if (!letters.text.includes("\r")) return letters;
  const parts: Letters[] = [];
  let from = 0;
  for (const { index } of letters.text.matchAll(/\r\n?/g)) {
    parts.push(letters.slice(from, index));
    if (letters.text[index + 1] !== "\n") parts.push(Letters.made("\n"));
    from = index + 1;
  }
  return Letters.concat([...parts, letters.slice(from)]);
}

// ---------------------------------------------------------------------------------------------------- parts

interface Span {
  readonly start: number;
  readonly end: number;
}

interface Line extends Span {
  readonly text: string;
}

/** The lines of a text outside fenced code. */
function proseLines(text: string): Line[] {
  const lines: Line[] = [];
  let fence: string | null = null;
  let start = 0;
  for (const line of text.split("\n")) {
    const mark = /^ {0,3}(`{3,}|~{3,})/.exec(line)?.[1];
    if (fence === null && mark === undefined) lines.push({ start, end: start + line.length, text: line });
    if (mark !== undefined) fence = fence === null ? mark : mark.startsWith(fence) ? null : fence;
    start += line.length + 1;
  }
  return lines;
}

function partsByHeadings(body: Letters): Letters[] {
  const starts = proseLines(body.text).flatMap(({ start, text }) => (text.startsWith("# ") ? [start] : []));
  const parts = [0, ...starts].map((start, i) => trimmed(body.slice(start, starts[i])));
  return parts.filter((part, i) => part.length > 0 || (i === 0 && starts.length === 0));
}

/** One part for each title, empty where it is not found; other headings stand below the titles, on levels without gaps. */
function partsByTitles(body: Letters, chapters: readonly ChapterHint[], journal: Journal): Letters[] {
  const headings = proseLines(body.text).flatMap(({ start, text }) => {
    const [, hashes, title] = /^(#{1,6})\s+(.*?)(?:\s+#+)?\s*(?:\{[^}]*\})?$/.exec(text) ?? [];
    return hashes === undefined
      ? []
      : [{ start, level: hashes.length, key: headKey(title!.replace(/\[\^[^\]]*\]/g, "")) }];
  });
  const titles = new Map<number, number>();
  let from = 0;
  chapters.forEach(({ title }, chapter) => {
    const wanted = headKey(title);
    const at = headings.findIndex(({ key }, i) => i >= from && (key === wanted || nearlyEqual(key, wanted)));
    if (at < 0) return;
    titles.set(at, chapter);
    from = at + 1;
  });
  let above: readonly number[] = [];
  const patches = headings.flatMap(({ start, level }, i): Patch[] => {
    const under = titles.has(i) ? { above: [], level: 1 } : levelBelow(above, level);
    above = under.above;
    if (under.level === level) return [];
    return [{ start, end: start + level, after: "#".repeat(under.level), rule: "structure/heading", confidence: 1 }];
  });
  const starts = [...titles].map(([at, chapter]) => ({ chapter, start: headings[at]!.start }));
  if (starts[0] !== undefined) starts[0].start = 0;
  return chapters.map((_, chapter) => {
    const own = starts.findIndex((each) => each.chapter === chapter);
    if (own < 0) return Letters.empty;
    const { start } = starts[own]!;
    const end = starts[own + 1]?.start ?? body.length;
    const inside = patches.filter((patch) => patch.start >= start && patch.end <= end);
    const shifted = inside.map((patch) => ({ ...patch, start: patch.start - start, end: patch.end - start }));
    return trimmed(body.slice(start, end).patch(shifted, journal));
  });
}

function trimmed(letters: Letters): Letters {
  const start = /^\n*/.exec(letters.text)![0].length;
  const end = letters.length - /\n*$/.exec(letters.text)![0].length;
  return letters.slice(start, Math.max(start, end));
}

// ---------------------------------------------------------------------------------------------------- notes

interface Definition {
  readonly label: string;
  readonly letters: Letters;
}

interface Part {
  readonly whole: Letters;
  /** Without its definitions, and without the headings that stand over nothing else. */
  readonly rest: Letters;
  readonly emptied: readonly Letters[];
  readonly definitions: readonly Definition[];
  /** Labels in the order of first calls, those in its notes behind those in its text. */
  readonly calls: Set<string>;
}

interface Settled {
  readonly letters: Letters;
  readonly marks: SourceMarks;
}

const CALL = /(?<!\\)\[\^([^\]\s]+)\](?!:)/g;
const DEFINITION = /^ {0,3}\[\^([^\]\s]+)\]:/;

/**
 * Every note to the chapters that call it, numbered from 1 where any had to move, with its number before as its mark. A part
 * whose notes are its own is left as it stands. A heading over nothing but notes goes with them.
 */
function settleNotes(
  parts: readonly Letters[],
  { before, named }: { readonly before: SourceMarks; readonly named: boolean },
  journal: Journal,
): Settled[] {
  const read = parts.map((part) => partOf(part, named));
  const anywhere = new Map<string, Letters>();
  for (const { definitions } of read) for (const each of definitions) anywhere.set(each.label, each.letters);
  for (const { calls, definitions } of read) {
    const own = new Map(definitions.map(({ label, letters }) => [label, letters]));
    for (const label of calls) {
      const body = own.get(label) ?? anywhere.get(label);
      for (const inner of callsIn(body?.text ?? "")) calls.add(inner);
    }
  }
  const called = new Set(read.flatMap(({ calls }) => [...calls]));
  return read.flatMap((part): Settled[] => {
    const own = new Map(part.definitions.map(({ label, letters }) => [label, letters]));
    const lacks = [...part.calls].some((label) => !own.has(label) && anywhere.has(label));
    const leaves = part.definitions.filter(({ label }) => !part.calls.has(label) && called.has(label));
    if (!lacks && leaves.length === 0) {
      return [{ letters: part.whole, marks: new Map([...before].filter(([label]) => own.has(label))) }];
    }
    const uncalled = part.definitions.filter(({ label }) => !called.has(label)).map(({ label }) => label);
    const labels = [...part.calls].filter((label) => own.has(label) || anywhere.has(label));
    for (const heading of part.emptied) journal.setAside("furniture", heading);
    if (part.rest.length + labels.length + uncalled.length === 0) return [];
    return [
      withNotes(
        part.rest,
        [...labels, ...uncalled],
        (label) => own.get(label) ?? anywhere.get(label)!,
        before,
        journal,
      ),
    ];
  });
}

/** `named`: the part's own title stays, whatever it stands over. */
function partOf(whole: Letters, named: boolean): Part {
  const found = definitionsIn(whole.text);
  const definitions = found.map(({ label, start, end }) => ({ label, letters: whole.slice(start, end) }));
  const headings = headingsOver(whole.text, found).filter(({ start }) => !(named && start === 0));
  const emptied = headings.map(({ start, end }) => whole.slice(start, end));
  const parts: Letters[] = [];
  let from = 0;
  for (const { start, end } of [...found, ...headings].sort((a, b) => a.start - b.start)) {
    parts.push(trimmed(whole.slice(from, start)));
    from = end;
  }
  parts.push(trimmed(whole.slice(from)));
  const kept = parts.filter((part) => part.text.trim() !== "");
  const rest = Letters.concat(kept.flatMap((part, i) => (i === 0 ? [part] : [Letters.made("\n\n"), part])));
  return { whole, rest, emptied, definitions, calls: callsIn(rest.text) };
}

/** Headings with nothing but definitions, and at least one, between them and the next heading. */
function headingsOver(text: string, definitions: readonly Span[]): Span[] {
  const headings = proseLines(text).filter((line) => /^#{1,6}\s/.test(line.text));
  return headings.filter(({ end }, i) => {
    const to = headings[i + 1]?.start ?? text.length;
    const inside = definitions.filter((each) => each.start >= end && each.end <= to);
    let from = end;
    const between = [...inside, { start: to, end: to }].map((each) => {
      const blank = text.slice(from, each.start).trim() === "";
      from = each.end;
      return blank;
    });
    return inside.length > 0 && between.every(Boolean);
  });
}

function callsIn(text: string): Set<string> {
  return new Set([...text.matchAll(CALL)].map(([, label]) => label!).filter((label) => !label.startsWith("?")));
}

/** A definition ends before the next, or before a line that an empty one parts from it and that is not indented. */
function definitionsIn(text: string): (Span & { readonly label: string })[] {
  const found: (Span & { readonly label: string })[] = [];
  let open = false;
  let blank = false;
  for (const line of proseLines(text)) {
    const label = DEFINITION.exec(line.text)?.[1];
    if (label !== undefined) {
      found.push({ label, start: line.start, end: line.end });
      open = true;
    } else if (line.text.trim() === "") {
      blank = true;
      continue;
    } else if (open && (!blank || /^(?: {2,}|\t)/.test(line.text))) {
      found[found.length - 1] = { ...found.at(-1)!, end: line.end };
    } else open = false;
    blank = false;
  }
  return found;
}

/** The text with the notes of `order` behind it; those with numbers count from 1. */
function withNotes(
  rest: Letters,
  order: readonly string[],
  bodyOf: (label: string) => Letters,
  before: SourceMarks,
  journal: Journal,
): Settled {
  const labels = new Map<string, string>();
  for (const label of order) labels.set(label, isNumber(label) ? String(countNumbers(labels) + 1) : label);
  const relabel = (letters: Letters): Letters => letters.patch(relabelled(letters, labels, journal), journal);
  const bodies = order.flatMap((label) => [Letters.made("\n\n"), relabel(bodyOf(label))]);
  const marks = order.flatMap((label): [string, string][] => {
    const mark = before.get(label) ?? (isNumber(label) ? label : undefined);
    return mark === undefined ? [] : [[labels.get(label)!, mark]];
  });
  return { letters: Letters.concat([relabel(rest), ...bodies]), marks: new Map(marks) };
}

const isNumber = (label: string): boolean => /^[1-9]\d*$/.test(label);

function countNumbers(labels: ReadonlyMap<string, string>): number {
  return [...labels.keys()].filter(isNumber).length;
}

/** Calls and the label of a definition, renamed. A number that no note bears would now be another's: it stays as a lost one. */
function relabelled(letters: Letters, labels: ReadonlyMap<string, string>, journal: Journal): Patch[] {
  return [...letters.text.matchAll(/(?<!\\)\[\^([^\]\s?][^\]\s]*)\]/g)].flatMap(({ index, 1: label }): Patch[] => {
    const start = index + 2;
    const end = start + label!.length;
    const known = labels.get(label!);
    if (known === undefined && isNumber(label!)) {
      const text = `The call ${label} leads to a note that is not in the source.`;
      journal.ask("notes/lost-body", letters.slice(start, end), text);
    }
    const after = known ?? (isNumber(label!) ? `?${label}` : label!);
    return after === label ? [] : [{ start, end, after, rule: "notes/label", confidence: 1 }];
  });
}
