// The whole flow, from a book to its products. Read this first; every step is a folder of build/.

import { chartSvgs } from "./bind/chart.ts";
import { labelsFor } from "./bind/labels.ts";
import type { Book, Recipe } from "./book.ts";
import type { Diagnostic, Result } from "./diagnostic.ts";
import type { Claim } from "./epub/access.ts";
import { claimsOf, writeEpub } from "./epub/write.ts";
import { errataSince, withErrata } from "./errata/book.ts";
import type { ErrataText } from "./errata/chapter.ts";
import { type Manifest, printedEdition } from "./errata/manifest.ts";
import type { Bound } from "./page.ts";
import {
  bindBook,
  drawPdf,
  epubFonts,
  epubImages,
  pageStarts,
  pdfOptions,
  placed,
  printImages,
  type Workshop,
} from "./workshop.ts";
import { type MadeZine, makeZine, type ZinePlan } from "./zine.ts";

export type ProductName = "epub" | "pdf" | "zine";

export interface Made {
  /** File name → bytes. */
  readonly files: ReadonlyMap<string, Uint8Array>;
  readonly print: Bound | null;
  readonly zine: MadeZine | null;
  /** The EPUB's accessibility metadata with the reason of each statement. */
  readonly access: readonly Claim[] | null;
  /** What the EPUB says of an earlier edition. */
  readonly errata: ErrataText | null;
}

/** Earlier editions that this one looks back to. */
export interface Editions {
  /** Its pages are kept where that does no harm. */
  readonly keep?: Manifest | null;
  /** What has changed since is told at the end of the EPUB. */
  readonly since?: Manifest | null;
}

/** Makes what the recipe asks for and `wanted` names. Where there is an error, nothing may be kept. */
export async function makeProducts(
  { recipe, book }: { readonly recipe: Recipe; readonly book: Book },
  shop: Workshop,
  wanted: ReadonlySet<ProductName>,
  { keep: before = null, since = null }: Editions = {},
): Promise<Result<Made>> {
  const { epub, pdf, zine } = recipe.products;
  const diagnostics: Diagnostic[] = [];
  const files = new Map<string, Uint8Array>();
  const keep = <T>(result: Result<T>): T => {
    diagnostics.push(...result.diagnostics);
    return result.value;
  };

  const paged = wanted.has("pdf") || wanted.has("epub") ? pdf : null;
  const theme = paged && keep(placed(shop.theme("print", paged.theme, paged.page), recipe, "pdf"));
  const print = paged && theme && keep(bindBook(book, theme, shop, paged.notes, before?.print));
  if (pdf && print && wanted.has("pdf")) {
    shop.onStep("drawing the print PDF");
    const images = await printImages(book, print.theme, shop, false);
    const input = { bound: print, sides: null, meta: book.meta, fonts: shop.fonts, images, options: pdfOptions(pdf) };
    files.set(`${book.name}.pdf`, await drawPdf(`${book.name}.pdf`, input, shop));
  }

  const made =
    zine && wanted.has("zine") ? keep(placed(await makeZine(book, zine, shop, before?.zine), recipe, "zine")) : null;
  for (const [name, bytes] of made?.files ?? []) files.set(name, bytes);

  const errata = since && epub && errataSince(since, printedEditions(book, print, made), book.meta.lang);
  let access: readonly Claim[] | null = null;
  if (epub && wanted.has("epub")) {
    shop.onStep("packing the EPUB");
    const images = keep(await epubImages(book, shop));
    const input = {
      book: withErrata(book, errata),
      images,
      templates: shop.epubTemplates,
      fonts: epub.fonts ? epubFonts(shop, theme?.faces.text ?? "eb-garamond") : null,
      pageList: print && pageStarts(print),
      timelineSvgs: timelineSvgs(book, shop),
      printSource: print && `${book.name}.pdf, edition ${book.meta.edition}`,
    };
    files.set(`${book.name}.epub`, await writeEpub({ ...input, variant: "epub" }));
    access = claimsOf(input);
    if (epub.kepub) files.set(`${book.name}.kepub.epub`, await writeEpub({ ...input, variant: "kepub" }));
  }
  return { value: { files, print, zine: made, access, errata }, diagnostics };
}

/** What an edition's manifest says of its pages. */
export function printedEditions(
  { meta }: Book,
  print: Bound | null,
  zine: ZinePlan | null,
): Pick<Manifest, "edition" | "print" | "zine"> {
  const sheets = (zine?.impositions ?? []).map(({ file, paper, sides }) => ({ file, paper: paper.name, sides }));
  return {
    edition: meta.edition,
    print: print && printedEdition(print, []),
    zine: zine && printedEdition(zine.bound, sheets),
  };
}

function timelineSvgs(book: Book, shop: Workshop): string[] {
  const legend = labelsFor(book.meta.lang);
  const face = { shape: shop.shape, outline: shop.outline, family: "eb-garamond" };
  return chartSvgs(book.timeline, { lang: book.meta.lang, title: legend.chart, legend, ...face });
}
