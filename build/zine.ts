// The zine's part of the flow: a book set at the zine's own size → sheets for each paper, and the sheet that tells how to
// put them together.

import { labelsFor } from "./bind/labels.ts";
import type { Book, Chapter, ZineProduct } from "./book.ts";
import { type Diagnostic, hasError, type Result, warning } from "./diagnostic.ts";
import type { PrintedEdition } from "./errata/manifest.ts";
import { assemblySheet } from "./impose/assembly.ts";
import { coverSheet } from "./impose/cover.ts";
import { fillSheets } from "./impose/fill.ts";
import { fitToSignature } from "./impose/fit.ts";
import { type Imposition, impose, pagesPerSheet, roomFor, SCHEMES, signatureOf } from "./impose/impose.ts";
import { miniEdition, miniWords } from "./impose/mini.ts";
import { pageSet } from "./impose/pages.ts";
import type { Bound, PrintImage, Setting, Side, Theme } from "./page.ts";
import { bindBook, coverImage, drawPdf, pdfOptions, printImages, type Workshop } from "./workshop.ts";

/** What the zine is, before it is drawn. */
export interface ZinePlan {
  readonly bound: Bound;
  /** Page indices in the order they are read; null is a blank. */
  readonly sequence: readonly (number | null)[];
  /** One a paper. */
  readonly impositions: readonly PlannedSheets[];
}

export interface PlannedSheets extends Imposition {
  /** Names of files: the zine's sides, the sides that tell how to put it together, the cover. */
  readonly file: string;
  readonly assemblyFile: string;
  readonly coverFile: string;
}

export interface MadeZine extends ZinePlan {
  readonly mini: ZinePlan | null;
  /** File name → bytes. */
  readonly files: ReadonlyMap<string, Uint8Array>;
}

/** null, with the reason, where the zine cannot be made as asked. */
export function planZine(
  book: Book,
  zine: ZineProduct,
  shop: Workshop,
  before: PrintedEdition | null = null,
): Result<ZinePlan | null> {
  const diagnostics: Diagnostic[] = [];
  const keep = <T>(result: Result<T>): T => {
    diagnostics.push(...result.diagnostics);
    return result.value;
  };
  const asked = keep(shop.theme("zine", zine.theme, roomFor(zine.scheme, zine.papers)));
  if (asked === null) return { value: null, diagnostics };
  const theme = zine.options.fit === "signature" ? keep(fitTheme(book, zine, asked, shop, before)) : asked;
  const set = keep(bindBook(book, theme, shop, "foot", before));
  shop.onStep("imposing the zine");
  const title = labelsFor(book.meta.lang).notes;
  const { bound, sequence } = fillSheets(set, pagesPerSheet(zine.scheme), title, shop.shape);
  const impositions = keep(impositionsOf(book, zine, bound, sequence, "zine"));
  return { value: { bound, sequence, impositions }, diagnostics };
}

/** One for each paper; what is wrong with all of them is said once. */
function impositionsOf(
  book: Book,
  zine: ZineProduct,
  bound: Bound,
  sequence: ZinePlan["sequence"],
  product: "zine" | "mini",
): Result<PlannedSheets[]> {
  const diagnostics: Diagnostic[] = [];
  const pages = pageSet(bound, sequence);
  const value = zine.papers.flatMap((paper, at): PlannedSheets[] => {
    const made = impose(pages, { scheme: zine.scheme, paper, options: zine.options, scale: false });
    const fresh = made.diagnostics.filter(({ message }) => !diagnostics.some((each) => each.message === message));
    diagnostics.push(...fresh);
    const suffix = at === 0 ? "" : `.${paper.toLowerCase()}`;
    const name = (part: string): string => `${book.name}.${part}${suffix}.pdf`;
    const assembly = product === "zine" ? "assembly" : "mini.assembly";
    return made.value
      ? [{ ...made.value, file: name(product), assemblyFile: name(assembly), coverFile: name("cover") }]
      : [];
  });
  return { value, diagnostics };
}

/** A few pages of the book on one folded sheet. */
export function planMini(book: Book, zine: ZineProduct, scheme: string, shop: Workshop): Result<ZinePlan | null> {
  const limit = pagesPerSheet(scheme);
  const { value: theme, diagnostics } = shop.theme("zine", "mini", roomFor(scheme, zine.papers));
  if (theme === null) return { value: null, diagnostics };
  const found: Diagnostic[] = [...diagnostics];
  const set = (chapter: Chapter): Setting => shop.typeset(chapter, theme, [], "foot").value;
  const labels = labelsFor(book.meta.lang);
  const words = miniWords(book.meta.lang, labels.glossary);
  const { bound, report } = miniEdition(book, limit, theme, words, set, shop.shape);
  for (const line of report) found.push(warning("zine/mini", `the mini edition: ${line}`, null));
  const sequence = bound.pages.map(({ index }) => index);
  const impositions = impositionsOf(book, { ...zine, scheme }, bound, sequence, "mini");
  return {
    value: { bound, sequence, impositions: impositions.value },
    diagnostics: [...found, ...impositions.diagnostics],
  };
}

/** A change of the theme so small that it is hardly seen, but the zine ends where a signature ends. */
function fitTheme(
  book: Book,
  { scheme, options }: ZineProduct,
  theme: Theme,
  shop: Workshop,
  before: PrintedEdition | null,
): Result<Theme> {
  const multiple = options.signature ?? signatureOf(scheme);
  const fit = fitToSignature(theme, multiple, (each) => bindBook(book, each, shop, "foot", before).value.pages.length);
  if (fit.target !== null && fit.changes.length === 0) return { value: theme, diagnostics: [] };
  const message =
    fit.target === null
      ? `no small change ends the zine on a multiple of ${multiple} pages; it has ${fit.pages}`
      : `the zine ends on ${fit.target} pages instead of ${fit.pagesBefore}: ${fit.changes.join(", ")}`;
  const near = (SCHEMES.find(({ name }) => name === scheme)?.signatures ?? []).filter((length) => {
    const over = fit.pages % length;
    return Math.min(over, length - over) <= fit.pages * 0.03;
  });
  const hints =
    fit.target === null && near.length > 0 ? [`signatures of ${near.join(" or ")} pages are within reach`] : [];
  return { value: fit.theme, diagnostics: [warning("zine/fit", message, null, ...hints)] };
}

export async function makeZine(
  book: Book,
  zine: ZineProduct,
  shop: Workshop,
  before: PrintedEdition | null = null,
): Promise<Result<MadeZine | null>> {
  const { value: plan, diagnostics } = planZine(book, zine, shop, before);
  if (plan === null || hasError(diagnostics)) return { value: null, diagnostics };
  shop.onStep("drawing the zine");
  const all = [...diagnostics];
  const files = new Map<string, Uint8Array>();
  const images = await printImages(book, plan.bound.theme, shop, zine.options.photocopier);
  await drawSheets(book, plan, images, shop, files);
  for (const made of plan.impositions) {
    const { value: cover, diagnostics: more } = await makeCover(book, zine, plan, made, shop);
    all.push(...more.filter(({ message }) => !all.some((each) => each.message === message)));
    if (cover) files.set(made.coverFile, cover);
  }
  const mini = zine.mini === null ? null : planMini(book, zine, zine.mini, shop);
  all.push(...(mini?.diagnostics ?? []));
  if (mini?.value) await drawSheets(book, mini.value, new Map(), shop, files);
  return { value: { ...plan, mini: mini?.value ?? null, files }, diagnostics: all };
}

/** Sides and assembly sheet for each paper. */
async function drawSheets(
  book: Book,
  { bound, impositions }: ZinePlan,
  images: ReadonlyMap<string, PrintImage>,
  shop: Workshop,
  files: Map<string, Uint8Array>,
): Promise<void> {
  for (const made of impositions) {
    files.set(made.file, await drawSides(made.file, book, bound, made.sides, images, shop));
    const assembly = assemblySheet(made, book.meta.title, bound.theme.faces.text, shop.shape);
    files.set(made.assemblyFile, await drawSides(made.assemblyFile, book, bound, assembly, images, shop));
  }
}

/** The one-colour cover where there is one: zines are copied. */
async function makeCover(
  book: Book,
  zine: ZineProduct,
  plan: ZinePlan,
  made: PlannedSheets,
  shop: Workshop,
): Promise<Result<Uint8Array | null>> {
  const { binding } = made.recipe;
  if (!(zine.cover ?? (binding === "sew" || binding === "glue"))) return { value: null, diagnostics: [] };
  const { meta } = book;
  const path = book.coverMono ?? book.cover;
  const asset = book.images.find((each) => each.path === path) ?? null;
  const authors = meta.people.filter(({ role }) => role === "author").map(({ name }) => name);
  const { title, subtitle, description, publisher } = meta;
  const text = { title, subtitle, people: authors, description, foot: publisher };
  const image = asset && { image: asset.path, width: asset.width, height: asset.height };
  const press = { family: plan.bound.theme.faces.display, shape: shop.shape, outline: shop.outline };
  const { value: cover, diagnostics } = coverSheet(made, text, image, press);
  if (cover === null) return { value: null, diagnostics };
  const images = asset ? await coverImage(asset, made.pageWidth, zine.options.photocopier, shop) : new Map();
  const bound = { ...plan.bound, settings: [], pages: [cover.page] };
  return { value: await drawSides(made.coverFile, book, bound, [cover.side], images, shop), diagnostics };
}

function drawSides(
  file: string,
  { meta }: Book,
  bound: Bound,
  sides: readonly Side[],
  images: ReadonlyMap<string, PrintImage>,
  shop: Workshop,
): Promise<Uint8Array> {
  return drawPdf(file, { bound, sides, meta, fonts: shop.fonts, images, options: pdfOptions(null) }, shop);
}
