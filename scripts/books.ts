// What the commands share: reading a book's folder and printing what there is to say about it.

import {
  type Diagnostic,
  hasError,
  printDiagnostic,
  type Result,
  sortDiagnostics,
  textLookup,
} from "../build/diagnostic.ts";
import { uncovered } from "../build/lint/waivers.ts";
import { type Folder, type Manuscript, readManuscript } from "../build/manuscript.ts";
import { parseWaivers } from "../build/parse/waivers.ts";
import { readFolder } from "../build/world.ts";

export interface OpenBook extends Manuscript {
  readonly folder: Folder;
}

/** Reads a book; the value is null where it cannot be built. Warnings that its waivers.yaml lets stand are passed over. */
export async function openBook(path: string): Promise<Result<OpenBook | null> & { readonly folder: Folder | null }> {
  const { value: folder, diagnostics } = readFolder(path);
  if (!folder?.texts.has("book.yaml")) return { value: null, diagnostics, folder };
  const read = await readManuscript(folder);
  const all = [...diagnostics, ...read.diagnostics];
  const value = read.value && !hasError(all) ? { ...read.value, folder } : null;
  const waivers = folder.texts.get("waivers.yaml");
  if (!waivers) return { value, diagnostics: all, folder };
  const left = uncovered(all, parseWaivers(waivers).value ?? [], textLookup(folder.texts.values()));
  return { value, diagnostics: left, folder };
}

/** How many warnings of one code and file are printed in full. */
const SHOWN_ALIKE = 8;

/** Prints diagnostics on standard error, in the order of their places; of many warnings alike the rest are counted. */
export function printAll(diagnostics: readonly Diagnostic[], folder: Folder | null): void {
  const lookup = textLookup(folder?.texts.values() ?? []);
  const alike = new Map<string, number>();
  for (const each of sortDiagnostics(diagnostics)) {
    const kind = `${each.severity} ${each.code} in ${each.span?.file ?? "the book"}`;
    const count = (alike.get(kind) ?? 0) + 1;
    alike.set(kind, count);
    if (each.severity === "error" || count <= SHOWN_ALIKE) console.error(printDiagnostic(each, lookup));
  }
  for (const [kind, count] of alike) {
    if (!kind.startsWith("error") && count > SHOWN_ALIKE) console.error(`… ${count - SHOWN_ALIKE} more: ${kind}`);
  }
}

/** What print and zine both complain of is said once. */
export function distinct(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  return [...new Map(diagnostics.map((each) => [JSON.stringify(each), each])).values()];
}

/** "2 errors, 1 warning" */
export function countOf(diagnostics: readonly Diagnostic[]): string {
  const errors = diagnostics.filter((each) => each.severity === "error").length;
  const plural = (count: number, word: string): string => `${count} ${word}${count === 1 ? "" : "s"}`;
  return `${plural(errors, "error")}, ${plural(diagnostics.length - errors, "warning")}`;
}
