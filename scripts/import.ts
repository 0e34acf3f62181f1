// The command `import`: damaged texts in, chapters out. With --in and --out one text becomes one Markdown file; with a
// book, every text of its sources.yaml becomes chapters. Nothing is written unless everything went well. What was written
// is remembered in the book's `.import/`: the chapters before corrections, and the hashes of what stands on disk, so that
// no chapter edited by hand is ever overwritten.

import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { stringify } from "yaml";
import { z } from "zod";
import type { LabelScope } from "../build/clean/chapters.ts";
import { type Cleaned, type CleanedChapter, clean } from "../build/clean/clean.ts";
import { type Correction, correct } from "../build/clean/corrections.ts";
import { decode } from "../build/clean/decode.ts";
import { describeEdits } from "../build/clean/describe.ts";
import type { Hints } from "../build/clean/flow.ts";
import { withMarks } from "../build/clean/front.ts";
import {
  type Diagnostic,
  error,
  hasError,
  printDiagnostic,
  type Result,
  sortDiagnostics,
  textLookup,
} from "../build/diagnostic.ts";
import { runsOf, type SourceMarks } from "../build/numbering.ts";
import { glossarySchema } from "../build/parse/glossary.ts";
import { readYaml } from "../build/parse/yaml.ts";
import type { Source } from "../build/text.ts";
import { writeProducts } from "../build/world.ts";
import { readCorrections } from "./corrections.ts";
import { loadLexicon } from "./lexicon.ts";
import { type ImportedSource, PROVENANCE_FILE, provenanceOf } from "./provenance.ts";
import { hintsOf, SOURCES, type SourceEntry } from "./sources.ts";

export interface ImportOptions {
  /** A book's folder. */
  readonly book?: string | undefined;
  /** Where the sources lie; else the book's own `sources/`. */
  readonly sources?: string | undefined;
  readonly in?: string | undefined;
  readonly out?: string | undefined;
  /** BCP 47 tag of the one text's language; English where it is not given. */
  readonly lang?: string | undefined;
  /** Where the report is written, as JSON. */
  readonly report?: string | undefined;
}

/** Exit code: 0, or 1 where anything is wrong. */
export async function runImport(options: ImportOptions): Promise<number> {
  if (options.in !== undefined) return importFile(options.in, options);
  if (options.book !== undefined) return importBook(options.book, options.sources, options.report);
  process.stderr.write("error: name a book, or give --in FILE --out FILE.md\n");
  return 1;
}

/** A chapter ready to be written. */
interface Made {
  readonly file: string;
  /** As cleaning made it, and with the corrections. */
  readonly raw: string;
  readonly text: string;
}

function importBook(book: string, sources: string | undefined, report: string | undefined): number {
  const texts: Source[] = [];
  const { value, diagnostics } = makeChapters(book, sources ?? join(book, "sources"), texts);
  const all = [...diagnostics, ...guardEdited(book, value.made)];
  for (const each of sortDiagnostics(all)) process.stderr.write(`${printDiagnostic(each, textLookup(texts))}\n`);
  if (hasError(all)) return 1;
  const hashes = Object.fromEntries(value.made.map(({ file, text }) => [file, hashOf(text)]));
  const file = report ?? join(book, ".import", "report.json");
  const kept = new Map([
    ...value.made.map(({ file, raw }) => [file, raw] as const),
    ["manifest.json", `${JSON.stringify(hashes, null, 1)}\n`],
    [PROVENANCE_FILE, `${JSON.stringify(provenanceOf(value.imported))}\n`],
  ]);
  const chapters = new Map(value.made.map(({ file, text }) => [file, text]));
  const offered = proposed(
    value.imported.map(({ cleaned }) => cleaned),
    (kind) => `${kind}.proposed.yaml`,
  );
  const written =
    isWritten(writeProducts(join(book, "chapters"), chapters)) &&
    isWritten(writeProducts(join(book, ".import"), kept)) &&
    isWritten(writeProducts(book, offered)) &&
    isWritten(writeWhole(file, `${JSON.stringify(value.reports, null, 1)}\n`));
  if (!written) return 1;
  for (const summary of value.summaries) process.stdout.write(`${summary}\n`);
  process.stdout.write(`${book}: ${value.made.length} chapters of ${value.reports.length} sources; report: ${file}\n`);
  return 0;
}

interface AllMade {
  readonly made: readonly Made[];
  readonly reports: readonly object[];
  readonly imported: readonly ImportedSource[];
  /** A line for people on each text. */
  readonly summaries: readonly string[];
}

function makeChapters(book: string, folder: string, texts: Source[]): Result<AllMade> {
  const recipe = readSource(join(book, "sources.yaml"), texts);
  if (recipe === null) {
    const missing = error(
      "file/missing",
      `${join(book, "sources.yaml")} does not exist`,
      null,
      "it names the texts to import",
    );
    return { value: { made: [], reports: [], imported: [], summaries: [] }, diagnostics: [missing] };
  }
  const entries = readYaml(recipe, SOURCES);
  const listed = readSource(join(book, "corrections.yaml"), texts);
  const corrections = listed ? readCorrections(listed) : { value: [], diagnostics: [] };
  const diagnostics: Diagnostic[] = [...entries.diagnostics, ...corrections.diagnostics];
  const made: Made[] = [];
  const reports: object[] = [];
  const imported: ImportedSource[] = [];
  const summaries: string[] = [];
  const names = namesOf(book);
  (entries.value?.data ?? []).forEach((entry, i) => {
    const span = entries.value!.spanOf([i, "file"]);
    const { value: cleaned, diagnostics: complaints } = cleanEntry(entry, join(folder, entry.file), names);
    diagnostics.push(...complaints.map((each) => (each.span ? each : { ...each, span })));
    if (!cleaned) return;
    reports.push({ file: entry.file, ...reportOf(cleaned) });
    summaries.push(summaryOf(entry.title, cleaned));
    const own: Made[] = [];
    cleaned.chapters.forEach((chapter, k) => {
      const one = makeChapter(entry, chapter, k, corrections.value);
      if (chapter.markdown.trim() === "") {
        const message = `the title “${chapterOf(entry, k)?.title}” is nowhere in ${entry.file}`;
        diagnostics.push(error("text/chapter", message, entries.value!.spanOf([i, "chapters", k])));
      }
      diagnostics.push(...one.diagnostics);
      own.push(one.value);
    });
    made.push(...own);
    const path = join(folder, entry.file);
    const { text } = decode(readFileSync(path), path).value;
    imported.push({ file: entry.file, text, cleaned, chapters: own });
  });
  const files = new Set(made.map((each) => each.file));
  for (const { chapter, span } of corrections.value) {
    if (!files.has(chapter)) diagnostics.push(error("text/correction", `no chapter is called ${chapter}`, span));
  }
  return { value: { made, reports, imported, summaries }, diagnostics };
}

function summaryOf(name: string, { order, edits, questions, setAside }: Cleaned): string {
  const found = `${order.hypothesis} (confidence ${order.confidence.toFixed(2)})`;
  return `${name}: ${found}, ${edits.length} edits, ${questions.length} open questions, ${setAside.length} pieces set aside`;
}

/** What the book's glossary calls things; what is wrong with the glossary, `check` says. */
function namesOf(book: string): readonly string[] {
  const glossary = readSource(join(book, "glossary.yaml"), []);
  if (glossary === null) return [];
  const entries = readYaml(glossary, glossarySchema).value?.data ?? [];
  return entries.flatMap(({ term, aliases }) => [term, ...(aliases ?? [])]);
}

function cleanEntry(entry: SourceEntry, path: string, names: readonly string[]): Result<Cleaned | null> {
  if (!existsSync(path)) {
    const hint = "give the folder that holds the sources with --sources";
    return { value: null, diagnostics: [error("file/missing", `${path} does not exist`, null, hint)] };
  }
  if (hashOf(readFileSync(path)) !== entry.sha256) {
    const hint = "the recipe was written for another copy of this text; if this one is right, put its sha256 in";
    return {
      value: null,
      diagnostics: [error("file/changed", `${entry.file} is not the text named here`, null, hint)],
    };
  }
  return cleanFile(path, { ...hintsOf(entry), names }, "chapter");
}

function chapterOf(entry: SourceEntry, index: number): NonNullable<SourceEntry["chapters"]>[number] | undefined {
  return entry.chapters?.[index];
}

function makeChapter(
  entry: SourceEntry,
  chapter: CleanedChapter,
  index: number,
  corrections: readonly Correction[],
): Result<Made> {
  const own = chapterOf(entry, index);
  const stem = basename(entry.file).replace(/\.[^.]*$/, "");
  const file = own?.file ?? `${stem}-${String(index + 1).padStart(2, "0")}-${chapter.name}.md`;
  const title = own?.title ?? chapter.title;
  const author = own?.author ?? entry.author;
  const translator = own?.translator ?? entry.translator;
  const year = own?.year ?? entry.year;
  const front = {
    title,
    ...(author === undefined ? {} : { author }),
    ...(translator === undefined ? {} : { translator }),
    ...(year === undefined ? {} : { year }),
    source: [entry.title, entry.editor ?? entry.author, entry.year, entry.rights].filter((each) => each).join(", "),
    ...marksInFront(chapter.marks),
  };
  const raw = `---\n${stringify(front, { lineWidth: 0 })}---\n\n${chapter.markdown}`;
  const { value: text, diagnostics } = correct(file, raw, corrections);
  return { value: { file, raw, text }, diagnostics };
}

/** The marks of the source, for references to "note 12", where they are not the labels. */
function marksInFront(marks: SourceMarks): { "source-notes"?: ReturnType<typeof runsOf> } {
  const runs = runsOf(marks);
  return runs.size === 0 ? {} : { "source-notes": runs };
}

const MANIFEST = z.record(z.string(), z.string());

/** Complaints about chapters whose text on disk is not what the last import wrote. */
function guardEdited(book: string, made: readonly Made[]): Diagnostic[] {
  const manifest = join(book, ".import", "manifest.json");
  const known = existsSync(manifest) ? MANIFEST.parse(JSON.parse(readFileSync(manifest, "utf8"))) : {};
  return made.flatMap(({ file, text }) => {
    const path = join(book, "chapters", file);
    if (!existsSync(path)) return [];
    const disk = readFileSync(path, "utf8");
    if (disk === text || known[file] === hashOf(disk)) return [];
    const hint = `"npm run corrections -- ${book}" keeps what was edited; then import again`;
    return [error("text/edited", `${path} was edited by hand and is not overwritten`, null, hint)];
  });
}

function readSource(path: string, texts: Source[]): Source | null {
  if (!existsSync(path)) return null;
  const source = { file: path, text: readFileSync(path, "utf8") };
  texts.push(source);
  return source;
}

function hashOf(text: string | Uint8Array): string {
  return createHash("sha256").update(text).digest("hex");
}

/** Prints what cleaning did to every text of a book. Exit code: 0, or 1 where a text could not be read. */
export function showEdits(book: string, sources: string): number {
  const texts: Source[] = [];
  const recipe = readSource(join(book, "sources.yaml"), texts);
  const entries = recipe && readYaml(recipe, SOURCES);
  const names = namesOf(book);
  const results = (entries?.value?.data ?? []).map((entry) => cleanEntry(entry, join(sources, entry.file), names));
  for (const { value } of results) if (value) process.stdout.write(describeEdits(value));
  const problems = [...(entries?.diagnostics ?? []), ...results.flatMap(({ diagnostics }) => diagnostics)];
  if (!recipe) problems.push(error("file/missing", `${book} holds no sources.yaml`, null));
  for (const each of problems) process.stderr.write(`${printDiagnostic(each, textLookup(texts))}\n`);
  return hasError(problems) ? 1 : 0;
}

/** One text from disk, cleaned. */
export function cleanFile(path: string, hints: Hints, labels: LabelScope): Result<Cleaned | null> {
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(path);
  } catch (problem) {
    const code = (problem as NodeJS.ErrnoException).code === "ENOENT" ? "file/missing" : "file/unreadable";
    const message = code === "file/missing" ? `${path} does not exist` : `${path} cannot be read`;
    return { value: null, diagnostics: [{ code, severity: "error", message, span: null, hints: [] }] };
  }
  const decoded = decode(bytes, path);
  if (hasError(decoded.diagnostics)) return { value: null, diagnostics: decoded.diagnostics };
  const result = clean(
    { file: path, text: decoded.value.text },
    { hints, lexicon: loadLexicon(hints.lang ?? "en"), labels },
  );
  return { value: result.value, diagnostics: [...decoded.diagnostics, ...result.diagnostics] };
}

function importFile(input: string, { out: output, report, lang }: ImportOptions): number {
  const { value: cleaned, diagnostics } = cleanFile(input, lang === undefined ? {} : { lang }, "source");
  print(diagnostics);
  // Where the budget has an error the text is written all the same: without it nobody could look at the place.
  if (!cleaned) return 1;
  const text = cleaned.chapters.map((chapter) => chapter.markdown).join("\n");
  const marks = new Map(cleaned.chapters.flatMap((chapter) => [...chapter.marks]));
  const markdown = `${withMarks(cleaned.front, marks)}${text}`;
  if (output === undefined) process.stdout.write(markdown);
  else if (!isWritten(writeWhole(output, markdown))) return 1;
  const stem = output?.replace(/\.[^./\\]*$/, "");
  for (const [path, text] of stem === undefined ? [] : proposed([cleaned], (kind) => `${stem}.${kind}.yaml`))
    if (!isWritten(writeWhole(path, text))) return 1;
  const all = `${JSON.stringify(reportOf(cleaned), null, 1)}\n`;
  if (report !== undefined && !isWritten(writeWhole(report, all))) return 1;
  if (output !== undefined) process.stdout.write(`${summaryOf(output, cleaned)}\n`);
  return hasError(diagnostics) ? 1 : 0;
}

export function reportOf(cleaned: Cleaned): object {
  const { order, budget, questions, setAside, edits, proposals } = cleaned;
  return { order, budget, questions, setAside, edits, proposals };
}

/** What sources' own glossaries, chronologies and indexes say, each as a file of its own that nothing reads by itself. */
function proposed(all: readonly Cleaned[], nameOf: (kind: string) => string): Map<string, string> {
  const files = new Map<string, string>();
  for (const kind of ["glossary", "timeline", "index"] as const) {
    const entries = all.flatMap((cleaned) => [...cleaned.proposals[kind]]);
    if (entries.length > 0) files.set(nameOf(kind), stringify(entries, { lineWidth: 0 }));
  }
  return files;
}

function print(diagnostics: readonly Diagnostic[]): void {
  for (const each of sortDiagnostics(diagnostics)) process.stderr.write(`${printDiagnostic(each, textLookup([]))}\n`);
}

/** A file appears whole or not at all. */
function writeWhole(path: string, text: string): Diagnostic[] {
  return writeProducts(dirname(path), new Map([[basename(path), text]]));
}

/** Says what could not be written. */
function isWritten(problems: readonly Diagnostic[]): boolean {
  print(problems);
  return problems.length === 0;
}
