// The command `import`: damaged texts in, chapters out. With --in and --out one text becomes one Markdown file; with a
// book, every text of its sources.yaml becomes chapters. Nothing is written unless everything went well.

import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { basename, dirname } from "node:path";
import type { LabelScope } from "../build/clean/chapters.ts";
import { type Cleaned, clean } from "../build/clean/clean.ts";
import { decode } from "../build/clean/decode.ts";
import type { Hints } from "../build/clean/flow.ts";
import {
  type Diagnostic,
  hasError,
  printDiagnostic,
  type Result,
  sortDiagnostics,
  textLookup,
} from "../build/diagnostic.ts";
import { loadLexicon } from "./lexicon.ts";

export interface ImportOptions {
  /** A book's folder. */
  readonly book?: string | undefined;
  /** Where the sources lie; else the book's own `sources/`. */
  readonly sources?: string | undefined;
  readonly in?: string | undefined;
  readonly out?: string | undefined;
  /** Where the report is written, as JSON. */
  readonly report?: string | undefined;
}

/** Exit code: 0, or 1 where anything is wrong. */
export async function runImport(options: ImportOptions): Promise<number> {
  if (options.in !== undefined) return importFile(options.in, options.out, options.report);
  process.stderr.write("error: name a book, or give --in FILE --out FILE.md\n");
  return 1;
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

function importFile(input: string, output: string | undefined, report: string | undefined): number {
  const { value: cleaned, diagnostics } = cleanFile(input, {}, "source");
  print(diagnostics);
  if (!cleaned || hasError(diagnostics)) return 1;
  const markdown = cleaned.chapters.map((chapter) => chapter.markdown).join("\n");
  if (output === undefined) process.stdout.write(markdown);
  else writeWhole(output, markdown);
  if (report !== undefined) writeWhole(report, `${JSON.stringify(reportOf(cleaned), null, 1)}\n`);
  return 0;
}

export function reportOf(cleaned: Cleaned): object {
  const { order, budget, questions, setAside, edits } = cleaned;
  return { order, budget, questions, setAside, edits };
}

function print(diagnostics: readonly Diagnostic[]): void {
  for (const each of sortDiagnostics(diagnostics)) process.stderr.write(`${printDiagnostic(each, textLookup([]))}\n`);
}

/** A file appears whole or not at all. */
function writeWhole(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  const beside = `${dirname(path)}/.${basename(path)}.part`;
  writeFileSync(beside, text);
  renameSync(beside, path);
}
