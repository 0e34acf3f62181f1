// `errata`: what changed between two editions, for those who hold the old one and for who prints the new one.

import { existsSync, readFileSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { describeErrata } from "../build/errata/errata.ts";
import type { Manifest } from "../build/errata/manifest.ts";
import { writeProducts } from "../build/world.ts";
import { printAll } from "./books.ts";

export interface ErrataOptions {
  readonly out?: string;
}

export async function runErrata(before: string, after: string, options: ErrataOptions): Promise<number> {
  const [old, now] = [readManifest(before), readManifest(after)];
  if (!old || !now) return 1;
  const text = describeErrata(old, now);
  if (options.out === undefined) {
    process.stdout.write(text);
    return 0;
  }
  const diagnostics = writeProducts(dirname(options.out), new Map([[basename(options.out), text]]));
  printAll(diagnostics, null);
  return diagnostics.length > 0 ? 1 : 0;
}

function readManifest(path: string): Manifest | null {
  const file = existsSync(path) && statSync(path).isDirectory() ? join(path, "manifest.json") : path;
  if (!existsSync(file)) {
    console.error(
      `error: there is no ${file}\n  hint: name the folder of a built book, such as dist/reader, or its manifest.json`,
    );
    return null;
  }
  try {
    const manifest = JSON.parse(readFileSync(file, "utf8")) as Manifest;
    if (manifest.version === 1) return manifest;
  } catch {
    // Said below.
  }
  console.error(`error: ${file} is not the manifest of an edition`);
  return null;
}
