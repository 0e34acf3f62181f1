// `verify`: what was built is opened again and held against the manuscript; PDFs by a reader that knows nothing of ours.

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Diagnostic, error, hasError } from "../build/diagnostic.ts";
import { type Products, prove } from "../build/proof.ts";
import { printReaderTable } from "../build/verify/readers.ts";
import * as stranger from "../build/verify/stranger.ts";
import { bindBook, type Workshop } from "../build/workshop.ts";
import { planMini, planZine } from "../build/zine.ts";
import { countOf, type OpenBook, openBook, printAll } from "./books.ts";
import { readManifest } from "./editions.ts";
import { workshop } from "./supplies.ts";

export interface VerifyOptions {
  readonly out: string;
  readonly json?: boolean;
}

export async function runVerify(books: readonly string[], options: VerifyOptions): Promise<number> {
  let failed = false;
  for (const path of books) failed = !(await verifyOne(path, options)) || failed;
  return failed ? 1 : 0;
}

async function verifyOne(path: string, { out, json }: VerifyOptions): Promise<boolean> {
  const opened = await openBook(path);
  if (!opened.value) {
    printAll(opened.diagnostics, opened.folder);
    return false;
  }
  const shop = workshop({ cache: true });
  const diagnostics: Diagnostic[] = [];
  const products = productsOf(opened.value, shop, join(out, opened.value.book.name), diagnostics);
  const proof = await prove(products, shop.memo, { name: "pdf.js", ...stranger });
  diagnostics.push(...proof.diagnostics);
  if (json) console.log(JSON.stringify({ ...proof.value, diagnostics }, null, 2));
  else {
    if (proof.value.readers.length > 0) console.log(printReaderTable(proof.value.readers));
    for (const line of proof.value.proved) console.log(line);
  }
  printAll(diagnostics, opened.folder);
  console.error(`${path}: ${countOf(diagnostics)}`);
  return !hasError(diagnostics);
}

/** What the recipe asks for, as it lies in `folder`. */
function productsOf({ recipe, book }: OpenBook, shop: Workshop, folder: string, diagnostics: Diagnostic[]): Products {
  const { epub, pdf, zine } = recipe.products;
  const own = readManifest(folder).value;
  // Of a book built with --stable the pages are those its manifest tells; with --errata the EPUB says what it says.
  const before = own?.edition === book.meta.edition ? own : null;
  const theme = pdf && shop.theme("print", pdf.theme, pdf.page).value;
  const print = pdf && theme ? bindBook(book, theme, shop, pdf.notes, before?.print).value : null;
  const plans = [
    zine && planZine(book, zine, shop, before?.zine).value,
    zine?.mini ? planMini(book, zine, zine.mini, shop).value : null,
  ];
  const zines = plans.filter((plan) => plan !== null);
  const names = [
    ...(epub ? [`${book.name}.epub`] : []),
    ...(pdf ? [`${book.name}.pdf`] : []),
    ...zines.flatMap(({ impositions }) => impositions.map(({ file }) => file)),
  ];
  const files = new Map<string, Uint8Array>();
  for (const name of names) {
    const path = join(folder, name);
    if (existsSync(path)) files.set(name, readFileSync(path));
    else diagnostics.push(error("file/missing", `there is no ${path}`, null, "build the book first: npm run build"));
  }
  return { recipe, book, files, print, zines, errata: before?.errata ?? null };
}
