// Editions: of a built book by its manifest, of a book's folder as it is now, or as git keeps it (BOOK@REVISION). What is
// not built is set, not drawn: errata need pages, not products.

import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join, resolve } from "node:path";
import type { Book } from "../build/book.ts";
import { type Diagnostic, error, hasError, type Result } from "../build/diagnostic.ts";
import type { Manifest } from "../build/errata/manifest.ts";
import { printedEditions } from "../build/pipeline.ts";
import { bindBook, type Workshop } from "../build/workshop.ts";
import { planZine } from "../build/zine.ts";
import { openBook, printAll } from "./books.ts";

/** `path`: the folder of a built book, or its manifest.json. */
export function readManifest(path: string): Result<Manifest | null> {
  const file = existsSync(path) && statSync(path).isDirectory() ? join(path, "manifest.json") : path;
  if (!existsSync(file)) {
    const hint = "name the folder of a built book, such as dist/reader, or its manifest.json";
    return failed(error("file/missing", `there is no ${file}`, null, hint));
  }
  try {
    const manifest = JSON.parse(readFileSync(file, "utf8")) as Manifest;
    if (manifest.version === 1) return { value: manifest, diagnostics: [] };
  } catch {
    // Said below.
  }
  return failed(error("file/unreadable", `${file} is not the manifest of an edition`, null));
}

const failed = (...diagnostics: Diagnostic[]): { value: null; diagnostics: Diagnostic[] } => ({
  value: null,
  diagnostics,
});

/** What is kept of an edition. */
export function manifestOf({ meta }: Book, editions: ReturnType<typeof printedEditions>): Manifest {
  return { version: 1, title: meta.title, lang: meta.lang, ...editions };
}

/**
 * `spec`: what `readManifest` takes, the folder of a book, or that folder with "@" and a git revision. What is wrong is
 * printed; null: there is no such edition.
 */
export async function readEdition(spec: string, shop: () => Workshop): Promise<Manifest | null> {
  const at = spec.indexOf("@", 1);
  if (at > 0 && !existsSync(spec)) return readRevision(spec.slice(0, at), spec.slice(at + 1), shop());
  if (existsSync(join(spec, "book.yaml"))) return setBook(spec, shop());
  const { value, diagnostics } = readManifest(spec);
  printAll(diagnostics, null);
  return value;
}

async function setBook(path: string, shop: Workshop): Promise<Manifest | null> {
  const opened = await openBook(path);
  if (!opened.value || hasError(opened.diagnostics)) {
    printAll(opened.diagnostics, opened.folder);
    return null;
  }
  const { recipe, book } = opened.value;
  const { pdf, zine } = recipe.products;
  const theme = pdf && shop.theme("print", pdf.theme, pdf.page).value;
  const print = pdf && theme ? bindBook(book, theme, shop, pdf.notes).value : null;
  return manifestOf(book, printedEditions(book, print, zine && planZine(book, zine, shop).value));
}

/** A book's folder as a commit has it, laid out beside and set. */
async function readRevision(book: string, revision: string, shop: Workshop): Promise<Manifest | null> {
  const beside = mkdtempSync(join(tmpdir(), "samizdat-"));
  try {
    const folder = join(beside, basename(resolve(book)));
    const problem = layOut(book, revision, folder);
    if (problem === null) return await setBook(folder, shop);
    printAll([problem], null);
    return null;
  } finally {
    rmSync(beside, { recursive: true, force: true });
  }
}

const MOST_BYTES = 1 << 30;

/** Writes the files of `book` at `revision` into `folder`; gives what is wrong. */
function layOut(book: string, revision: string, folder: string): Diagnostic | null {
  const path = resolve(book);
  let base = path;
  while (!existsSync(base)) base = dirname(base);
  const git = (args: readonly string[], input = ""): Buffer =>
    execFileSync("git", ["-C", base, ...args], { input, maxBuffer: MOST_BYTES, stdio: ["pipe", "pipe", "pipe"] });
  let commit: string;
  try {
    commit = git(["rev-parse", "--verify", "--end-of-options", `${revision}^{commit}`])
      .toString()
      .trim();
  } catch (cause) {
    const { code, stderr } = cause as { code?: string; stderr?: Buffer };
    const why = code === "ENOENT" ? "git is not installed" : (stderr?.toString() ?? "").trim().split("\n")[0];
    return error("file/missing", `${book}: git knows no revision “${revision}”: ${why}`, null);
  }
  const inside = git(["rev-parse", "--show-prefix"]).toString().trim() + path.slice(base.length + 1);
  const listed = git(["ls-tree", "-r", "-z", "--full-tree", commit, "--", inside === "" ? "." : inside]).toString();
  const files = listed.split("\0").flatMap((line) => {
    const found = /^100\d{3} blob ([0-9a-f]+)\t([\s\S]+)$/.exec(line);
    return found ? [{ id: found[1]!, name: found[2]!.slice(inside.length).replace(/^\//, "") }] : [];
  });
  if (!files.some(({ name }) => name === "book.yaml")) {
    return error("file/missing", `there is no book ${book} in revision ${revision}`, null);
  }
  if (files.some(({ name }) => name === "sources.yaml") && !files.some(({ name }) => name.startsWith("chapters/"))) {
    const hint = "compare the manifests of its built editions instead";
    return error("file/missing", `git does not keep the chapters of ${book}: import makes them`, null, hint);
  }
  const contents = git(["cat-file", "--batch"], files.map(({ id }) => `${id}\n`).join(""));
  let from = 0;
  for (const { name } of files) {
    const newline = contents.indexOf(10, from);
    const size = Number(contents.subarray(from, newline).toString().split(" ")[2]);
    const file = join(folder, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, contents.subarray(newline + 1, newline + 1 + size));
    from = newline + 1 + size + 1;
  }
  return null;
}
