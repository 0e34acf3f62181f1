// Takes a Markdown source; says whether it is sound, and gives its chapters. The one idea: what is sound is left alone,
// letter for letter, so that cleaning twice is cleaning once; only what chapters of their own need is changed: notes go to
// the chapter that calls them.

import type { Source } from "../text.ts";
import { type LabelScope, slug, type WrittenChapter } from "./chapters.ts";
import { proseLines, trimmed } from "./fences.ts";
import { type ChapterHint, type Journal, Letters, type Patch } from "./flow.ts";
import { headKey } from "./folios.ts";
import { marksInFront } from "./front.ts";
import { nearlyEqual } from "./furniture.ts";
import { endsSentence, startsLower } from "./joins.ts";
import { levelBelow } from "./named.ts";
import { settleNotes } from "./settled.ts";

/** Share of paragraphs torn inside a sentence above which Markdown is damaged like any other text. */
const TORN = 0.02;

export function isSoundMarkdown(file: string, text: string): boolean {
  if (!/\.(?:md|markdown)$/i.test(file)) return false;
  const blocks = text.split(/\n\s*\n/).filter((block) => /^[\p{L}“"‘'(*_]/u.test(block));
  let torn = 0;
  for (let i = 1; i < blocks.length; i += 1) {
    const before = blocks[i - 1]!.replace(/\[\^[^[\]]*\]\s*$/, "");
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
