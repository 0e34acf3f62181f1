// `check`: the diagnostics of books, the proofreader's queries among them, and nothing else.

import { type Diagnostic, hasError, type Result, textLookup } from "../build/diagnostic.ts";
import { lint } from "../build/lint/lint.ts";
import { json, sarif } from "../build/lint/output.ts";
import { waive } from "../build/lint/waivers.ts";
import { type Folder, readManuscript } from "../build/manuscript.ts";
import { parseWaivers } from "../build/parse/waivers.ts";
import { readFolder } from "../build/world.ts";
import { countOf, printAll } from "./books.ts";

const FORMATS = ["text", "json", "sarif"];

export async function runCheck(books: readonly string[], options: { readonly format: string }): Promise<number> {
  const { format } = options;
  if (!FORMATS.includes(format)) {
    console.error(`error: --format takes one of ${FORMATS.join(", ")}`);
    return 2;
  }
  let failed = false;
  for (const path of books) {
    const { value: folder, diagnostics } = await checkBook(path);
    const textOf = textLookup(folder?.texts.values() ?? []);
    if (format === "json") process.stdout.write(json(diagnostics, textOf));
    else if (format === "sarif") process.stdout.write(sarif(diagnostics, textOf));
    else printAll(diagnostics, folder);
    console.error(`${path}: ${countOf(diagnostics)}`);
    failed ||= hasError(diagnostics);
  }
  return failed ? 1 : 0;
}

async function checkBook(path: string): Promise<Result<Folder | null>> {
  const { value: folder, diagnostics } = readFolder(path);
  if (!folder?.texts.has("book.yaml")) return { value: folder, diagnostics };
  const read = await readManuscript(folder);
  const all: Diagnostic[] = [...diagnostics, ...read.diagnostics];
  if (!read.value) return { value: folder, diagnostics: all };
  all.push(...lint(read.value.book, folder.texts.values()));
  const source = folder.texts.get("waivers.yaml");
  const waivers = source ? parseWaivers(source) : { value: [], diagnostics: [] };
  const left = waive(all, waivers.value, textLookup(folder.texts.values()));
  return { value: folder, diagnostics: [...left, ...waivers.diagnostics] };
}
