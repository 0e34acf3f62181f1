// What the flow works with: fonts, templates, themes, the memory of what was set before, and the small joints between
// passes that must not know one another.

import { bind } from "./bind/bind.ts";
import type { Book, Chapter, ImageAsset, PdfProduct, Recipe } from "./book.ts";
import { digest, type Memo } from "./cache.ts";
import { type Diagnostic, type DiagnosticCode, error, nearest, type Result } from "./diagnostic.ts";
import { type CutFont, cutFont, type EpubFonts } from "./epub/fonts.ts";
import { keptPages } from "./errata/keep.ts";
import { type PrintedEdition, withLooks } from "./errata/manifest.ts";
import type {
  Bound,
  EpubImage,
  FontTable,
  KeptPage,
  Outline,
  Page,
  PageStart,
  PrintImage,
  Setting,
  Shape,
  Theme,
} from "./page.ts";
import { parseTheme, type Room } from "./parse/theme.ts";
import { Drawn } from "./pdf/drawn.ts";
import { type PdfInput, type PdfOptions, writePdf } from "./pdf/write.ts";
import type { Source } from "./text.ts";
import { faceKey, type PatternTable } from "./typeset/faces.ts";
import { fontsOf, makeOutline, makeShape } from "./typeset/fonts.ts";
import type { Learnt } from "./typeset/learnt.ts";
import { typeset } from "./typeset/typeset.ts";
import { everyBlock } from "./walk.ts";

/** What `world.ts` brings in from disk. */
export interface Supplies {
  readonly fonts: FontTable;
  readonly patterns: PatternTable;
  /** Theme files by "print/name" and "zine/name". */
  readonly themes: ReadonlyMap<string, Source>;
  readonly epubTemplates: ReadonlyMap<string, string>;
  /** Licence texts of the font families. */
  readonly licences: ReadonlyMap<string, string>;
}

export interface Workshop extends Supplies {
  /** Called at the beginning of every step of the flow. */
  readonly onStep: (words: string) => void;
  readonly memo: Memo;
  readonly shape: Shape;
  readonly outline: Outline;
  theme(kind: "print" | "zine", name: string, page: string | Room | null): Result<Theme | null>;
  /** Leaves what was learnt of the fonts to later runs. */
  settle(): void;
  /** Sets a chapter, or remembers how it was set; `before`: an edition whose lines and pages are kept if it does no harm. */
  typeset(
    chapter: Chapter,
    theme: Theme,
    images: readonly ImageAsset[],
    notes: "foot" | "end",
    before?: PrintedEdition | null,
    firstSide?: Side,
  ): Result<Setting>;
}

/** The side of a chapter's first page, on which depends which of its pages face each other. */
type Side = Page["side"];

/** Bytes of a font file that hold the checksums of all the rest (OpenType, table directory). */
const DIRECTORY = 1024;

export function openWorkshop(supplies: Supplies, memo: Memo, onStep: (words: string) => void): Workshop {
  const fonts = fontsOf(supplies.fonts);
  const which = [...supplies.fonts].map(([key, bytes]) => [key, bytes.length, digest(bytes.subarray(0, DIRECTORY))]);
  const learnt = memo.recall<Learnt>("shapes", which);
  if (learnt) fonts.recall(learnt);
  return {
    ...supplies,
    memo,
    onStep,
    settle() {
      const now = fonts.learnt();
      if (now) memo.leave("shapes", which, now);
    },
    shape: makeShape(supplies.fonts),
    outline: makeOutline(supplies.fonts),
    theme: (kind, name, page) => themeNamed(supplies.themes, kind, name, page),
    typeset(chapter, theme, images, notes, before = null, firstSide = "recto") {
      onStep(`setting ${chapter.id}`);
      const sizes = imageSizes(chapter, images);
      const materials = { fonts: supplies.fonts, patterns: supplies.patterns, images: new Map(sizes) };
      const set = (kept: readonly KeptPage[] | null): Result<Setting> =>
        memo("typeset", [chapter, theme, sizes, notes, kept, firstSide], () => {
          const { value, diagnostics } = typeset(chapter, theme, materials, { notes, kept, firstSide });
          return { value: withLooks(value), diagnostics };
        });
      const free = set(null);
      const kept = keptPages(before?.pages.filter((page) => page.chapter === chapter.id) ?? [], free.value);
      return kept === null ? free : set(kept);
    },
  };
}

const KEYS: Partial<Record<DiagnosticCode, string>> = { "zine/scheme": "scheme", "zine/paper": "papers" };

/** Complaints of a product, shown where book.yaml asks for what cannot be. */
export function placed<T>({ value, diagnostics }: Result<T>, recipe: Recipe, product: "pdf" | "zine"): Result<T> {
  const inRecipe = (each: Diagnostic): Diagnostic => {
    const themes = each.code === "yaml/invalid" && (each.span === null || each.span.file.startsWith("templates/"));
    if (!themes && each.span !== null) return each;
    const key = themes ? (each.span === null ? "theme" : "page") : KEYS[each.code];
    const span = recipe.places?.get(`${product}.${key}`) ?? recipe.places?.get(product) ?? each.span;
    return { ...each, span };
  };
  return { value, diagnostics: diagnostics.map(inRecipe) };
}

function themeNamed(
  themes: ReadonlyMap<string, Source>,
  kind: "print" | "zine",
  name: string,
  page: string | Room | null,
): Result<Theme | null> {
  const source = themes.get(`${kind}/${name}`);
  if (source) return parseTheme(source, page);
  const known = [...themes.keys()]
    .filter((each) => each.startsWith(`${kind}/`))
    .map((each) => each.slice(kind.length + 1));
  const meant = nearest(name, known);
  const hint = meant ? `did you mean ${meant}?` : `there are: ${known.join(", ")}`;
  return {
    value: null,
    diagnostics: [error("yaml/invalid", `there is no theme “${name}” in templates/${kind}/`, null, hint)],
  };
}

/** Only the images a chapter shows: another chapter's new picture changes nothing here. */
function imageSizes(chapter: Chapter, images: readonly ImageAsset[]): [string, { width: number; height: number }][] {
  const shown = new Set<string>();
  for (const block of everyBlock(chapter.blocks)) if (block.type === "figure") shown.add(block.image);
  return images.filter(({ path }) => shown.has(path)).map(({ path, width, height }) => [path, { width, height }]);
}

const PRINTER_DPI = 300;
const COPIER_DPI = 600;

/** The images figures show, at the size of the text block. */
export async function printImages(
  book: Book,
  theme: Theme,
  shop: Workshop,
  photocopier: boolean,
): Promise<ReadonlyMap<string, PrintImage>> {
  const widthPoints = theme.page.width - theme.margins.inner - theme.margins.outer;
  const prepared = new Map<string, PrintImage>();
  const shown = new Set(book.chapters.flatMap((chapter) => imageSizes(chapter, book.images).map(([path]) => path)));
  for (const asset of book.images.filter(({ path }) => shown.has(path))) {
    prepared.set(asset.path, await printImage(asset, widthPoints, photocopier, shop));
  }
  return prepared;
}

/** The picture of a zine's cover, `widthPoints` wide. */
export async function coverImage(
  asset: ImageAsset,
  widthPoints: number,
  photocopier: boolean,
  shop: Workshop,
): Promise<ReadonlyMap<string, PrintImage>> {
  return new Map([[asset.path, await printImage(asset, widthPoints, photocopier, shop)]]);
}

async function printImage(
  asset: ImageAsset,
  widthPoints: number,
  photocopier: boolean,
  { outline, memo }: Workshop,
): Promise<PrintImage> {
  const kept = await memo.later("image", [digest(asset.bytes), asset.mime, widthPoints, photocopier], async () => {
    const { photocopy, preparePrintImage } = await import("./images/prepare.ts");
    const image = await (photocopier
      ? photocopy(asset, { widthPoints, outline, dpi: COPIER_DPI })
      : preparePrintImage(asset, { widthPoints, outline, dpi: PRINTER_DPI, gray: true }));
    return { value: asText(image), diagnostics: [] };
  });
  return asBytes(kept.value);
}

/** The images of the EPUB, drawn or remembered. */
export async function epubImages(book: Book, shop: Workshop): Promise<Result<ReadonlyMap<string, EpubImage>>> {
  const masters = book.images.map(({ path, mime, bytes }) => [path, mime, digest(bytes)]);
  const kept = await shop.memo.later("epub-images", [masters, book.cover], async () => {
    const { EPUB_IMAGES, prepareEpubImages } = await import("./images/prepare.ts");
    const options = { ...EPUB_IMAGES, cover: book.cover, outline: shop.outline };
    const { value, diagnostics } = await prepareEpubImages(book.images, options);
    return { value: [...value].map(([path, image]) => [path, asText(image)] as const), diagnostics };
  });
  return { value: new Map(kept.value.map(([path, image]) => [path, asBytes(image)])), diagnostics: kept.diagnostics };
}

type AsText<T> = Omit<T, "bytes"> & { readonly base64: string };

/** What the memory holds is JSON. */
function asText<T extends { readonly bytes: Uint8Array }>({ bytes, ...rest }: T): AsText<T> {
  return { ...rest, base64: Buffer.from(bytes).toString("base64") };
}

function asBytes<T extends { readonly bytes: Uint8Array }>({ base64, ...rest }: AsText<T>): T {
  return { ...rest, bytes: new Uint8Array(Buffer.from(base64, "base64")) } as unknown as T;
}

/** A PDF, with the pages that were drawn alike for the same file before. */
export async function drawPdf(file: string, input: PdfInput, { memo }: Workshop): Promise<Uint8Array> {
  const drawn = new Drawn(memo.recall<[string, string][]>("drawn", [file]) ?? []);
  const bytes = await writePdf({ ...input, drawn });
  if (drawn.fresh) memo.leave("drawn", [file], drawn.kept);
  return bytes;
}

/** null: sheets, which have neither links nor structure. */
export function pdfOptions(product: PdfProduct | null): PdfOptions {
  const POINTS_PER_MM = 72 / 25.4;
  return {
    bleed: (product?.bleedMm ?? 0) * POINTS_PER_MM,
    cropMarks: product?.cropMarks ?? false,
    pdfa: product?.pdfa ?? false,
    tagged: product !== null,
    links: product !== null,
  };
}

const FAMILY_NAMES: Readonly<Record<string, string>> = {
  "eb-garamond": "EB Garamond",
  "source-serif": "Source Serif 4",
};

/** Roman, italic and bold of a family, as the EPUB embeds them. */
export function epubFonts(shop: Workshop, family: string): EpubFonts {
  const face = (bold: boolean, italic: boolean): EpubFonts["faces"][number] => ({
    family: FAMILY_NAMES[family] ?? family,
    style: italic ? "italic" : "normal",
    weight: bold ? 700 : 400,
    bytes: shop.fonts.get(faceKey(family, bold, italic))!,
  });
  const cut: CutFont = async (bytes, characters) => {
    const kept = await shop.memo.later("cut-font", [digest(bytes), characters], async () => ({
      value: asText({ bytes: await cutFont(bytes, characters) }),
      diagnostics: [],
    }));
    return asBytes(kept.value).bytes;
  };
  return {
    faces: [face(false, false), face(false, true), face(true, false)],
    cut,
    licence: shop.licences.get(family) ?? "",
  };
}

/** Where each printed page begins: the first line of text on it. Blank pages begin nowhere. */
export function pageStarts(bound: Bound): PageStart[] {
  return bound.pages.flatMap((page): PageStart[] => {
    if (!page.body) return [];
    const setting = bound.settings[page.body.setting]!;
    if (setting.role === "front" || setting.role === "back") return [];
    const lines = setting.bodies[page.body.body]!.lines;
    const first = lines.find((line) => line.kind !== "note" && line.kind !== "furniture") ?? lines[0];
    if (!first) return [];
    const { chapter } = setting;
    return [
      {
        id: `page-${page.folio}`,
        label: page.folio,
        chapter,
        block: first.block,
        offset: first.offset,
        words: first.text,
      },
    ];
  });
}

/** Rounds of setting until every chapter stands on the side it was set for; nearly always the second is the last. */
const MAX_ROUNDS = 4;

/** Chapters → settings, remembered one by one → bound pages. */
export function bindBook(
  book: Book,
  theme: Theme,
  shop: Workshop,
  notes: "foot" | "end",
  before: PrintedEdition | null = null,
): Result<Bound> {
  const sides = new Map<string, Side>();
  for (let round = 1; ; round += 1) {
    const bound = bindOnce(book, theme, shop, notes, before, sides);
    const { pages, pageOf } = bound.value;
    let moved = false;
    for (const { id } of book.chapters) {
      const side = pages[pageOf.get(id) ?? 0]?.side ?? "recto";
      if (side === (sides.get(id) ?? "recto")) continue;
      sides.set(id, side);
      moved = true;
    }
    if (!moved || round === MAX_ROUNDS) return bound;
  }
}

function bindOnce(
  book: Book,
  theme: Theme,
  shop: Workshop,
  notes: "foot" | "end",
  before: PrintedEdition | null,
  sides: ReadonlyMap<string, Side>,
): Result<Bound> {
  const diagnostics: Diagnostic[] = [];
  const keep = <T>(result: Result<T>): T => {
    diagnostics.push(...result.diagnostics);
    return result.value;
  };
  const settings = book.chapters.map((chapter) =>
    keep(shop.typeset(chapter, theme, book.images, notes, before, sides.get(chapter.id))),
  );
  const set: Parameters<typeof bind>[0]["set"] = (chapter, role, look) => ({
    ...keep(shop.typeset(chapter, look, book.images, "foot")),
    role,
  });
  const value = bind({ book, theme, settings, set, shape: shop.shape, notes });
  return { value, diagnostics };
}
