// Where imported chapters come from: `import` keeps it in the book's `.import/`, `why` reads it. A chapter on disk may have
// been corrected since; paragraphs that were not lead back directly, the others by what they have in common.

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { diffArrays } from "diff";
import type { Cleaned } from "../build/clean/clean.ts";
import { placeOf } from "../build/text.ts";

/** In the book's `.import/`. */
export const PROVENANCE_FILE = "provenance.json";

/** [offset in the chapter as cleaning made it, offset in the source, length, line and column in the source] */
type KeptRun = readonly [to: number, from: number, length: number, line: number, column: number];

interface KeptEdit {
  readonly rule: string;
  readonly start: number;
  readonly end: number;
  readonly line: number;
  readonly before: string;
  readonly after: string;
}

interface KeptQuestion {
  readonly start: number;
  readonly line: number;
  readonly text: string;
}

interface KeptSource {
  readonly edits: readonly KeptEdit[];
  readonly questions: readonly KeptQuestion[];
}

export interface Provenance {
  readonly version: 1;
  readonly sources: Readonly<Record<string, KeptSource>>;
  readonly chapters: Readonly<Record<string, { readonly source: string; readonly runs: readonly KeptRun[] }>>;
}

export interface ImportedSource {
  /** As sources.yaml names it, and its text. */
  readonly file: string;
  readonly text: string;
  readonly cleaned: Cleaned;
  /** Its chapters' files with their text as cleaning made them, front matter included. */
  readonly chapters: readonly { readonly file: string; readonly raw: string }[];
}

export function provenanceOf(imported: readonly ImportedSource[]): Provenance {
  const sources: Record<string, KeptSource> = {};
  const chapters: Record<string, { source: string; runs: KeptRun[] }> = {};
  for (const { file, text, cleaned, chapters: files } of imported) {
    const lines = lineStarts(text);
    const line = (offset: number): number => lineAt(lines, offset) + 1;
    sources[file] = {
      edits: cleaned.edits.map(({ rule, span, before, after }) => {
        return { rule, start: span.start, end: span.end, line: line(span.start), before, after };
      }),
      questions: cleaned.questions.map(({ span, text: said }) => {
        return { start: span.start, line: line(span.start), text: said };
      }),
    };
    cleaned.chapters.forEach(({ markdown, trace }, i) => {
      const made = files[i];
      if (!made) return;
      const shift = made.raw.length - markdown.length;
      const runs = trace.map(({ to, from, length }): KeptRun => {
        const at = lineAt(lines, from);
        return [to + shift, from, length, at + 1, from - lines[at]! + 1];
      });
      chapters[made.file] = { source: file, runs };
    });
  }
  return { version: 1, sources, chapters };
}

function lineStarts(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return starts;
}

function lineAt(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (starts[middle]! <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

export function readProvenance(book: string): Provenance | null {
  const path = join(book, ".import", PROVENANCE_FILE);
  if (!existsSync(path)) return null;
  const kept = JSON.parse(readFileSync(path, "utf8")) as Provenance;
  return kept.version === 1 ? kept : null;
}

/** How many edits of one rule are told in full. */
const SHOWN = 4;
/** Source characters that may have left between two stretches. */
const GAP = 120;

/**
 * Where characters `start` to `end` of a chapter on disk come from, and what the cleaner did there: lines for people.
 * Empty for chapters that were not imported.
 */
export function tellSource(book: string, file: string, text: string, start: number, end: number): string[] {
  const provenance = readProvenance(book);
  const chapter = provenance?.chapters[file];
  const made = join(book, ".import", file);
  if (!provenance || !chapter || !existsSync(made)) return [];
  const raw = readFileSync(made, "utf8");
  const [from, to] = [backTo(raw, text, start), backTo(raw, text, end)];
  const stretches = stretchesOf(chapter.runs, from, Math.max(to, from + 1));
  const [first] = stretches;
  if (!first) return [`${chapter.source}: these words were put in by hand`];
  const { edits, questions } = provenance.sources[chapter.source]!;
  const within = (at: number, until = at): boolean =>
    stretches.some((stretch) => at >= stretch.from && until <= stretch.to);
  const done = edits.filter((edit) => within(edit.start, edit.end));
  return [
    `source: ${chapter.source}:${first.line}:${first.column}`,
    ...describeEdits(done),
    ...questions.filter((each) => within(each.start)).map((each) => `question: ${each.text} (line ${each.line})`),
  ];
}

function describeEdits(edits: readonly KeptEdit[]): string[] {
  const byRule = new Map<string, KeptEdit[]>();
  for (const edit of edits) byRule.set(edit.rule, [...(byRule.get(edit.rule) ?? []), edit]);
  const shown = (text: string): string => `“${text.replaceAll("\n", "⏎").replace(/[\uFDD0-\uFDEF]/g, "")}”`;
  return [...byRule].flatMap(([rule, all]) => {
    const lines = all.slice(0, SHOWN).map(({ before, after, line }) => {
      const what =
        before === ""
          ? `${shown(after)} put in`
          : after === ""
            ? `${shown(before)} taken out`
            : shown(after) === shown("")
              ? `${shown(before)} read as markup`
              : `${shown(before)} to ${shown(after)}`;
      return `rule ${rule}: ${what} (line ${line})`;
    });
    return all.length > SHOWN ? [...lines, `rule ${rule}: ${all.length - SHOWN} more here`] : lines;
  });
}

interface Stretch {
  readonly from: number;
  readonly to: number;
  readonly line: number;
  readonly column: number;
}

/** Runs that follow one another in the source are one stretch, with what was taken out between them. */
function stretchesOf(runs: readonly KeptRun[], start: number, end: number): Stretch[] {
  const stretches: Stretch[] = [];
  for (const [to, from, length, line, column] of runs) {
    if (to + length <= start || to >= end) continue;
    const skipped = Math.max(0, start - to);
    const until = from + Math.min(length, end - to);
    const last = stretches.at(-1);
    if (last && from >= last.to && from - last.to <= GAP) stretches[stretches.length - 1] = { ...last, to: until };
    else stretches.push({ from: from + skipped, to: until, line, column: column + skipped });
  }
  return stretches;
}

/** The offset in `raw` of what stands at `offset` in `text`, its corrected version. */
function backTo(raw: string, text: string, offset: number): number {
  if (raw === text) return offset;
  const { line, column } = placeOf(text, Math.min(offset, text.length));
  const [old, now] = [raw.split("\n"), text.split("\n")];
  let [was, is] = [0, 0];
  for (const { value, added, removed } of diffArrays(old, now)) {
    if (!added && line - 1 < is + (removed ? 0 : value.length) && !removed) {
      return offsetOf(old, was + line - 1 - is, column);
    }
    if (added && line - 1 < is + value.length) {
      // A changed line: what it has in common with the old one before or behind the change.
      const at = Math.max(0, Math.min(old.length - 1, was - value.length + line - 1 - is));
      return offsetOf(old, at, columnBack(old[at]!, now[line - 1]!, column));
    }
    if (!added) was += value.length;
    if (!removed) is += value.length;
  }
  return raw.length;
}

function columnBack(old: string, now: string, column: number): number {
  let same = 0;
  while (same < Math.min(old.length, now.length) && old[same] === now[same]) same += 1;
  if (column - 1 <= same) return column;
  return Math.max(same + 1, old.length - (now.length - column));
}

function offsetOf(lines: readonly string[], line: number, column: number): number {
  let offset = 0;
  for (let i = 0; i < line; i += 1) offset += lines[i]!.length + 1;
  return offset + column - 1;
}
