// Takes a book and the texts it was read from, gives what a careful proofreader would query, with a stable code each. The
// words are the author's: nothing is changed, and what is meant as it stands is waived with a reason.

import type { Block, Book, Chapter, Figure, Inline, TimelineEvent } from "../book.ts";
import { type Diagnostic, type DiagnosticCode, warning } from "../diagnostic.ts";
import type { Source, Span } from "../text.ts";
import { childrenOf, everyBlock, everyInline, inlinesOf, plainText, plainTextOfBlocks } from "../walk.ts";
import { datesIn } from "./dates.ts";
import { type Finding, type Prose, TEXT_RULES } from "./text.ts";
import { type Waiver, waive } from "./waivers.ts";

export function lint(book: Book, sources: Iterable<Source>, waivers: readonly Waiver[]): Diagnostic[] {
  const texts = new Map([...sources].map((source) => [source.file, source.text]));
  const found = book.chapters.flatMap((chapter) => lintChapter(chapter, texts));
  found.push(...lintGlossary(book, texts), ...lintTimeline(book));
  return waive(found, waivers, (file) => texts.get(file));
}

type Texts = ReadonlyMap<string, string>;

function lintChapter(chapter: Chapter, texts: Texts): Diagnostic[] {
  const lang = primary(chapter.lang);
  return [
    ...lintBlocks(chapter.blocks, lang, texts),
    ...chapter.notes.flatMap((note) => lintBlocks(note.blocks, lang, texts)),
    ...mixedQuotes(chapter, texts),
    ...mixedCalls(chapter),
  ];
}

function primary(lang: string): string {
  return lang.split("-")[0]?.toLowerCase() ?? "";
}

// ---------------------------------------------------------------------------------------------------- running text

function lintBlocks(blocks: readonly Block[], lang: string, texts: Texts): Diagnostic[] {
  return blocks.flatMap((block, i) => {
    const own = block.lang === null ? lang : primary(block.lang);
    const next = blocks[i + 1];
    const following = next?.type === "paragraph" ? proseOf(next.children) : null;
    return [
      ...inlinesOf(block).flatMap((inlines) => lintInlines(inlines, block, own, following, texts)),
      ...(block.type === "figure" ? lintFigure(block) : []),
      ...lintBlocks(childrenOf(block), own, texts),
    ];
  });
}

function lintInlines(
  inlines: readonly Inline[],
  block: Block,
  lang: string,
  next: string | null,
  texts: Texts,
): Diagnostic[] {
  const prose: Prose = { text: proseOf(inlines), lang, next };
  const all = TEXT_RULES.flatMap((rule) => rule(prose));
  const found = block.type === "verse" ? all.filter((each) => each.code !== "lint/repeated-word") : all;
  const words = [...foreignEmphasis(inlines, lang)];
  return [
    ...found.map((finding) => place(finding, prose.text, block.span, texts)),
    ...words.map((each) =>
      placeWords("lint/language", `“${each}” looks foreign and has no language`, each, block.span, texts),
    ),
  ];
}

const CODE = "\ufffc";
const FOREIGN = "\ufffb";

/** The words of the chapter's language; calls left out, code and other languages as placeholders of the same length. */
function proseOf(inlines: readonly Inline[]): string {
  return inlines
    .map((node) => {
      if (node.type === "text") return node.text;
      if (node.type === "line_break") return "\n";
      if (node.type === "note_ref" || node.type === "lost_note_ref") return "";
      if (node.type === "code") return CODE.repeat(plainText(node.children).length);
      if (node.type === "lang") return plainText(node.children).replace(/[\p{L}\p{M}]/gu, FOREIGN);
      return proseOf(node.children);
    })
    .join("");
}

/** The finding in the source, found by the words around it; the whole block where the source spells it otherwise. */
function place(finding: Finding, prose: string, span: Span, texts: Texts): Diagnostic {
  const { code, message, hint, start, end } = finding;
  const before = prose.slice(Math.max(0, start - 12), start);
  const after = prose.slice(end, end + 12);
  const exact = locate(texts.get(span.file), span, prose.slice(start, end), before, after);
  return warning(code, message, exact ?? span, ...(hint === null ? [] : [hint]));
}

function locate(text: string | undefined, span: Span, words: string, before: string, after: string): Span | null {
  if (text === undefined) return null;
  const body = text.slice(span.start, span.end);
  for (const [left, right] of [
    [before, after],
    [before.slice(-4), after.slice(0, 4)],
    [before.slice(-1), ""],
    ["", after.slice(0, 1)],
  ] as const) {
    const at = body.indexOf(left + words + right);
    if (at !== -1) {
      const start = span.start + at + left.length;
      return { file: span.file, start, end: start + words.length };
    }
  }
  return null;
}

function placeWords(
  code: DiagnosticCode,
  message: string,
  words: string,
  span: Span,
  texts: Texts,
  ...hints: string[]
): Diagnostic {
  return warning(code, message, locate(texts.get(span.file), span, words, "", "") ?? span, ...hints);
}

/** Loan words that English prints with their accents. */
const NATURALISED =
  /^(caf[eé]s?|na[iï]ve|fa[cç]ades?|r[eé]sum[eé]s?|clich[eé]s?|fianc[eé]e?s?|d[eé]cor|co[oö]perat\w*|d[eé]tente|communiqu[eé]s?|r[eé]gimes?|d[eé]but|[eé]lites?|attach[eé]s?|matin[eé]e)$/i;

/** Emphasised words of an English text that have letters English has not. */
function* foreignEmphasis(inlines: readonly Inline[], lang: string): Generator<string> {
  if (lang !== "en") return;
  for (const node of inlines) {
    if (node.type === "lang" || node.type === "code") continue;
    if (node.type === "emph" && !node.children.some((child) => child.type === "lang")) {
      const words = plainText(node.children);
      const foreign = words
        .split(/[^\p{L}]+/u)
        .some((word) => /[à-öø-ÿœſāčēėģīķļņōřšťūůžłńśź]/i.test(word) && !NATURALISED.test(word));
      if (foreign && words.length <= 80) yield words;
    } else if ("children" in node) {
      yield* foreignEmphasis(node.children, lang);
    }
  }
}

function lintFigure(figure: Figure): Diagnostic[] {
  const alt = figure.alt.trim();
  const say = (message: string): Diagnostic[] => [
    warning("lint/alt", message, figure.span, "say in a sentence what the picture shows"),
  ];
  if (/\.(png|jpe?g|svg|gif|webp)$/i.test(alt)) return say("the alternative text is a file name");
  if (/^(an? )?(image|picture|photo|photograph|figure|illustration|bild|abbildung|рисунок)\b( of)?\s*\d*$/i.test(alt)) {
    return say(`“${alt}” says nothing of what the picture shows`);
  }
  if (alt === plainText(figure.caption).trim()) return say("the alternative text says what the caption says");
  return [];
}

// ---------------------------------------------------------------------------------------------------- chapters

const QUOTE_STYLES: readonly { readonly name: string; readonly opening: RegExp }[] = [
  { name: "“ ”", opening: /(?<=^|[\s(—–])“/gu },
  { name: "« »", opening: /«/gu },
  { name: "„ “", opening: /„/gu },
  // Not an apostrophe: words follow and close.
  { name: "‘ ’", opening: /(?<=^|[\s(—–])‘(?=\p{L}[^‘’]{6,}[.,!?…]?’(?!\p{L}))/gu },
];

/** One chapter, one way to quote; the rarer way's first use is queried. Quotations inside quotations are not counted. */
function mixedQuotes(chapter: Chapter, texts: Texts): Diagnostic[] {
  const uses = QUOTE_STYLES.map(({ name, opening }) => ({
    name,
    opening,
    found: [] as { readonly block: Block; readonly mark: string }[],
  }));
  for (const block of everyBlock(chapter.blocks)) {
    for (const inlines of inlinesOf(block)) {
      const outer = proseOf(inlines).replace(/([“«„])[^“”«»„]*(?:[“‘][^“”]*[”’][^“”«»„]*)?[”»“]/g, "$1");
      for (const use of uses) for (const [mark] of outer.matchAll(use.opening)) use.found.push({ block, mark });
    }
  }
  const [most, ...others] = uses.filter((use) => use.found.length > 0).sort((a, b) => b.found.length - a.found.length);
  return others.map((use) => {
    const { block, mark } = use.found[0]!;
    const message = `${use.name} where the chapter quotes with ${most!.name} (${use.found.length} against ${most!.found.length})`;
    return placeWords("lint/quotes-mixed", message, mark, block.span, texts);
  });
}

/** Calls before and behind the stop in one chapter. */
function mixedCalls(chapter: Chapter): Diagnostic[] {
  const before: Block[] = [];
  let behind = 0;
  for (const block of everyBlock(chapter.blocks)) {
    for (const inlines of inlinesOf(block)) {
      inlines.forEach((node, i) => {
        if (node.type !== "note_ref") return;
        const [left, right] = [inlines[i - 1], inlines[i + 1]];
        if (right?.type === "text" && /^[.,;:!?]/.test(right.text)) before.push(block);
        else if (left?.type === "text" && /[.,;:!?][”’»)]?$/.test(left.text)) behind += 1;
      });
    }
  }
  const [fewer, word] = before.length <= behind ? [before.length, "before"] : [behind, "behind"];
  if (fewer === 0) return [];
  const message = `${fewer} note calls stand ${word} the stop, ${Math.max(before.length, behind)} do not`;
  return [warning("lint/call-place", message, before[0]!.span)];
}

// ---------------------------------------------------------------------------------------------------- glossary

/** A term whose first use in a chapter stands before the place that leads to its definition. */
function lintGlossary(book: Book, texts: Texts): Diagnostic[] {
  return book.chapters.flatMap((chapter) => {
    const blocks = [...everyBlock(chapter.blocks)];
    return book.glossary.flatMap((entry) => {
      const at = blocks.findIndex((block) =>
        inlinesOf(block).some((each) =>
          [...everyInline(each)].some((node) => node.type === "term_ref" && node.term === entry.id),
        ),
      );
      if (at <= 0) return [];
      const pattern = new RegExp(`(?<![\\p{L}\\p{N}])${escapeRegExp(entry.term)}(?![\\p{L}\\p{N}])`, "u");
      const first = blocks
        .slice(0, at)
        .find((block) => block.type === "paragraph" && pattern.test(proseOf(block.children)));
      if (first === undefined) return [];
      const message = `${entry.term} is used here, and led to its definition only further on`;
      return [
        placeWords(
          "lint/term-late",
          message,
          entry.term,
          first.span,
          texts,
          "mark the first use with {.term}, or this one with {.noterm}",
        ),
      ];
    });
  });
}

function escapeRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

// ---------------------------------------------------------------------------------------------------- timeline

/** Between the Julian calendar and ours: 10 days from 1582, 13 since 1900. */
const CALENDARS = 13;

/** An event whose passage names dates, and none of them is the event's. */
function lintTimeline(book: Book): Diagnostic[] {
  return book.timeline.flatMap((event) =>
    event.passages.flatMap((id) => {
      const passage = passageOf(book, id);
      if (passage === null) return [];
      const dates = datesIn(passage.text);
      if (dates.length === 0 || dates.some((date) => agree(date.first, date.last, event))) return [];
      const named = dates
        .slice(0, 3)
        .map((date) => date.text)
        .join(", ");
      const message = `the timeline dates “${plainText(event.event).slice(0, 60)}” ${event.date.text}, the passage names ${named}`;
      return [
        warning(
          "lint/date-contradicts",
          message,
          passage.span,
          `the entry is ${event.date.edtf} in ${event.span.file}`,
        ),
      ];
    }),
  );
}

function agree(first: number, last: number, event: TimelineEvent): boolean {
  const slack = event.oldStyle === null ? 0 : CALENDARS;
  return first <= event.date.last + slack && last >= event.date.first - slack;
}

interface Passage {
  readonly text: string;
  readonly span: Span;
}

/** A block, or a heading with all that stands under it. A whole chapter names too many dates to be held to one. */
function passageOf(book: Book, id: string): Passage | null {
  for (const chapter of book.chapters) {
    const at = chapter.blocks.findIndex((block) => block.id === id);
    const block = chapter.blocks[at] ?? [...everyBlock(chapter.blocks)].find((each) => each.id === id);
    if (block === undefined) continue;
    if (block.type !== "heading") return { text: plainTextOfBlocks([block]), span: block.span };
    const rest = chapter.blocks.slice(at + 1);
    const end = rest.findIndex((each) => each.type === "heading" && each.level <= block.level);
    return { text: plainTextOfBlocks(end === -1 ? rest : rest.slice(0, end)), span: block.span };
  }
  return null;
}
