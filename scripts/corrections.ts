// The command `corrections`: what a person changed in generated chapters, kept as data. The chapters on disk are compared
// with those that cleaning made, which `import` keeps in the book's `.import/`, and the differences are written to
// corrections.yaml: so hand work survives every later cleaning.

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, join, relative } from "node:path";
import { isMap, isSeq, parseDocument, type YAMLMap } from "yaml";
import { z } from "zod";
import { type Correction, harvest } from "../build/clean/corrections.ts";
import { type Diagnostic, error, hasError, printDiagnostic, type Result, textLookup } from "../build/diagnostic.ts";
import { readYaml } from "../build/parse/yaml.ts";
import type { Source } from "../build/text.ts";
import { writeProducts } from "../build/world.ts";

export interface CorrectionsOptions {
  /** A book's folder. */
  readonly book: string;
}

/** The keys of corrections.yaml. */
export const correctionsSchema = z
  .array(
    z.strictObject({
      chapter: z.string().describe("The chapter's file name."),
      before: z.string().min(1).describe("Words as cleaning left them, enough to stand once in the chapter."),
      after: z.string().describe("The same words as they should be."),
      reason: z.string().optional(),
    }),
  )
  .describe("Corrections to imported chapters.");

/** What a corrections.yaml says; an empty file has none. */
export function readCorrections(source: Source): Result<readonly Correction[]> {
  if (parseDocument(source.text).contents === null) return { value: [], diagnostics: [] };
  const { value, diagnostics } = readYaml(source, correctionsSchema);
  if (value === null) return { value: [], diagnostics };
  const corrections = value.data.map(({ chapter, before, after, reason }, i) => ({
    chapter,
    before,
    after,
    reason: reason ?? null,
    span: value.spanOf([i, "before"]),
  }));
  return { value: corrections, diagnostics };
}

/** The text of a corrections.yaml that says `corrections`; entries that stay keep their place and their comments. */
export function writeCorrections(text: string, corrections: readonly Correction[]): string {
  const document = parseDocument(text);
  if (!isSeq(document.contents)) document.contents = document.createNode([]) as never;
  const items = isSeq(document.contents) ? document.contents.items : [];
  const nameOf = (each: { chapter: unknown; before: unknown; after: unknown }) =>
    JSON.stringify([each.chapter, each.before, each.after]);
  const wanted = new Map(corrections.map((each) => [nameOf(each), each]));
  for (let i = items.length - 1; i >= 0; i -= 1) {
    const item = items[i];
    if (!isMap(item)) continue;
    const map = item as unknown as YAMLMap<string, unknown>;
    const name = nameOf({ chapter: map.get("chapter"), before: map.get("before"), after: map.get("after") });
    if (wanted.has(name)) wanted.delete(name);
    else items.splice(i, 1);
  }
  for (const { chapter, before, after, reason } of wanted.values()) {
    items.push(document.createNode({ chapter, before, after, ...(reason === null ? {} : { reason }) }) as never);
  }
  if (isSeq(document.contents)) document.contents.flow = false;
  return document.toString({ lineWidth: 0 });
}

/** Exit code: 0, or 1 where anything is wrong. */
export async function runCorrections({ book }: CorrectionsOptions): Promise<number> {
  const { value, diagnostics } = harvestBook(book);
  const file = join(book, "corrections.yaml");
  for (const each of diagnostics) {
    process.stderr.write(`${printDiagnostic(each, textLookup([{ file, text: read(file) }]))}\n`);
  }
  if (value === null || hasError(diagnostics)) return 1;
  if (value.text !== read(file)) {
    const [unwritten] = writeProducts(book, new Map([[basename(file), value.text]]));
    if (unwritten) {
      process.stderr.write(`${printDiagnostic(unwritten, () => undefined)}\n`);
      return 1;
    }
  }
  process.stdout.write(`${relative(process.cwd(), file) || file}: ${value.count} corrections\n`);
  return 0;
}

/** The corrections.yaml that turns the chapters cleaning made into those on disk. Chapters made by hand are passed over. */
export function harvestBook(book: string): Result<{ readonly text: string; readonly count: number } | null> {
  const kept = join(book, ".import");
  if (!existsSync(kept)) {
    const hint = `run "npm run import -- ${book}" first`;
    return { value: null, diagnostics: [error("file/missing", `${book} has no imported chapters`, null, hint)] };
  }
  const file = join(book, "corrections.yaml");
  const old = readCorrections({ file, text: read(file) });
  if (hasError(old.diagnostics)) return { value: null, diagnostics: old.diagnostics };
  const diagnostics: Diagnostic[] = [...old.diagnostics];
  const corrections: Correction[] = [];
  for (const chapter of readdirSync(kept)
    .filter((name) => name.endsWith(".md"))
    .sort()) {
    const edited = join(book, "chapters", chapter);
    if (existsSync(edited)) corrections.push(...harvest(chapter, read(join(kept, chapter)), read(edited), old.value));
    else corrections.push(...old.value.filter((each) => each.chapter === chapter));
  }
  return { value: { text: writeCorrections(read(file), corrections), count: corrections.length }, diagnostics };
}

function read(file: string): string {
  return existsSync(file) ? readFileSync(file, "utf8") : "";
}
