// Takes products and what they were made from, gives what is wrong with them and where every note stands in each. The
// bytes are opened again and held against the manuscript; bytes that have been proved once are not proved again.

import type { Book, Recipe } from "./book.ts";
import { digest, type Memo } from "./cache.ts";
import { type Diagnostic, hasError, type Result } from "./diagnostic.ts";
import { withErrata } from "./errata/book.ts";
import type { ErrataText } from "./errata/chapter.ts";
import type { Bound } from "./page.ts";
import { inspectEpub } from "./verify/epub.ts";
import { inspectPdf, type PdfReport, type PrintedNote, type ReadPrint } from "./verify/pdf.ts";
import { type PrintedRun, readPrintPdf, readSides, type Shown } from "./verify/pdf-read.ts";
import type { ReaderRow } from "./verify/readers.ts";
import { Seen } from "./verify/seen.ts";
import { type ReadSides, verifyZine } from "./verify/zine.ts";
import type { ZinePlan } from "./zine.ts";

export interface Products {
  readonly recipe: Recipe;
  readonly book: Book;
  /** File name → bytes; files that are not there are not proved. */
  readonly files: ReadonlyMap<string, Uint8Array>;
  readonly print: Bound | null;
  /** The zine, and its edition on one sheet. */
  readonly zines: readonly ZinePlan[];
  /** What the EPUB says of an earlier edition. */
  readonly errata: ErrataText | null;
}

/** Where a note stands in each product; folios are as printed, null where there is no such product. */
export interface NotePlace {
  readonly note: string;
  readonly mark: string;
  readonly epub: string | null;
  readonly print: Pick<PrintedNote, "call" | "begins" | "ends"> | null;
}

export interface Proof {
  readonly notes: readonly NotePlace[];
  /** What reading systems make of the EPUB's note calls. */
  readonly readers: readonly ReaderRow[];
  /** For people: what was proved. */
  readonly proved: readonly string[];
}

/** How PDFs are opened: by our own reader, or by one that knows nothing of ours. */
export interface PdfReader {
  readonly name: string;
  readonly readPrintPdf: ReadPrint;
  readonly readSides: ReadSides;
}

const OWN: PdfReader = { name: "own", readPrintPdf, readSides };

export async function prove(products: Products, memo: Memo, reader: PdfReader = OWN): Promise<Result<Proof>> {
  const { recipe, book, files, print, zines } = products;
  const diagnostics: Diagnostic[] = [];
  const keep = <T>(result: Result<T>): T => {
    diagnostics.push(...result.diagnostics);
    return result.value;
  };
  const proveOnce = <T>(bytes: Uint8Array, pass: () => Promise<Result<T>>): Promise<Result<T>> =>
    memo.later("verify", [digest(bytes), book.name, book.meta.edition, reader.name], pass);
  /** With what was read of the same product before. */
  const remembering = async <T, R>(product: string, read: (seen: Seen<T>) => Promise<R>): Promise<R> => {
    const seen = new Seen<T>(memo.recall<[string, T][]>("read", [book.name, product]) ?? []);
    const result = await read(seen);
    if (seen.fresh) memo.leave("read", [book.name, product], [...seen.now]);
    return result;
  };
  const proved: string[] = [];
  const words = `${book.chapters.length} chapters, ${book.chapters.reduce((sum, { notes }) => sum + notes.length, 0)} notes`;
  const say = (file: string, found: readonly Diagnostic[], what: string): void => {
    if (!hasError(found)) proved.push(`${file}: ${what}`);
  };

  const epub = files.get(`${book.name}.epub`);
  let readers: readonly ReaderRow[] = [];
  if (epub) {
    const result = await proveOnce(epub, async () => {
      const report = inspectEpub(epub, withErrata(book, products.errata));
      return { value: report.readers, diagnostics: report.diagnostics };
    });
    readers = keep(result);
    say(`${book.name}.epub`, result.diagnostics, `${words} whole and in order`);
  }

  const pdf = files.get(`${book.name}.pdf`);
  let printed: readonly PrintedNote[] = [];
  if (pdf && print) {
    const notes = recipe.products.pdf?.notes ?? "foot";
    const result = await proveOnce(pdf, async () => {
      const input = { bytes: pdf, book, bound: print, notes };
      const report = await remembering<PrintedRun[], PdfReport>("print", (seen) =>
        inspectPdf(input, reader.readPrintPdf, seen),
      );
      return { value: report.notes, diagnostics: report.diagnostics };
    });
    printed = keep(result);
    say(`${book.name}.pdf`, result.diagnostics, `${print.pages.length} pages, ${words} whole and in order`);
  }

  for (const { bound, sequence, impositions } of zines) {
    for (const made of impositions) {
      const bytes = files.get(made.file);
      if (!bytes) continue;
      const result = await proveOnce(bytes, async () => ({
        value: null,
        diagnostics: await remembering<readonly Shown[], Diagnostic[]>(made.file, (seen) =>
          verifyZine({ bytes, bound, recipe: made.recipe, sequence }, reader.readSides, seen),
        ),
      }));
      keep(result);
      const sheets = `${made.sheets} ${made.sheets === 1 ? "sheet" : "sheets"} folded`;
      const what = `${made.scheme.name} on ${made.paper.name}, ${sheets}: ${made.pages} pages read in order`;
      say(made.file, result.diagnostics, what);
    }
  }
  return { value: { notes: ledger(book, epub !== undefined, printed), readers, proved }, diagnostics };
}

function ledger(book: Book, epub: boolean, printed: readonly PrintedNote[]): NotePlace[] {
  const byNote = new Map(printed.map((each) => [each.note, each]));
  return book.chapters.flatMap((chapter) =>
    chapter.notes.map(({ id, mark }) => {
      const print = byNote.get(id);
      return {
        note: id,
        mark,
        epub: epub ? `${chapter.id}.xhtml#${id}` : null,
        print: print ? { call: print.call, begins: print.begins, ends: print.ends } : null,
      };
    }),
  );
}
