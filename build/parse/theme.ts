// Takes the YAML of a theme (`templates/print/`, `templates/zine/`) and the size of page a product wants; gives a Theme in
// points, or diagnostics that point at the key that is wrong. Themes are data: what they may say is the schema below.

import { z } from "zod";
import { error, type Result } from "../diagnostic.ts";
import type { Theme } from "../page.ts";
import type { Source } from "../text.ts";
import { readYaml } from "./yaml.ts";

/** Sizes of page by name: width and height in points. */
export const PAGE_SIZES: Readonly<Record<string, { readonly width: number; readonly height: number }>> = {
  A5: { width: mm(148), height: mm(210) },
  digest: { width: 5.5 * 72, height: 8.5 * 72 },
  "5x8": { width: 5 * 72, height: 8 * 72 },
  "6x9": { width: 6 * 72, height: 9 * 72 },
  A6: { width: mm(105), height: mm(148) },
  // Parts of a sheet that A4 and Letter both hold, so that one zine serves both without scaling.
  "half-sheet": { width: 5.5 * 72, height: mm(210) },
  "quarter-sheet": { width: mm(105), height: 5.5 * 72 },
  "eighth-sheet": { width: 2.75 * 72, height: mm(105) },
  "sixteenth-sheet": { width: mm(52.5), height: 2.75 * 72 },
};

function mm(length: number): number {
  return Math.round((length * 72_000) / 25.4) / 1000;
}

/** Points, or a string of a number and "mm", "cm", "in" or "pt". */
const length = z.union([
  z.number().min(0),
  z
    .string()
    .regex(/^\d+(?:\.\d+)?(?:mm|cm|in|pt)$/, "give a number of points, or a length such as 20mm or 0.75in")
    .transform(points),
]);

function points(text: string): number {
  const value = Number.parseFloat(text);
  if (text.endsWith("mm")) return mm(value);
  if (text.endsWith("cm")) return mm(10 * value);
  return text.endsWith("in") ? value * 72 : value;
}

const positive = z.number().positive();
const textSize = z.strictObject({ size: positive, leading: positive });
const letters = z.enum(["small-caps", "italic", "roman"]);
const align = z.enum(["left", "centre"]);
const headContent = z.enum(["author", "book", "chapter", "none"]);
const percent = z.number().min(0).max(100);
const colour = z.union([z.number().min(0).max(1), z.tuple([percent, percent, percent, percent])]);
const margins = z.strictObject({ inner: length, outer: length, top: length, bottom: length });

const chapter = z.strictObject({
  opening: z.enum(["recto", "any", "run-on"]),
  sink: z.number().int().min(0),
  "title-size": positive,
  "title-style": letters,
  "title-align": align,
  "first-line": z.enum(["plain", "small-caps", "drop-cap"]),
  "drop-cap-lines": z.number().int().min(2).max(5).default(2),
});
const headings = z
  .array(textSize.extend({ style: letters, align, above: z.number().min(0), below: z.number().min(0) }))
  .min(1);
const heads = z.strictObject({
  left: headContent,
  right: headContent,
  style: letters,
  size: positive,
  distance: positive,
  rule: z.boolean(),
});
const folio = z.strictObject({ place: z.enum(["head-outer", "foot-centre", "foot-outer"]), size: positive });

const sizeParts = {
  chapter: chapter.optional(),
  headings: headings.optional(),
  heads: heads.optional(),
  folio: folio.optional(),
  text: textSize.optional(),
  quote: textSize.optional(),
  verse: textSize.optional(),
  note: textSize.optional(),
  caption: textSize.optional(),
  glossary: textSize.optional(),
};

/** What a theme file says. */
export const themeSchema = z.strictObject({
  page: z.string(),
  faces: z.strictObject({ text: z.string(), display: z.string() }),
  align: z.enum(["justify", "ragged-right"]),
  text: textSize,
  quote: textSize,
  verse: textSize,
  note: textSize,
  caption: textSize,
  glossary: textSize,
  indent: z.number().min(0),
  "quote-indent": z.number().min(0),
  expansion: z.number().min(0).max(0.03),
  protrusion: z.boolean(),
  hyphenation: z.strictObject({
    "left-min": z.number().int().min(1),
    "right-min": z.number().int().min(1),
    "max-run": z.number().int().min(0).max(2),
  }),
  sizes: z.record(z.string(), z.strictObject({ margins, ...sizeParts })),
  chapter,
  headings,
  heads,
  folio,
  notes: z.strictObject({ "rule-width": length, "rule-weight": z.number().min(0), "run-in": z.boolean() }),
  blanks: z.enum(["end", "notes", "endpapers"]).optional(),
  "section-break": z.string(),
  contents: z.strictObject({ leaders: z.boolean() }),
  front: z.strictObject({
    "half-title": z.boolean(),
    "title-page": z.boolean(),
    imprint: z.boolean(),
    contents: z.boolean(),
  }),
  back: z.strictObject({
    glossary: z.boolean(),
    timeline: z.boolean(),
    chart: z.boolean().default(true),
    descriptions: z.boolean().default(false),
    index: z.boolean(),
    colophon: z.boolean(),
  }),
  colour: z.strictObject({ text: colour, accent: colour }),
});

/**
 * `page` is a name of `PAGE_SIZES`; null: the theme's own. A room asks for the theme's own page where that fits into it,
 * else for the largest one that does. The theme's name is its file's.
 */
export function parseTheme(source: Source, page: string | Room | null = null): Result<Theme | null> {
  const { value, diagnostics } = readYaml(source, themeSchema);
  if (value === null) return { value: null, diagnostics };
  const { data } = value;
  const name = page === null ? data.page : typeof page === "string" ? page : pageFor(page, data);
  const sheet = PAGE_SIZES[name];
  const size = data.sizes[name];
  if (!sheet || !size) {
    const known = Object.keys(data.sizes).filter((each) => PAGE_SIZES[each]);
    const span = value.spanOf([sheet ? "sizes" : "page"]);
    const hint = `sizes it has: ${known.join(", ")}`;
    return { value: null, diagnostics: [error("yaml/invalid", `the theme has no page size "${name}"`, span, hint)] };
  }
  const measure = sheet.width - size.margins.inner - size.margins.outer;
  const depth = sheet.height - size.margins.top - size.margins.bottom;
  if (measure <= 0 || depth <= 0) {
    const span = value.spanOf(["sizes", name, "margins"]);
    return { value: null, diagnostics: [error("yaml/invalid", "the margins leave no room for text", span)] };
  }
  return { value: themeOf(themeName(source.file), { name, ...sheet }, data, size), diagnostics: [] };
}

/** What a page must fit into, in points. */
export interface Room {
  readonly width: number;
  readonly height: number;
}

/** The theme's own page where nothing fits: imposition then says what would. */
function pageFor(room: Room, { page, sizes }: z.infer<typeof themeSchema>): string {
  const fits = (name: string) => {
    const size = PAGE_SIZES[name];
    return size !== undefined && size.width <= room.width + 0.01 && size.height <= room.height + 0.01;
  };
  const area = (name: string) => PAGE_SIZES[name]!.width * PAGE_SIZES[name]!.height;
  if (fits(page)) return page;
  return Object.keys(sizes)
    .filter(fits)
    .reduce((best, name) => (best !== page && area(best) >= area(name) ? best : name), page);
}

function themeName(file: string): string {
  return file.replace(/^.*[\\/]/, "").replace(/\.ya?ml$/, "");
}

type ThemeData = z.infer<typeof themeSchema>;

function themeOf(name: string, page: Theme["page"], data: ThemeData, size: ThemeData["sizes"][string]): Theme {
  const { hyphenation, notes, front } = data;
  const chapter = size.chapter ?? data.chapter;
  return {
    name,
    page,
    margins: size.margins,
    faces: data.faces,
    text: size.text ?? data.text,
    quote: size.quote ?? data.quote,
    note: size.note ?? data.note,
    verse: size.verse ?? data.verse,
    caption: size.caption ?? data.caption,
    glossary: size.glossary ?? data.glossary,
    indent: data.indent,
    quoteIndent: data["quote-indent"],
    align: data.align,
    chapter: {
      opening: chapter.opening,
      sink: chapter.sink,
      titleSize: chapter["title-size"],
      titleStyle: chapter["title-style"],
      titleAlign: chapter["title-align"],
      firstLine: chapter["first-line"],
      dropCapLines: chapter["drop-cap-lines"],
    },
    headings: size.headings ?? data.headings,
    heads: size.heads ?? data.heads,
    folio: size.folio ?? data.folio,
    notes: { ruleWidth: notes["rule-width"], ruleWeight: notes["rule-weight"], runIn: notes["run-in"] },
    sectionBreak: data["section-break"],
    contents: data.contents,
    front: {
      halfTitle: front["half-title"],
      titlePage: front["title-page"],
      imprint: front.imprint,
      contents: front.contents,
    },
    back: data.back,
    hyphenation: {
      leftMin: hyphenation["left-min"],
      rightMin: hyphenation["right-min"],
      maxRun: hyphenation["max-run"],
    },
    blanks: data.blanks ?? null,
    expansion: data.expansion,
    protrusion: data.protrusion,
    colour: data.colour,
  };
}
