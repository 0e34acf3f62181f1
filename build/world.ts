// The only door to the disk. Reads a book's folder into plain data, the project's own templates and fonts, and puts
// finished products where they belong, all or none.

import { randomBytes } from "node:crypto";
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join, relative, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { digest, type Store } from "./cache.ts";
import { type Diagnostic, error, type Result } from "./diagnostic.ts";
import type { Folder } from "./manuscript.ts";
import type { Source, Span } from "./text.ts";

/** The folder of the project itself: the nearest above this file, or above the bundle it is part of, that has templates. */
const PROJECT = projectAbove(dirname(fileURLToPath(import.meta.url)));

function projectAbove(folder: string): string {
  return existsSync(join(folder, "templates")) && existsSync(join(folder, "package.json"))
    ? folder
    : projectAbove(dirname(folder));
}

const TEXT = /\.(?:md|ya?ml)$/i;
const IMAGE = /\.(?:svg|png|jpe?g|webp|gif)$/i;
const SKIPPED = new Set(["node_modules", "dist"]);

/** Reads all texts and images below `path`. Names in messages are relative to the working folder. */
export function readFolder(path: string): Result<Folder | null> {
  const root = resolve(path);
  const shown = relative(process.cwd(), root) || ".";
  if (!existsSync(root) || !statSync(root).isDirectory()) {
    const hint = "a book is a folder that holds a book.yaml";
    return { value: null, diagnostics: [error("file/missing", `there is no folder ${shown}`, null, hint)] };
  }
  const diagnostics: Diagnostic[] = [];
  const texts = new Map<string, Source>();
  const images = new Map<string, Uint8Array>();
  for (const file of filesBelow(root)) {
    const inside = relative(root, file).split(sep).join("/");
    if (!TEXT.test(inside) && !IMAGE.test(inside)) continue;
    const bytes = readBytes(file, diagnostics);
    if (!bytes) continue;
    if (IMAGE.test(inside)) images.set(inside, bytes);
    else texts.set(inside, decode(join(shown, inside), bytes, diagnostics));
  }
  if (!texts.has("book.yaml")) {
    const hint = "write one with title:, author: and lang: (docs/manuscript.md)";
    diagnostics.push(error("file/missing", `${shown} holds no book.yaml`, null, hint));
  }
  return { value: { name: basename(root), texts, images }, diagnostics };
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => !entry.name.startsWith(".") && !SKIPPED.has(entry.name))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return filesBelow(path);
      return entry.isFile() || (entry.isSymbolicLink() && existsSync(path) && statSync(path).isFile()) ? [path] : [];
    });
}

function readBytes(file: string, diagnostics: Diagnostic[]): Uint8Array | null {
  try {
    return readFileSync(file);
  } catch (cause) {
    const name = relative(process.cwd(), file);
    diagnostics.push(error("file/unreadable", `${name} cannot be read: ${reasonOf(cause)}`, null));
    return null;
  }
}

/** UTF-8, with or without a byte order mark; line ends become newlines. */
function decode(file: string, bytes: Uint8Array, diagnostics: Diagnostic[]): Source {
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    text = new TextDecoder("utf-8").decode(bytes);
    const at = text.indexOf("\ufffd");
    const hint = "save the file as UTF-8";
    diagnostics.push(error("file/encoding", "this is not UTF-8", { file, start: at, end: at + 1 }, hint));
  }
  text = text.replaceAll(/\r\n?/g, "\n");
  const control = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\ufffe\uffff]/.exec(text);
  if (control) {
    const code = control[0].charCodeAt(0).toString(16).toUpperCase().padStart(4, "0");
    const span: Span = { file, start: control.index, end: control.index + 1 };
    diagnostics.push(error("file/control", `the control character U+${code} stands here`, span, "take it out"));
  }
  return { file, text };
}

// ---------------------------------------------------------------------------------------------------- the project's own

/** A file of the project itself, such as a template. */
export function readProjectText(path: string): Source {
  return { file: path, text: readFileSync(join(PROJECT, path), "utf8") };
}

export function listProjectFiles(folder: string): string[] {
  return readdirSync(join(PROJECT, folder)).sort();
}

const packageResolver = createRequire(import.meta.url);

/** A file of an installed package: `package` may be scoped; `file` is a path inside it. */
export function readPackageFile(name: string, file: string): Uint8Array {
  const paths = packageResolver.resolve.paths(name) ?? [];
  const folder = paths.map((each) => join(each, name)).find((each) => existsSync(each));
  if (!folder) throw new Error(`the package ${name} is not installed: run npm ci`);
  return readFileSync(join(folder, file));
}

/** What `npm run` and `npx` start. */
export const COMMAND = join(PROJECT, "scripts", "samizdat.js");

/** Of all code and packages; put there by `scripts/bundle.js`. */
declare const SAMIZDAT_CODE: string | undefined;

/** Whether the program runs as the one file that `scripts/bundle.js` makes. */
export function isBundled(): boolean {
  return typeof SAMIZDAT_CODE === "string";
}

/** Changes whenever the code, the templates or the packages change. */
export function codeVersion(): string {
  const bundled = isBundled();
  const folders = bundled ? ["templates"] : ["build", "templates"];
  const files = [
    ...(bundled ? [] : ["package-lock.json"]),
    ...folders.flatMap((each) => filesBelow(join(PROJECT, each))),
  ];
  const stamps = files
    .filter((file) => !file.endsWith(".test.ts"))
    .map((file) => digest(readFileSync(resolve(PROJECT, file))));
  return digest([bundled ? SAMIZDAT_CODE : "", ...stamps].join());
}

// ---------------------------------------------------------------------------------------------------- cache on disk

/** What is kept for every book. */
export const PROJECT_CACHE = join(PROJECT, ".cache");

const CACHE_LIMIT = 256 * 1024 * 1024;

/** A store in `folder`; entries are written whole or not at all, and never changed. A folder that cannot be written is no cache. */
export function diskStore(folder: string): Store {
  return {
    get(key) {
      const file = join(folder, key);
      try {
        const text = readFileSync(file, "utf8");
        utimesSync(file, new Date(), new Date());
        return text;
      } catch {
        return null;
      }
    },
    put(key, value) {
      const temporary = join(folder, `.${key}.${process.pid}-${randomBytes(4).toString("hex")}`);
      try {
        mkdirSync(folder, { recursive: true });
        writeFileSync(temporary, value);
        renameSync(temporary, join(folder, key));
      } catch {
        // A cache that cannot be written costs time, nothing else.
        rmSync(temporary, { force: true });
      }
    },
  };
}

/** Removes the entries used longest ago until the folder holds no more than its limit. */
export function trimCache(folder: string): void {
  if (!existsSync(folder)) return;
  const entries = readdirSync(folder).flatMap((name) => {
    const stat = statSync(join(folder, name), { throwIfNoEntry: false });
    return stat?.isFile() ? [{ name, size: stat.size, used: stat.mtimeMs }] : [];
  });
  let size = entries.reduce((sum, entry) => sum + entry.size, 0);
  for (const entry of entries.sort((a, b) => a.used - b.used)) {
    if (size <= CACHE_LIMIT) return;
    rmSync(join(folder, entry.name), { force: true });
    size -= entry.size;
  }
}

// ---------------------------------------------------------------------------------------------------- products

/**
 * Puts files into `folder`: all are written beside their places and flushed first, then each takes its place in one
 * step, so that a kill leaves the old file or the new one. A file whose bytes are the same is left alone. Builds that end
 * at the same time write one after the other: what lies in the folder then is all of one of them.
 */
export function writeProducts(folder: string, files: ReadonlyMap<string, Uint8Array | string>): Diagnostic[] {
  const staged: { temporary: string; place: string }[] = [];
  let locked = false;
  try {
    mkdirSync(folder, { recursive: true });
    const other = lock(folder);
    if (other !== null) {
      const hint = "wait until it has ended, or choose another folder with --out";
      return [error("file/unwritable", `another build (process ${other}) is writing to ${folder}`, null, hint)];
    }
    locked = true;
    removeAbandoned(folder);
    for (const [name, contents] of files) {
      const place = join(folder, name);
      const bytes = typeof contents === "string" ? Buffer.from(contents) : contents;
      if (existsSync(place) && readFileSync(place).equals(bytes)) continue;
      const temporary = join(folder, `.${name}.${process.pid}-${randomBytes(4).toString("hex")}`);
      staged.push({ temporary, place });
      writeFlushed(temporary, bytes);
    }
    for (const { temporary, place } of staged) renameSync(temporary, place);
    return [];
  } catch (cause) {
    for (const { temporary } of staged) rmSync(temporary, { force: true });
    const hint = "choose a folder you may write to with --out, or make room on the disk";
    return [error("file/unwritable", `${folder} cannot be written: ${reasonOf(cause)}`, null, hint)];
  } finally {
    if (locked) rmSync(join(folder, LOCK), { force: true });
  }
}

const LOCK = ".samizdat-lock";
const LONGEST_WAIT_MS = 20_000;
/** No build writes as long: the process that made an older lock is another one of the same number. */
const STALE_MS = 10 * 60_000;
const UNWRITTEN_MS = 2000;

/** null: the folder is ours; else the process that kept it for too long. */
function lock(folder: string): string | null {
  const path = join(folder, LOCK);
  const until = Date.now() + LONGEST_WAIT_MS;
  for (;;) {
    if (take(path)) return null;
    const owner = ownerOf(path);
    if (owner === null) continue;
    if (owner.gone) rmSync(path, { force: true });
    else if (Date.now() > until) return owner.process;
    else Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20);
  }
}

function take(path: string): boolean {
  let handle: number;
  try {
    handle = openSync(path, "wx", 0o644);
  } catch (cause) {
    if ((cause as { code?: string }).code === "EEXIST") return false;
    throw cause;
  }
  try {
    writeSync(handle, `${process.pid}`);
    return true;
  } catch (cause) {
    rmSync(path, { force: true });
    throw cause;
  } finally {
    closeSync(handle);
  }
}

/** Who holds the lock, and whether nobody does any more; null: it has just been taken away. */
function ownerOf(path: string): { readonly process: string; readonly gone: boolean } | null {
  try {
    const age = Date.now() - statSync(path).mtimeMs;
    const text = readFileSync(path, "utf8");
    // Between its making and its writing a lock is empty.
    const gone = text === "" ? age > UNWRITTEN_MS : !isRunning(Number(text)) || age > STALE_MS;
    return { process: text, gone };
  } catch {
    return null;
  }
}

/** What a build that was killed left beside the products; that of one still running is left alone. */
function removeAbandoned(folder: string): void {
  for (const name of readdirSync(folder)) {
    const owner = /^\..+\.(\d+)-[0-9a-f]{8}$/.exec(name);
    if (owner && !isRunning(Number(owner[1]))) rmSync(join(folder, name), { force: true });
  }
}

function isRunning(id: number): boolean {
  try {
    return process.kill(id, 0);
  } catch (cause) {
    return (cause as { code?: string }).code === "EPERM";
  }
}

function writeFlushed(file: string, bytes: Uint8Array): void {
  const handle = openSync(file, "w", 0o644);
  try {
    for (let done = 0; done < bytes.length; ) done += writeSync(handle, bytes, done);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

function reasonOf(cause: unknown): string {
  const { code, message } = cause as { code?: string; message?: string };
  const reasons: Record<string, string> = {
    EACCES: "permission denied",
    EPERM: "permission denied",
    EROFS: "the disk is read-only",
    ENOSPC: "the disk is full",
    ENOTDIR: "a file is in the way of the folder",
    EEXIST: "a file is in the way of the folder",
    EISDIR: "a folder is in the way of the file",
  };
  return reasons[code ?? ""] ?? message ?? String(cause);
}
