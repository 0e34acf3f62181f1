// `check`: the diagnostics of books, and nothing else.

import { hasError } from "../build/diagnostic.ts";
import { countOf, openBook, printAll } from "./books.ts";

export async function runCheck(books: readonly string[], options: { readonly format: string }): Promise<number> {
  let failed = false;
  for (const path of books) {
    const { diagnostics, folder } = await openBook(path);
    if (options.format === "json") console.log(JSON.stringify(diagnostics, null, 2));
    else printAll(diagnostics, folder);
    console.error(`${path}: ${countOf(diagnostics)}`);
    failed ||= hasError(diagnostics);
  }
  return failed ? 1 : 0;
}
