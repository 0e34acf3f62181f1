// `errata`: what changed between two editions, for those who hold the old one and for who prints the new one.

import { basename, dirname } from "node:path";
import { type Diagnostic, hasError } from "../build/diagnostic.ts";
import { describeErrata } from "../build/errata/errata.ts";
import { errataSlip } from "../build/slip.ts";
import type { Workshop } from "../build/workshop.ts";
import { trimCache, writeProducts } from "../build/world.ts";
import { printAll } from "./books.ts";
import { readEdition } from "./editions.ts";
import { CACHE_FOLDER, workshop } from "./supplies.ts";

export interface ErrataOptions {
  readonly out?: string;
  /** Where the slip goes. */
  readonly slip?: string;
}

export async function runErrata(before: string, after: string, options: ErrataOptions): Promise<number> {
  let opened: Workshop | null = null;
  const shop = (): Workshop => {
    opened ??= workshop({ cache: true });
    return opened;
  };
  const old = await readEdition(before, shop);
  const now = await readEdition(after, shop);
  if (!old || !now) return 1;
  const diagnostics: Diagnostic[] = [];
  const text = describeErrata(old, now);
  if (options.out === undefined) process.stdout.write(text);
  else diagnostics.push(...write(options.out, text));
  if (options.slip !== undefined) {
    const { value: slip, diagnostics: said } = await errataSlip(old, now, shop());
    diagnostics.push(...said);
    if (slip) diagnostics.push(...write(options.slip, slip));
    else if (!hasError(said)) console.error("no word has changed: there is no slip to print");
  }
  if (opened) trimCache(CACHE_FOLDER);
  printAll(diagnostics, null);
  return hasError(diagnostics) ? 1 : 0;
}

function write(path: string, contents: string | Uint8Array): Diagnostic[] {
  return writeProducts(dirname(path), new Map([[basename(path), contents]]));
}
