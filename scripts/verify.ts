// `verify`: what was built is opened again and held against the manuscript.

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Book } from "../build/book.ts";
import { type Diagnostic, error, hasError } from "../build/diagnostic.ts";
import { inspectEpub } from "../build/verify/epub.ts";
import { printReaderTable } from "../build/verify/readers.ts";
import { verifyZine } from "../build/verify/zine.ts";
import { planMini, planZine, type ZinePlan } from "../build/zine.ts";
import { countOf, type OpenBook, openBook, printAll } from "./books.ts";
import { workshop } from "./supplies.ts";

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
    if (opened.value.recipe.products.epub === null) {
      // Nothing to open: the book makes no EPUB.
    } else if (!existsSync(file)) {
      diagnostics.push(
        error("file/missing", `there is no ${file}`, null, `build the book first: npm run build -- ${path}`),
      );
    } else {
      const report = inspectEpub(readFileSync(file), book);
      diagnostics.push(...report.diagnostics);
      console.log(options.json ? JSON.stringify(report, null, 2) : printReaderTable(report.readers));
    }
    diagnostics.push(...(await verifySheets(opened.value, options.out)));
    printAll(diagnostics, opened.folder);
    console.error(`${path}: ${countOf(diagnostics)}`);
    failed ||= hasError(diagnostics);
  }
  return failed ? 1 : 0;
}

/** The zine's sides, folded from their own text, for each paper. */
async function verifySheets({ book, recipe }: OpenBook, out: string): Promise<Diagnostic[]> {
  const { zine } = recipe.products;
  if (zine === null) return [];
  const shop = workshop({ cache: true });
  const plans = [planZine(book, zine, shop).value, zine.mini && planMini(book, zine, zine.mini, shop).value];
  const diagnostics: Diagnostic[] = [];
  for (const plan of plans) if (plan) diagnostics.push(...(await verifyPlan(book, plan, out)));
  return diagnostics;
}

async function verifyPlan(book: Book, plan: ZinePlan, out: string): Promise<Diagnostic[]> {
  const diagnostics: Diagnostic[] = [];
  for (const { file, recipe: hands, scheme, paper, pages, sheets } of plan.impositions) {
    const path = join(out, book.name, file);
    if (!existsSync(path)) {
      diagnostics.push(error("file/missing", `there is no ${path}`, null, "build the book first: npm run build"));
      continue;
    }
    const found = await verifyZine({
      bytes: readFileSync(path),
      bound: plan.bound,
      recipe: hands,
      sequence: plan.sequence,
    });
    diagnostics.push(...found);
    if (found.length > 0) continue;
    console.log(
      `${file}: ${scheme.name} on ${paper.name}, ${sheets} ${sheets === 1 ? "sheet" : "sheets"} folded: ${pages} pages read in order`,
    );
  }
  return diagnostics;
}
