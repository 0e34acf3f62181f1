// Takes a book and what the EPUB makes of it, gives the accessibility metadata (EPUB Accessibility 1.1, section 2), each
// statement with the observation it rests on. What cannot be observed is not stated.

import type { Block, Book, Figure, Heading, Table } from "../book.ts";
import { plainText } from "../walk.ts";

export interface Claim {
  readonly property: string;
  readonly value: string;
  /** What was seen, for the report. */
  readonly reason: string;
  readonly id?: string;
  readonly refines?: string;
  /** True: a `link`, whose value is an address. */
  readonly link?: boolean;
}

export interface AccessFacts {
  readonly book: Book;
  readonly css: string;
  readonly pages: number;
  readonly contents: number;
  readonly charts: number;
}

interface Content {
  readonly figures: readonly Figure[];
  readonly tables: readonly Table[];
  readonly headings: readonly Heading[];
  readonly skipped: readonly Heading[];
}

export function accessibilityOf(facts: AccessFacts): readonly Claim[] {
  const content = contentOf(facts.book);
  const unnamed = content.figures.filter((figure) => figure.alt.trim() === "");
  const claims = [...modes(facts, content, unnamed.length), ...features(facts, content, unnamed.length), hazards()];
  claims.push(...conformance(facts, content, unnamed.length));
  return [...claims, summary(claims, facts)];
}

function pictures({ book, charts }: AccessFacts, content: Content): number {
  return content.figures.length + (book.cover === null ? 0 : 1) + charts;
}

function modes(facts: AccessFacts, content: Content, unnamed: number): Claim[] {
  const count = pictures(facts, content);
  const claims: Claim[] = [claim("schema:accessMode", "textual", "the book is text")];
  if (count > 0) claims.push(claim("schema:accessMode", "visual", `${count} pictures, cover and chart counted`));
  if (unnamed === 0) {
    const reason = count === 0 ? "there is no picture" : `each of ${count} pictures has an alternative text`;
    claims.push(claim("schema:accessModeSufficient", "textual", reason));
  } else {
    claims.push(claim("schema:accessModeSufficient", "textual,visual", `${unnamed} pictures have no alternative text`));
  }
  return claims;
}

function features(facts: AccessFacts, content: Content, unnamed: number): Claim[] {
  const { book, css, pages, contents } = facts;
  const described = content.figures.filter((figure) => figure.description.length > 0).length;
  const fixed = fixedLengths(css);
  const seen: readonly (readonly [feature: string, holds: boolean, reason: string])[] = [
    ["tableOfContents", contents > 0, `${contents} entries`],
    ["readingOrder", true, "the spine follows the book, and notes follow their chapter"],
    [
      "structuralNavigation",
      content.skipped.length === 0,
      `${content.headings.length} headings below titles, none skips`,
    ],
    ["displayTransformability", fixed.length === 0, "the style sheet sets no size that a reader could not change"],
    [
      "alternativeText",
      pictures(facts, content) > 0 && unnamed === 0,
      `${pictures(facts, content)} pictures, all named`,
    ],
    ["longDescription", described > 0, `${described} pictures have a long description`],
    ["pageBreakMarkers", pages > 0, `${pages} pages of the printed edition`],
    ["pageNavigation", pages > 0, `a page list of ${pages} pages`],
    ["index", book.index.length > 0, `${book.index.length} index entries`],
    ["ARIA", true, "notes, chapters and apparatus carry DPUB-ARIA roles"],
    ["unlocked", true, "nothing is encrypted"],
  ];
  return seen
    .filter(([, holds]) => holds)
    .map(([value, , reason]) => claim("schema:accessibilityFeature", value, reason));
}

function hazards(): Claim {
  return claim(
    "schema:accessibilityHazard",
    "none",
    "there are still pictures and text only: no sound, film or script",
  );
}

/** WCAG 2.1 criteria a program can decide for static text; the report names those that fail. */
export function obstacles(facts: AccessFacts): readonly string[] {
  return obstaclesIn(facts, contentOf(facts.book));
}

function obstaclesIn(facts: AccessFacts, content: Content): readonly string[] {
  const unnamed = content.figures.filter((figure) => figure.alt.trim() === "").length;
  const headless = content.tables.filter((table) => table.head.every((cell) => plainText(cell).trim() === "")).length;
  const weak = weakColours(facts.css);
  return [
    unnamed > 0 ? `1.1.1: ${unnamed} pictures without alternative text` : "",
    headless > 0 ? `1.3.1: ${headless} tables without heads` : "",
    content.skipped.length > 0 ? `1.3.1: ${content.skipped.length} headings skip a level` : "",
    weak.length > 0 ? `1.4.3: ${weak.join(", ")} in the style sheet` : "",
    fixedLengths(facts.css).length > 0 ? "1.4.4: fixed type sizes in the style sheet" : "",
    facts.contents === 0 ? "2.4.5: no contents" : "",
  ].filter((line) => line !== "");
}

function conformance(facts: AccessFacts, content: Content, unnamed: number): Claim[] {
  if (obstaclesIn(facts, content).length > 0) return [];
  const reason = `languages, titles, headings, table heads, ${unnamed} missing names, contrast and type sizes were checked`;
  const value = "EPUB Accessibility 1.1 - WCAG 2.1 Level AA";
  return [
    { ...claim("dcterms:conformsTo", value, reason), id: "conformance" },
    {
      ...claim("a11y:certifiedBy", "Samizdat, by automatic checks", "no person is named as evaluator"),
      refines: "conformance",
    },
  ];
}

function summary(claims: readonly Claim[], facts: AccessFacts): Claim {
  const has = (value: string): boolean => claims.some((each) => each.value === value);
  const sentences = [
    "Text that reflows, with headings, contents and notes that lead there and back.",
    has("alternativeText") ? "Every picture has an alternative text." : "",
    has("longDescription") ? "Some pictures have long descriptions." : "",
    has("pageNavigation") ? "The pages of the printed edition can be found." : "",
    claims.some((each) => each.property === "dcterms:conformsTo")
      ? "Automatic checks found no obstacle."
      : `Automatic checks found obstacles: ${obstacles(facts).join("; ")}.`,
  ];
  const value = sentences.filter((sentence) => sentence !== "").join(" ");
  return claim("schema:accessibilitySummary", value, "made of the statements above");
}

function claim(property: string, value: string, reason: string): Claim {
  return { property, value, reason };
}

// ---------------------------------------------------------------------------------------------------- the book

function contentOf(book: Book): Content {
  const figures: Figure[] = [];
  const tables: Table[] = [];
  const headings: Heading[] = [];
  const skipped: Heading[] = [];
  for (const chapter of book.chapters) {
    let level = 1;
    for (const block of chapter.blocks) {
      if (block.type !== "heading") continue;
      headings.push(block);
      if (block.level > level + 1) skipped.push(block);
      level = block.level;
    }
    collect(chapter.blocks, figures, tables);
    for (const note of chapter.notes) collect(note.blocks, figures, tables);
  }
  for (const entry of book.glossary) collect(entry.definition, figures, tables);
  return { figures, tables, headings, skipped };
}

function collect(blocks: readonly Block[], figures: Figure[], tables: Table[]): void {
  for (const block of blocks) {
    if (block.type === "figure") figures.push(block);
    else if (block.type === "table") tables.push(block);
    else if (block.type === "quote") collect(block.blocks, figures, tables);
    else if (block.type === "list") for (const item of block.items) collect(item.blocks, figures, tables);
    else if (block.type === "definitions")
      for (const item of block.items) for (const body of item.bodies) collect(body, figures, tables);
  }
}

// ---------------------------------------------------------------------------------------------------- the style sheet

function fixedLengths(css: string): string[] {
  return css.match(/font(?:-size)?\s*:[^;}]*\d(?:px|pt|mm|cm|in|pc)\b/g) ?? [];
}

const WHITE = [255, 255, 255] as const;
const BLACK = [0, 0, 0] as const;
const LEAST_CONTRAST = 4.5;

/**
 * Colours with less than WCAG's 4.5 : 1 (1.4.3). A rule that sets text without ground is seen on white outside a
 * `prefers-color-scheme: dark` block and on black inside one; one that sets both is seen as it is.
 */
export function weakColours(css: string): string[] {
  const weak: string[] = [];
  const plain = css.replace(/\/\*[\s\S]*?\*\//g, "");
  for (const { rule, dark } of rulesOf(plain)) {
    const ink = colourOf(/(?:^|[;{\s])color\s*:\s*([^;}]+)/.exec(rule)?.[1]);
    const ground = colourOf(/background(?:-color)?\s*:\s*([^;}]+)/.exec(rule)?.[1]);
    if (ink === null) continue;
    if (contrast(ink, ground ?? (dark ? BLACK : WHITE)) < LEAST_CONTRAST) weak.push(rule.replace(/\s+/g, " ").trim());
  }
  return weak;
}

function rulesOf(css: string): { readonly rule: string; readonly dark: boolean }[] {
  const dark: string[] = [];
  const light = css.replace(
    /@media[^{]*prefers-color-scheme:\s*dark[^{]*\{((?:[^{}]*\{[^{}]*\})*)\s*\}/g,
    (_, body) => {
      dark.push(String(body));
      return "";
    },
  );
  const split = (text: string): string[] => text.match(/[^{}]+\{[^{}]*\}/g) ?? [];
  return [
    ...split(light).map((rule) => ({ rule, dark: false })),
    ...split(dark.join("\n")).map((rule) => ({ rule, dark: true })),
  ];
}

type Rgb = readonly [red: number, green: number, blue: number];

function colourOf(value: string | undefined): Rgb | null {
  const hex = /^#([0-9a-f]{3}|[0-9a-f]{6})\b/i.exec(value?.trim() ?? "")?.[1];
  if (hex === undefined) return null;
  const wide = hex.length === 3 ? [...hex].map((digit) => digit + digit).join("") : hex;
  return [0, 2, 4].map((at) => Number.parseInt(wide.slice(at, at + 2), 16)) as unknown as Rgb;
}

/** WCAG 2.1, "contrast ratio" and "relative luminance". */
function contrast(a: Rgb, b: Rgb): number {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

function luminance(colour: Rgb): number {
  const [red, green, blue] = colour.map((value) => {
    const part = value / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  }) as unknown as Rgb;
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
