// `errata`: what changed between two editions, for those who hold the old one and for who prints the new one.

import { basename, dirname } from "node:path";
import { describeErrata } from "../build/errata/errata.ts";
import { writeProducts } from "../build/world.ts";
import { printAll } from "./books.ts";
import { readManifest } from "./editions.ts";

export interface ErrataOptions {
  readonly out?: string;
}

export async function runErrata(before: string, after: string, options: ErrataOptions): Promise<number> {
  const [{ value: old, diagnostics: first }, { value: now, diagnostics: second }] = [before, after].map(
    readManifest,
  ) as [ReturnType<typeof readManifest>, ReturnType<typeof readManifest>];
  printAll([...first, ...second], null);
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
