// `feedback`: what readers marked in a book, found in its manuscript and proposed as corrections. The manuscript is never
// changed: a person reads the list and decides.

import { existsSync, readFileSync } from "node:fs";
import { basename, dirname } from "node:path";
import { type Correction, harvest } from "../build/clean/corrections.ts";
import { decode } from "../build/clean/decode.ts";
import { type Diagnostic, error, hasError } from "../build/diagnostic.ts";
import { type Letters, type Located, lettersOf, locate } from "../build/feedback/locate.ts";
import { propose } from "../build/feedback/propose.ts";
import { readFeedback } from "../build/feedback/read.ts";
import type { Remark } from "../build/feedback/remark.ts";
import type { Folder } from "../build/manuscript.ts";
import { placeOf, type Source, type Span } from "../build/text.ts";
import { writeProducts } from "../build/world.ts";
import { openBook, printAll } from "./books.ts";
import { writeCorrections } from "./corrections.ts";

export interface FeedbackOptions {
  /** Where the proposals go, in the form of corrections.yaml. */
  readonly out?: string;
}

export async function runFeedback(path: string, files: readonly string[], options: FeedbackOptions): Promise<number> {
  const opened = await openBook(path);
  if (!opened.folder || !opened.value) {
    printAll(opened.diagnostics, opened.folder);
    return 1;
  }
  const diagnostics: Diagnostic[] = [];
  const remarks = files.flatMap((file) => readExport(file, diagnostics));
  const { title } = opened.value.book.meta;
  const own = remarks.filter((remark) => isOf(remark, title));
  const found = place(own, opened.folder);
  process.stdout.write(describe(title, found, remarks.length - own.length));
  const corrections = found.flatMap(({ correction }) => correction ?? []);
  if (options.out !== undefined) diagnostics.push(...write(options.out, corrections));
  printAll(diagnostics, null);
  return hasError(diagnostics) ? 1 : 0;
}

function readExport(file: string, diagnostics: Diagnostic[]): readonly Remark[] {
  if (!existsSync(file)) {
    diagnostics.push(error("file/missing", `${file} does not exist`, null));
    return [];
  }
  const decoded = decode(readFileSync(file), file);
  const read = readFeedback({ file, text: decoded.value.text });
  diagnostics.push(...decoded.diagnostics, ...read.diagnostics);
  return read.value;
}

/** Exports may hold every book of a device. */
function isOf({ title: named }: Remark, title: string): boolean {
  const letters = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "");
  if (named === null) return true;
  const [one, two] = [letters(named), letters(title)];
  return one === "" || one.startsWith(two) || two.startsWith(one);
}

interface Placed {
  readonly remark: Remark;
  readonly located: Located;
  /** The place's words with their neighbours. */
  readonly context: readonly string[];
  readonly correction: Correction | null;
}

/** Where readers can mark words: chapters, glossary, timeline. */
const READ = /\.md$|^(?:glossary|timeline)\.yaml$/;

function place(remarks: readonly Remark[], folder: Folder): Placed[] {
  const texts = [...folder.texts].filter(([path]) => READ.test(path)).map(([, source]) => source);
  const letters = texts.map((source) => lettersOf(source, source.file.endsWith(".md")));
  const byFile = new Map(texts.map((source) => [source.file, source]));
  return remarks.map((remark): Placed => {
    const located = locate(remark, letters);
    const spans = located.found === "once" ? [located.span] : located.found === "often" ? located.spans : [];
    const shown = located.found === "never" && located.nearest ? [located.nearest] : spans;
    return {
      remark,
      located,
      context: shown.map((span) => contextOf(byFile.get(span.file)!, span)),
      correction: located.found === "once" ? correctionFor(remark, byFile.get(located.span.file)!, located.span) : null,
    };
  });
}

const AROUND = 60;

/** "chapters/05-land.md:13:42 …words before **the words** words behind…" */
function contextOf({ file, text }: Source, { start, end }: Span): string {
  const { line, column } = placeOf(text, start);
  const flat = (part: string): string => part.replace(/\s+/g, " ");
  const paragraph = text.lastIndexOf("\n\n", start);
  const from = paragraph < 0 ? 0 : paragraph + 2;
  const next = text.indexOf("\n\n", end);
  const to = next < 0 ? text.length : next;
  const before =
    start - from > AROUND ? text.slice(start - AROUND, start).replace(/^\S*\s/, "…") : text.slice(from, start);
  const after = to - end > AROUND ? text.slice(end, end + AROUND).replace(/\s\S*$/, "…") : text.slice(end, to);
  const words = flat(text.slice(start, end));
  const cut = words.length > 160 ? `${words.slice(0, 80)} […] ${words.slice(-70)}` : words;
  return `${file}:${line}:${column} “${flat(before).trimStart()}**${cut}**${flat(after).trimEnd()}”`;
}

/** What the note asks for, in words that stand once in the file. */
function correctionFor(remark: Remark, source: Source, { start, end }: Span): Correction | null {
  const wanted = remark.note === null ? null : propose(remark.quote, remark.note);
  if (wanted === null) return null;
  const passage = source.text.slice(start, end);
  const [from, to] = within(passage, wanted.before) ?? [-1, -1];
  if (from < 0) return null;
  const edited = source.text.slice(0, start + from) + wanted.after + source.text.slice(start + to);
  const [first] = harvest(basename(source.file), source.text, edited);
  const reason = `a reader’s note: ${remark.note!.replace(/\s+/g, " ").slice(0, 120)}`;
  return first ? { ...first, reason } : null;
}

/** Where `words` stand in the passage as the manuscript writes it; null: not at all, or more than once. */
function within(passage: string, words: string): [number, number] | null {
  const at = passage.indexOf(words);
  if (at >= 0) return passage.indexOf(words, at + 1) < 0 ? [at, at + words.length] : null;
  const file: Letters = lettersOf({ file: "", text: passage }, true);
  const sought = lettersOf({ file: "", text: words }, false).letters;
  const found = sought === "" ? -1 : file.letters.indexOf(sought);
  if (found < 0 || file.letters.indexOf(sought, found + 1) >= 0) return null;
  return [file.at[found]!, file.at[found + sought.length - 1]! + 1];
}

function write(path: string, corrections: readonly Correction[]): Diagnostic[] {
  if (existsSync(path)) {
    const hint = "name a file that does not exist yet: no hand work is overwritten";
    return [error("file/unwritable", `${path} is there already`, null, hint)];
  }
  return writeProducts(dirname(path), new Map([[basename(path), writeCorrections("", corrections)]]));
}

// ---------------------------------------------------------------------------------------------------- for people

function describe(title: string, found: readonly Placed[], others: number): string {
  const once = found.filter(({ located }) => located.found === "once").sort(byPlace);
  const often = found.filter(({ located }) => located.found === "often");
  const never = found.filter(({ located }) => located.found === "never");
  const proposed = once.filter(({ correction }) => correction !== null).length;
  const parts = [
    `# What readers marked in ${title}`,
    `${found.length} found in the exports: ${once.length} have their place, ${proposed} of them with a proposal; ${often.length} could stand in several places, ${never.length} were not found.${others > 0 ? ` ${others} belong to other books and were passed over.` : ""}`,
  ];
  const section = (name: string, list: readonly Placed[]): void => {
    if (list.length > 0) parts.push(`## ${name}`, ...list.map(describeOne));
  };
  section(
    "Proposals",
    once.filter(({ correction }) => correction !== null),
  );
  section(
    "Notes without a proposal",
    once.filter(({ remark, correction }) => correction === null && remark.note !== null),
  );
  section(
    "Marked, nothing said",
    once.filter(({ remark }) => remark.note === null),
  );
  section("In several places", often);
  section("Not found", never);
  return `${parts.join("\n\n")}\n`;
}

function byPlace(a: Placed, b: Placed): number {
  const of = ({ located }: Placed): Span => (located.found === "once" ? located.span : { file: "", start: 0, end: 0 });
  return of(a).file < of(b).file ? -1 : of(a).file > of(b).file ? 1 : of(a).start - of(b).start;
}

function describeOne({ remark, located, context, correction }: Placed): string {
  const { note, quote, file, where } = remark;
  const from = [basename(file), where].filter((each) => each !== "").join(", ");
  const differs = located.found === "once" && located.differs > 0;
  const lines = [
    ...(located.found === "never" ? [`- “${shortened(quote)}” (${from})`] : []),
    ...(located.found === "never" && context[0] ? [`  most like: ${context[0]}`] : []),
    ...(located.found === "never" ? [] : context.map((place, i) => `${i === 0 ? "-" : " "} ${place}`)),
    ...(located.found === "never" ? [] : [`  ${differs ? `the reader has “${shortened(quote)}” ` : ""}(${from})`]),
    ...(note === null ? [] : [`  note: ${note.replace(/\s+/g, " ")}`]),
    ...(correction === null ? [] : [`  proposed: for “${correction.before}” read “${correction.after}”`]),
  ];
  return lines.join("\n");
}

function shortened(text: string): string {
  const flat = text.replace(/\s+/g, " ");
  return flat.length > 160 ? `${flat.slice(0, 100)} […] ${flat.slice(-50)}` : flat;
}
