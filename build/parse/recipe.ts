// book.yaml → Recipe: convention before configuration. What is left out has its default here and nowhere else.

import { createHash } from "node:crypto";
import { z } from "zod";
import type { ChapterRole, Person, Products, Recipe, RecipePart } from "../book.ts";
import { error, type Result } from "../diagnostic.ts";
import type { Source, Span } from "../text.ts";
import { readYaml, words, type YamlValue } from "./yaml.ts";

const ROLES = ["preface", "introduction", "chapter", "appendix", "afterword"] as const satisfies readonly ChapterRole[];
const PERSON_ROLES = ["author", "editor", "translator", "illustrator", "contributor"] as const;

const length = z
  .string()
  .regex(/^\d+(?:\.\d+)?(?:mm|cm|in|pt)$/, "a length is a number and mm, cm, in or pt, as 3mm")
  .transform(toMillimetres);

const chapter = z.union([
  z.string(),
  z
    .strictObject({ file: z.string(), role: z.enum(ROLES).optional() })
    .describe("A chapter that has a role of its own."),
]);

const part = z.strictObject({ part: words.describe("The part's title."), chapters: z.array(chapter) });

const person = z.strictObject({
  name: z.string(),
  role: z.enum(PERSON_ROLES).optional(),
  "file-as": z.string().optional().describe("How catalogues sort the name: “Example, Ada”."),
});

const epub = z.strictObject({
  fonts: z.boolean().optional().describe("Embed the text face (true)."),
  kepub: z.boolean().optional().describe("Make a .kepub.epub as well (false)."),
});

const pdf = z.strictObject({
  theme: z.string().optional().describe("A file of templates/print/ (classic)."),
  page: z.string().optional().describe("A page size the theme knows: A5, digest, 5x8, 6x9, A6."),
  notes: z.enum(["foot", "end"]).optional(),
  bleed: length.optional(),
  "crop-marks": z.boolean().optional(),
  pdfa: z.boolean().optional(),
});

const zine = z.strictObject({
  theme: z.string().optional().describe("A file of templates/zine/ (zine)."),
  scheme: z.string().optional().describe("How pages stand on the sheet (booklet)."),
  papers: z
    .array(z.string())
    .optional()
    .describe("A4, A3, Letter, Legal, Tabloid; the first names the zine ([A4, Letter])."),
  "paper-thickness": length.optional(),
  signature: z.number().int().positive().optional().describe("Pages of a signature, for schemes that sew."),
  flip: z
    .enum(["long-edge", "short-edge", "one-sided"])
    .optional()
    .describe("How the printer turns the sheet (short-edge)."),
  marks: z.boolean().optional().describe("Fold, cut and sewing marks (true)."),
  fit: z.enum(["none", "signature"]).optional(),
  "printer-margin": length.optional().describe("What the printer cannot print at the sheet's edge (4mm)."),
  mini: z
    .union([z.boolean(), z.enum(["mini-8", "mini-14", "mini-16"])])
    .optional()
    .describe("A mini edition on one folded sheet besides (false; true is mini-8)."),
  cover: z.boolean().optional().describe("A wrap-around cover (where the zine is sewn or glued)."),
  photocopier: z.boolean().optional().describe("Images in pure black and white (false)."),
});

/** The keys of book.yaml. */
export const recipeSchema = z
  .strictObject({
    title: words.pipe(z.string().min(1)),
    subtitle: words.optional(),
    author: z.union([z.string(), z.array(z.string())]).optional(),
    people: z.array(person).optional(),
    lang: z.string().regex(/^[a-zA-Z]{2,3}(?:-[a-zA-Z0-9]{2,8})*$/, "a language is a BCP 47 tag such as en-GB"),
    identifier: z.string().optional(),
    date: words
      .pipe(z.string().regex(/^\d{4}(?:-\d{2}(?:-\d{2})?)?(?:T|$)/, "a date is written 2024, 2024-05 or 2024-05-01"))
      .refine((date) => !Number.isNaN(Date.parse(date)), "there is no such date")
      .optional(),
    rights: z.string().optional(),
    publisher: z.string().optional(),
    description: z.string().optional(),
    series: z.strictObject({ title: words, number: words.optional() }).optional(),
    subjects: z.array(z.string()).optional(),
    cover: z.string().optional(),
    "cover-mono": z.string().optional(),
    colophon: z.string().optional().describe("Markdown."),
    chapters: z.array(z.union([part, chapter])).optional(),
    products: z
      .strictObject({
        epub: z.union([z.boolean(), epub]).optional(),
        pdf: z.union([z.boolean(), pdf]).optional(),
        zine: z.union([z.boolean(), zine]).optional(),
      })
      .optional(),
  })
  .describe("A book: what it is called, who made it, what it is made of, what is made of it.");

type Written = z.output<typeof recipeSchema>;

/** Where a book gives no date, this is stored and not printed: no build reads the clock. */
const NO_DATE = "2000-01-01";

export function parseRecipe(source: Source): Result<Recipe | null> {
  const read = readYaml(source, recipeSchema);
  if (!read.value) return { value: null, diagnostics: read.diagnostics };
  const written = read.value.data;
  const people = readPeople(written);
  const value: Recipe = {
    file: source.file,
    meta: {
      title: written.title,
      subtitle: written.subtitle ?? null,
      people,
      lang: written.lang,
      identifier: written.identifier ?? madeIdentifier(written.title, people, written.lang),
      date: instantOf(written.date ?? NO_DATE),
      ...(written.date === undefined ? { undated: true as const } : {}),
      rights: written.rights ?? null,
      publisher: written.publisher ?? null,
      description: written.description ?? null,
      series: written.series ? { title: written.series.title, number: written.series.number ?? null } : null,
      subjects: written.subjects ?? [],
      colophon: written.colophon ?? null,
    },
    parts: written.chapters ? readParts(written.chapters, read.value) : null,
    cover: written.cover ?? null,
    coverMono: written["cover-mono"] ?? null,
    products: readProducts(written.products ?? {}),
    places: placesOf(written.products ?? {}, read.value),
  };
  const { epub, pdf, zine } = value.products;
  if (epub || pdf || zine) return { value, diagnostics: [] };
  const nothing = "none of the three products is to be made";
  return { value, diagnostics: [error("yaml/invalid", nothing, read.value.spanOf(["products"]))] };
}

function readPeople(written: Written): Person[] {
  const authors = written.author === undefined ? [] : [written.author].flat();
  const people = (written.people ?? []).map((each) => ({
    name: each.name,
    role: each.role ?? ("author" as const),
    fileAs: each["file-as"] ?? fileAs(each.name),
  }));
  const named = new Set(people.map((each) => each.name));
  const others = authors.filter((name) => !named.has(name));
  return [...others.map((name) => ({ name, role: "author" as const, fileAs: fileAs(name) })), ...people];
}

/** "Ada Example" is filed as "Example, Ada"; one word, and a group's name that begins with "The", stand as they are. */
function fileAs(name: string): string {
  const words = name.trim().split(/\s+/);
  if (words.length < 2 || words[0] === "The") return name;
  return `${words.at(-1)}, ${words.slice(0, -1).join(" ")}`;
}

/** A name-based UUID (RFC 9562, 5.5, with SHA-1) of what identifies the book to people. */
function madeIdentifier(title: string, people: readonly Person[], lang: string): string {
  const words = JSON.stringify([title, people.map((each) => each.name), lang]);
  const bytes = createHash("sha1").update(words).digest().subarray(0, 16);
  bytes[6] = (bytes[6]! & 0x0f) | 0x50;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  return `urn:uuid:${bytes.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5")}`;
}

function instantOf(date: string): string {
  if (date.includes("T")) return new Date(date).toISOString().replace(/\.\d+Z$/, "Z");
  const [year, month = "01", day = "01"] = date.split("-");
  return `${year}-${month}-${day}T00:00:00Z`;
}

function readParts(chapters: NonNullable<Written["chapters"]>, yaml: YamlValue<Written>): RecipePart[] {
  const parts: { title: string | null; chapters: RecipePart["chapters"][number][] }[] = [];
  const read = (each: z.output<typeof chapter>, path: (string | number)[]): RecipePart["chapters"][number] =>
    typeof each === "string"
      ? { path: each, role: "chapter", span: yaml.spanOf(path) }
      : { path: each.file, role: each.role ?? "chapter", span: yaml.spanOf([...path, "file"]) };
  chapters.forEach((each, i) => {
    if (typeof each === "object" && "part" in each) {
      parts.push({
        title: each.part,
        chapters: each.chapters.map((one, j) => read(one, ["chapters", i, "chapters", j])),
      });
      return;
    }
    if (parts.at(-1)?.title !== null) parts.push({ title: null, chapters: [] });
    parts.at(-1)!.chapters.push(read(each, ["chapters", i]));
  });
  return parts;
}

function placesOf(products: NonNullable<Written["products"]>, yaml: YamlValue<Written>): Map<string, Span> {
  const places = new Map<string, Span>();
  for (const [product, options] of Object.entries(products)) {
    places.set(product, yaml.spanOf(["products", product]));
    if (typeof options !== "object") continue;
    for (const key of Object.keys(options)) places.set(`${product}.${key}`, yaml.spanOf(["products", product, key]));
  }
  return places;
}

function readProducts(written: NonNullable<Written["products"]>): Products {
  const { epub: e = true, pdf: p = true, zine: z = true } = written;
  const options = <T extends object>(each: boolean | T): Partial<T> | null =>
    each === false ? null : each === true ? {} : each;
  const [epubOptions, pdfOptions, zineOptions] = [options(e), options(p), options(z)];
  return {
    epub: epubOptions && { fonts: epubOptions.fonts ?? true, kepub: epubOptions.kepub ?? false },
    pdf: pdfOptions && {
      theme: pdfOptions.theme ?? "classic",
      page: pdfOptions.page ?? null,
      notes: pdfOptions.notes ?? "foot",
      bleedMm: pdfOptions.bleed ?? 0,
      cropMarks: pdfOptions["crop-marks"] ?? false,
      pdfa: pdfOptions.pdfa ?? false,
    },
    zine: zineOptions && {
      theme: zineOptions.theme ?? "zine",
      scheme: zineOptions.scheme ?? "booklet",
      papers: zineOptions.papers ?? ["A4", "Letter"],
      cover: zineOptions.cover ?? null,
      mini: zineOptions.mini === true ? "mini-8" : zineOptions.mini || null,
      options: {
        paperThicknessMm: zineOptions["paper-thickness"] ?? 0.1,
        signature: zineOptions.signature ?? null,
        flip: zineOptions.flip ?? "short-edge",
        marks: zineOptions.marks ?? true,
        fit: zineOptions.fit ?? "none",
        printerMarginMm: zineOptions["printer-margin"] ?? 4,
        photocopier: zineOptions.photocopier ?? false,
      },
    },
  };
}

const MILLIMETRES = { mm: 1, cm: 10, in: 25.4, pt: 25.4 / 72 } as const;

function toMillimetres(written: string): number {
  const unit = written.replace(/^[\d.]+/, "") as keyof typeof MILLIMETRES;
  return Number.parseFloat(written) * MILLIMETRES[unit];
}
