// Takes a book and the texts it was read from, gives what a careful proofreader would query, with a stable code each. The
// words are the author's: nothing is changed, and what is meant as it stands is waived with a reason (waivers.ts).

import type { Block, Book, Chapter, Figure, Inline, TimelineEvent } from "../book.ts";
import { type Diagnostic, type DiagnosticCode, warning } from "../diagnostic.ts";
import type { Source, Span } from "../text.ts";
import { childrenOf, everyBlock, everyInline, inlinesOf, plainText, plainTextOfBlocks } from "../walk.ts";
import { datesIn } from "./dates.ts";
import { type Finding, type Prose, TEXT_RULES } from "./text.ts";

export function lint(book: Book, sources: Iterable<Source>): Diagnostic[] {
  const texts = new Map([...sources].map((source) => [source.file, source.text]));
  const found = book.chapters.flatMap((chapter) => lintChapter(chapter, texts));
  found.push(...lintGlossary(book, texts), ...lintTimeline(book));
  return found;
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
  const names = book.glossary.flatMap((entry) => [entry.term, ...entry.aliases]);
  const patterns = book.glossary.map((entry) => ({ entry, pattern: aloneAs(entry.term, names) }));
  return book.chapters.flatMap((chapter) => {
    const blocks = chapter.blocks.flatMap(runningBlocks);
    const places = firstReferences(blocks);
    const plain = blocks.map((block) => (block.type === "paragraph" ? unlinkedWords(block.children) : ""));
    return patterns.flatMap(({ entry, pattern }) => {
      const at = places.get(entry.id) ?? 0;
      const early = plain.slice(0, at).findIndex((words) => words.includes(entry.term) && pattern.test(words));
      if (early === -1) return [];
      const message = `${entry.term} is used here, and led to its definition only further on`;
      const hint = "mark the first use with {.term}, or this one with {.noterm}";
      return [placeWords("lint/term-late", message, entry.term, blocks[early]!.span, texts, hint)];
    });
  });
}

/** The term as a whole word, and not as a part of a longer name of the glossary. */
function aloneAs(term: string, names: readonly string[]): RegExp {
  const longer = names
    .filter((name) => name !== term && name.includes(term))
    .map((name) => name.split(term).map(escapeRegExp));
  const before = longer.map(([left]) => (left ? `(?<!${left})` : "")).join("");
  const after = longer.map(([, right]) => (right ? `(?!${right})` : "")).join("");
  return new RegExp(`(?<![\\p{L}\\p{N}])${before}${escapeRegExp(term)}(?![\\p{L}\\p{N}])${after}`, "u");
}

function escapeRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

/** A block and those inside it; what describes a picture stands beside the text. */
function runningBlocks(block: Block): readonly Block[] {
  return [block, ...(block.type === "figure" ? [] : childrenOf(block).flatMap(runningBlocks))];
}

/** Index of the block that first leads to an entry, by `GlossaryEntry.id`. */
function firstReferences(blocks: readonly Block[]): ReadonlyMap<string, number> {
  const places = new Map<string, number>();
  blocks.forEach((block, i) => {
    for (const inlines of inlinesOf(block)) {
      for (const node of everyInline(inlines)) {
        if (node.type === "term_ref" && !places.has(node.term)) places.set(node.term, i);
      }
    }
  });
  return places;
}

/** Words that could lead to the glossary: not those of links, index entries and code. */
function unlinkedWords(inlines: readonly Inline[]): string {
  return inlines
    .map((node) => {
      if (node.type === "text") return node.text;
      if (!("children" in node) || /^(link|cross_ref|index_mark|term_ref|code)$/.test(node.type)) return CODE;
      return unlinkedWords(node.children);
    })
    .join("");
}

// ---------------------------------------------------------------------------------------------------- timeline

/** The 29th of February that only the Julian calendar had, in days from 1970-01-01. */
const PARTED = { 1700: -98_556, 1800: -62_032, 1900: -25_508 } as const;

/** Days by which the Julian calendar is behind ours at a day counted from 1970-01-01. */
function calendarGap(day: number): number {
  if (day >= PARTED[1900]) return 13;
  if (day >= PARTED[1800]) return 12;
  return day >= PARTED[1700] ? 11 : 10;
}

/** A sentence in an event's passage that tells of the event and names dates, none of which is the event's. */
function lintTimeline(book: Book): Diagnostic[] {
  return book.timeline.flatMap((event) =>
    event.passages.flatMap((id) => {
      const passage = passageOf(book, id);
      const sentences = passage?.text.split(/(?<=[.!?…][”’»)]?)\s+(?=[\p{Lu}“‘«(])/u) ?? [];
      const wrong = sentences
        .filter((sentence) => tellsOf(sentence, event))
        .map(datesIn)
        .find((dates) => {
          return dates.length > 0 && !dates.some((date) => agree(date.first, date.last, event));
        });
      if (passage === null || wrong === undefined) return [];
      const named = wrong
        .slice(0, 3)
        .map((date) => date.text)
        .join(", ");
      const words = plainText(event.event).slice(0, 60);
      const message = `the timeline dates “${words}” ${event.date.text}, the passage names ${named}`;
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

function agree(first: number, last: number, { date }: TimelineEvent): boolean {
  const gap = calendarGap(date.first);
  return [0, gap].some((shift) => first <= date.last - shift && last >= date.first - shift);
}

/** Beginnings of words are compared: "resigns" tells of what "resigned" does. */
const STEM = 5;

/** At least half of the event's longer words, and two of them. */
function tellsOf(sentence: string, event: TimelineEvent): boolean {
  const stems = (text: string): Set<string> => {
    const words = text.toLowerCase().match(/\p{L}{4,}/gu) ?? [];
    return new Set(words.map((word) => word.slice(0, STEM)));
  };
  const wanted = [...stems(plainText(event.event))];
  const there = stems(sentence);
  const shared = wanted.filter((stem) => there.has(stem)).length;
  return shared >= 2 && shared * 2 >= wanted.length;
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
