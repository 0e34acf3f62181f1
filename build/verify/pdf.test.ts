// Mutants of our own print PDF: each has one loss a build could make, and `verify` alone must notice it.

import assert from "node:assert/strict";
import { test } from "node:test";
import { workshop } from "../../scripts/supplies.ts";
import { everything } from "../epub/fixture.ts";
import type { Bound, Mark, PageBody, Setting, TextMark } from "../page.ts";
import { writePdf } from "../pdf/write.ts";
import { bindBook, pdfOptions } from "../workshop.ts";
import { inspectPdf } from "./pdf.ts";

const BOOK = everything();
const SHOP = workshop({ cache: false });
const THEME = SHOP.theme("print", "reader", null).value!;
const BOUND = bindBook(BOOK, THEME, SHOP, "foot").value;
const OPTIONS = pdfOptions({ theme: "reader", page: null, notes: "foot", bleedMm: 0, cropMarks: false, pdfa: false });

async function codes(bound: Bound): Promise<string[]> {
  const input = { sides: null, meta: BOOK.meta, fonts: SHOP.fonts, images: new Map(), options: OPTIONS };
  const bytes = await writePdf({ ...input, bound });
  const { diagnostics } = await inspectPdf({ bytes, book: BOOK, bound: BOUND, notes: "foot" });
  return diagnostics.map(({ code, message }) => `${code} ${message}`);
}

test("nothing is lost in the PDF of a book with all there is", async () => {
  const t = process.cpuUsage();
  assert.deepEqual(await codes(BOUND), []);
  console.log(process.cpuUsage(t));
});
