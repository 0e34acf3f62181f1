// Takes errata, gives a slip to lay into the old edition: pages of its zine's size, set by our own typesetter.

import type { Meta } from "./book.ts";
import type { Result } from "./diagnostic.ts";
import { type ErrataText, errataChapter } from "./errata/chapter.ts";
import { errata } from "./errata/errata.ts";
import type { Manifest } from "./errata/manifest.ts";
import { errataWords } from "./errata/words.ts";
import type { Bound, Page, Setting, Theme } from "./page.ts";
import { writePdf } from "./pdf/write.ts";
import { pdfOptions, type Workshop } from "./workshop.ts";

/** The list for the zine where both editions have one, and that for the book. */
export function errataTexts(before: Manifest, after: Manifest): ErrataText[] {
  const words = errataWords(before.lang ?? "en");
  return [
    { name: words.zine, old: before.zine, now: after.zine },
    { name: words.book, old: before.print, now: after.print },
  ].flatMap(({ name, old, now }) => {
    if (!old || !now) return [];
    const found = errata(old, now);
    if (found.length === 0) return [];
    const subtitle = `${before.title}: ${name}`;
    const lists = [{ title: null, errata: found }];
    return [{ lang: before.lang ?? "en", subtitle, old: before.edition, new: after.edition, lists }];
  });
}

/** One slip after another, each on pages of its own; null: there is nothing to correct, or nothing to set it with. */
export async function errataSlip(
  before: Manifest,
  after: Manifest,
  shop: Workshop,
): Promise<Result<Uint8Array | null>> {
  const room = before.zine?.page ?? before.print?.page ?? null;
  const own = before.zine?.page?.theme ?? "";
  const { value: asked, diagnostics } = shop.theme("zine", shop.themes.has(`zine/${own}`) ? own : "zine", room);
  const texts = errataTexts(before, after);
  if (asked === null || texts.length === 0) return { value: null, diagnostics };
  const theme = slipTheme(asked, room);
  const set = texts.map((text, i) => shop.typeset(errataChapter(`errata-${i + 1}`, text), theme, [], "foot"));
  const settings = set.map(({ value }) => value);
  const bound = { theme, settings, pages: pagesOf(settings, theme), outline: [], pageOf: new Map() } satisfies Bound;
  const meta = metaOf(before, after);
  const value = await writePdf({
    bound,
    sides: null,
    meta,
    fonts: shop.fonts,
    images: new Map(),
    options: { ...pdfOptions(null), tagged: true },
  });
  return { value, diagnostics: [...diagnostics, ...set.flatMap((each) => each.diagnostics)] };
}

/** A list wants no opening page. */
function slipTheme(theme: Theme, size: { readonly width: number; readonly height: number } | null): Theme {
  const { chapter, margins, page } = theme;
  const side = (margins.inner + margins.outer) / 2;
  return {
    ...theme,
    page: size ? { name: page.name, width: size.width, height: size.height } : page,
    margins: { ...margins, inner: side, outer: side },
    chapter: { ...chapter, sink: 0, firstLine: "plain" },
  };
}

function pagesOf(settings: readonly Setting[], { page, margins }: Theme): Page[] {
  const places = settings.flatMap(({ bodies }, setting) => bodies.map((_, body) => ({ setting, body })));
  return places.map((place, index) => ({
    index,
    folio: `${index + 1}`,
    numbering: "arabic",
    side: index % 2 === 0 ? "recto" : "verso",
    width: page.width,
    height: page.height,
    body: { ...place, x: margins.inner, y: margins.top },
    furniture: [],
    words: [],
  }));
}

function metaOf(before: Manifest, after: Manifest): Meta {
  const lang = before.lang ?? "en";
  return {
    title: `${errataWords(lang).title}: ${before.title}`,
    subtitle: null,
    people: [],
    lang,
    identifier: `urn:samizdat:errata:${before.edition}:${after.edition}`,
    date: "2000-01-01T00:00:00Z",
    undated: true,
    rights: null,
    publisher: null,
    description: null,
    series: null,
    subjects: [],
    colophon: [],
    edition: after.edition,
  };
}
