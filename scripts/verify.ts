// `verify`: what was built is opened again and held against the manuscript.

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Diagnostic, error, hasError } from "../build/diagnostic.ts";
import { inspectEpub } from "../build/verify/epub.ts";
import { printReaderTable } from "../build/verify/readers.ts";
import { countOf, openBook, printAll } from "./books.ts";

export async function runVerify(
  books: readonly string[],
  options: { readonly out: string; readonly json?: boolean },
): Promise<number> {
  let failed = false;
  for (const path of books) {
    const opened = await openBook(path);
    if (!opened.value) {
      printAll(opened.diagnostics, opened.folder);
      failed = true;
      continue;
    }
    const { book } = opened.value;
    const file = join(options.out, book.name, `${book.name}.epub`);
    const diagnostics: Diagnostic[] = [];
    if (!existsSync(file)) {
      diagnostics.push(
        error("file/missing", `there is no ${file}`, null, `build the book first: npm run build -- ${path}`),
      );
    } else {
      const report = inspectEpub(readFileSync(file), book);
      diagnostics.push(...report.diagnostics);
      console.log(options.json ? JSON.stringify(report, null, 2) : printReaderTable(report.readers));
    }
    printAll(diagnostics, opened.folder);
    console.error(`${path}: ${countOf(diagnostics)}`);
    failed ||= hasError(diagnostics);
  }
  return failed ? 1 : 0;
}
