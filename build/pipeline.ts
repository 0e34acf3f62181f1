// The whole flow, from a book to its products. Read this first; every step is a folder of build/.

import { bind } from "./bind/bind.ts";
import { chartSvg } from "./bind/chart.ts";
import { labelsFor } from "./bind/labels.ts";
import type { Book, Recipe } from "./book.ts";
import type { Diagnostic, Result } from "./diagnostic.ts";
import { writeEpub } from "./epub/write.ts";
import { EPUB_IMAGES, prepareEpubImages } from "./images/prepare.ts";
import { type Imposition, impose } from "./impose/impose.ts";
import { pageSet } from "./impose/pages.ts";
import type { Bound, Theme } from "./page.ts";
import { writePdf } from "./pdf/write.ts";
import { epubFonts, pageStarts, pdfOptions, printImages, type Workshop } from "./workshop.ts";

export type ProductName = "epub" | "pdf" | "zine";

export interface Made {
  /** File name → bytes. */
  readonly files: ReadonlyMap<string, Uint8Array>;
  readonly print: Bound | null;
  readonly zine: Bound | null;
  readonly impositions: readonly Imposition[];
}

/** Makes what the recipe asks for and `wanted` names. Where there is an error, nothing may be kept. */
export async function makeProducts(
  { recipe, book }: { readonly recipe: Recipe; readonly book: Book },
  shop: Workshop,
  wanted: ReadonlySet<ProductName>,
): Promise<Result<Made>> {
  const { epub, pdf, zine } = recipe.products;
  const diagnostics: Diagnostic[] = [];
  const files = new Map<string, Uint8Array>();
  const keep = <T>(result: Result<T>): T => {
    diagnostics.push(...result.diagnostics);
    return result.value;
  };

  const theme = pdf && keep(shop.theme("print", pdf.theme, pdf.page));
  const print = theme && bindBook(book, theme, shop, keep, pdf.notes);
  if (pdf && print && wanted.has("pdf")) {
    shop.onStep("drawing the print PDF");
    const images = await printImages(book, print.theme, shop, false);
    const input = { bound: print, sides: null, meta: book.meta, fonts: shop.fonts, images, options: pdfOptions(pdf) };
    files.set(`${book.name}.pdf`, await writePdf(input));
  }

  const zineTheme = zine && wanted.has("zine") ? keep(shop.theme("zine", zine.theme, null)) : null;
  const zineBound = zineTheme && bindBook(book, zineTheme, shop, keep, "foot");
  const impositions: Imposition[] = [];
  if (zine && zineBound) {
    shop.onStep("imposing the zine");
    const images = await printImages(book, zineBound.theme, shop, zine.options.photocopier);
    for (const [i, paper] of zine.papers.entries()) {
      const { scheme, options } = zine;
      const request = { scheme, paper, options, scale: false, family: zineBound.theme.faces.text };
      const imposition = keep(impose(pageSet(zineBound), request, shop.shape));
      if (!imposition) continue;
      impositions.push(imposition);
      const input = { bound: zineBound, sides: imposition.sides, meta: book.meta, fonts: shop.fonts, images };
      const name = i === 0 ? `${book.name}.zine.pdf` : `${book.name}.zine.${paper.toLowerCase()}.pdf`;
      files.set(name, await writePdf({ ...input, options: pdfOptions(null) }));
    }
  }

  if (epub && wanted.has("epub")) {
    shop.onStep("packing the EPUB");
    const options = { ...EPUB_IMAGES, outline: shop.outline, cover: book.cover };
    const images = keep(await prepareEpubImages(book.images, options));
    const input = {
      book,
      images,
      templates: shop.epubTemplates,
      fonts: epub.fonts ? epubFonts(shop, theme?.faces.text ?? "eb-garamond") : null,
      pageList: print && pageStarts(print),
      timelineSvg: book.timeline.length > 0 ? timelineSvg(book) : null,
      printSource: print && `${book.name}.pdf, edition ${book.meta.edition}`,
    };
    files.set(`${book.name}.epub`, await writeEpub({ ...input, variant: "epub" }));
    if (epub.kepub) files.set(`${book.name}.kepub.epub`, await writeEpub({ ...input, variant: "kepub" }));
  }
  return { value: { files, print, zine: zineBound, impositions }, diagnostics };
}

/** Chapters → settings, remembered one by one → bound pages. */
function bindBook(
  book: Book,
  theme: Theme,
  shop: Workshop,
  keep: <T>(result: Result<T>) => T,
  notes: "foot" | "end",
): Bound {
  const settings = book.chapters.map((chapter) => keep(shop.typeset(chapter, theme, book.images, notes)));
  const set: Parameters<typeof bind>[0]["set"] = (chapter, role, look) => ({
    ...keep(shop.typeset(chapter, look, book.images, "foot")),
    role,
  });
  return bind({ book, theme, settings, set, shape: shop.shape, notes });
}

function timelineSvg(book: Book): string {
  const labels = labelsFor(book.meta.lang);
  return chartSvg(book.timeline, { lang: book.meta.lang, title: labels.chart, legend: labels });
}
