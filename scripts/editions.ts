// Editions that were kept: the manifest of a built book, by its folder or its own name.

import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { error, type Result } from "../build/diagnostic.ts";
import type { Manifest } from "../build/errata/manifest.ts";

/** `path`: the folder of a built book, or its manifest.json. */
export function readManifest(path: string): Result<Manifest | null> {
  const file = existsSync(path) && statSync(path).isDirectory() ? join(path, "manifest.json") : path;
  if (!existsSync(file)) {
    const hint = "name the folder of a built book, such as dist/reader, or its manifest.json";
    return { value: null, diagnostics: [error("file/missing", `there is no ${file}`, null, hint)] };
  }
  try {
    const manifest = JSON.parse(readFileSync(file, "utf8")) as Manifest;
    if (manifest.version === 1) return { value: manifest, diagnostics: [] };
  } catch {
    // Said below.
  }
  return { value: null, diagnostics: [error("file/unreadable", `${file} is not the manifest of an edition`, null)] };
}
