// Chapters and glossary → chapters in which terms are marked. The first use of a term in a chapter becomes a link to
// its entry; later uses, once a paragraph, become places the index leads to.

import type { Block, Chapter, GlossaryEntry, Inline, Occurrence } from "../book.ts";
import { type Diagnostic, error, nearest, warning } from "../diagnostic.ts";
import { everyBlock, everyInline, inlinesOf, mapRunningText, plainText } from "../walk.ts";

/** An entry of the glossary as far as looking for it goes. */
export interface Term {
  readonly id: string;
  readonly term: string;
  readonly aliases: readonly string[];
  readonly kind: GlossaryEntry["kind"];
  readonly match: boolean;
}

interface Name {
  readonly term: Term;
  /** The words of the name as written. */
  readonly text: string;
}

/** The names of a glossary, found by their first word. */
export class TermFinder {
  private readonly byWord = new Map<string, Name[]>();
  private readonly byName = new Map<string, Term>();

  constructor(terms: readonly Term[]) {
    for (const term of terms) {
      for (const text of [term.term, ...term.aliases]) {
        this.byName.set(text.toLowerCase(), term);
        if (term.match) this.add({ term, text });
      }
    }
    for (const names of this.byWord.values()) names.sort((a, b) => b.text.length - a.text.length);
  }

  private add(name: Name): void {
    const [word] = WORD.exec(name.text) ?? [];
    WORD.lastIndex = 0;
    if (word === undefined || !name.text.startsWith(word)) return;
    const key = word.toLowerCase();
    const names = this.byWord.get(key) ?? [];
    names.push(name);
    this.byWord.set(key, names);
  }

  /** The term that a name or an alias means, whatever its capitals. */
  named(name: string): Term | null {
    return this.byName.get(name.toLowerCase()) ?? null;
  }

  names(): Iterable<string> {
    return this.byName.keys();
  }

  /** The names in a text, longest first at each place, without overlap. */
  *find(text: string): Generator<{ term: Term; start: number; end: number }> {
    let free = 0;
    for (const found of text.matchAll(WORD)) {
      if (found.index < free) continue;
      const names = this.byWord.get(found[0].toLowerCase());
      const name = names?.find((each) => standsAt(each, text, found.index));
      if (!name) continue;
      free = found.index + name.text.length;
      yield { term: name.term, start: found.index, end: free };
    }
  }
}

const WORD = /[\p{L}\p{M}\p{N}]+/gu;

/** Names of people and places keep their capitals; of other terms the first letter may differ. */
function standsAt(name: Name, text: string, start: number): boolean {
  const end = start + name.text.length;
  const there = text.slice(start, end);
  if (/[\p{L}\p{M}\p{N}]/u.test(text.charAt(end))) return false;
  if (there === name.text) return true;
  const proper = name.term.kind === "person" || name.term.kind === "place";
  return !proper && there.slice(1) === name.text.slice(1) && there[0]?.toLowerCase() === name.text[0]?.toLowerCase();
}

export interface MarkedChapter {
  readonly chapter: Chapter;
  /** By `Term.id`: the first use, and every place for the index. */
  readonly first: ReadonlyMap<string, Occurrence>;
  readonly places: ReadonlyMap<string, readonly string[]>;
  readonly diagnostics: readonly Diagnostic[];
}

/** Marks the terms of one chapter. Headings, notes, captions and code are left alone. */
export function markTerms(chapter: Chapter, finder: TermFinder): MarkedChapter {
  const first = new Map<string, Occurrence>();
  const places = new Map<string, string[]>();
  const diagnostics: Diagnostic[] = [];
  let seenInBlock = new Set<string>();
  let block: Block;

  const place = (term: string, children: readonly Inline[]): Inline => {
    const known = first.has(term);
    const id = known ? `${block.id}-${term}` : `${chapter.id}-${term}`;
    seenInBlock.add(term);
    places.set(term, [...(places.get(term) ?? []), id]);
    if (known) return { type: "index_mark", entry: "", id, children };
    first.set(term, { chapter: chapter.id, id });
    return { type: "term_ref", term, id, children };
  };

  const text = (whole: string): Inline[] => {
    if (chapter.terms === false) return [{ type: "text", text: whole }];
    const inlines: Inline[] = [];
    let from = 0;
    for (const { term, start, end } of finder.find(whole)) {
      if (seenInBlock.has(term.id)) continue;
      if (start > from) inlines.push({ type: "text", text: whole.slice(from, start) });
      inlines.push(place(term.id, [{ type: "text", text: whole.slice(start, end) }]));
      from = end;
    }
    if (from < whole.length) inlines.push({ type: "text", text: whole.slice(from) });
    return inlines;
  };

  const explicit = (inline: Inline & { type: "term_ref" }): Inline[] => {
    if (inline.term === "") return [...inline.children];
    const term = finder.named(inline.term);
    if (!term) {
      const meant = nearest(inline.term, finder.names());
      const hint = meant ? `did you mean “${meant}”?` : "write an entry for it in glossary.yaml";
      diagnostics.push(error("term/undefined", `“${inline.term}” is not in the glossary`, block.span, hint));
      return [...inline.children];
    }
    return seenInBlock.has(term.id) ? [...inline.children] : [place(term.id, inline.children)];
  };

  const inlines = (all: readonly Inline[]): Inline[] =>
    all.flatMap((inline): Inline[] => {
      switch (inline.type) {
        case "text":
          return text(inline.text);
        case "term_ref":
          return explicit(inline);
        case "emph":
        case "strong":
        case "lang":
          return [{ ...inline, children: inlines(inline.children) }];
        default:
          return [inline];
      }
    });

  const marked = {
    ...chapter,
    blocks: mapRunningText(chapter.blocks, (all, own) => {
      if (own !== block) seenInBlock = new Set();
      block = own;
      return inlines(all);
    }),
  };
  const linked = new Set([...places.values()].flat());
  const strays = unlinkedMarks(marked, linked);
  for (const { inline, span } of strays) {
    if (inline.term === "") continue;
    const hint = "mark a use in running text";
    diagnostics.push(
      warning("term/place", `“${plainText(inline.children)}” is not led to the glossary here`, span, hint),
    );
  }
  const settled = strays.length > 0 ? (withoutMarks(marked, linked) as Chapter) : marked;
  return { chapter: settled, first, places, diagnostics };
}

type TermMark = Inline & { type: "term_ref" };

/** Marks of the editor's in places that are left alone: headings, notes, captions, tables, links. */
function unlinkedMarks(
  chapter: Chapter,
  linked: ReadonlySet<string>,
): { inline: TermMark; span: Diagnostic["span"] }[] {
  const everywhere = [...everyBlock(chapter.blocks), ...chapter.notes.flatMap((note) => [...everyBlock(note.blocks)])];
  const runs = everywhere.flatMap((block) => inlinesOf(block).map((inlines) => ({ inlines, span: block.span })));
  return [{ inlines: chapter.title, span: null }, ...runs].flatMap(({ inlines, span }) =>
    [...everyInline(inlines)].flatMap((inline) =>
      inline.type === "term_ref" && !linked.has(inline.id) ? [{ inline, span }] : [],
    ),
  );
}

/** A walk over plain data: only marks that lead nowhere give way to their words. */
function withoutMarks(node: unknown, linked: ReadonlySet<string>): unknown {
  if (Array.isArray(node)) {
    return node.flatMap((each: unknown) => {
      const mark = each as Partial<TermMark> | null;
      const stray = mark?.type === "term_ref" && !linked.has(mark.id!);
      return stray ? (withoutMarks(mark.children, linked) as unknown[]) : [withoutMarks(each, linked)];
    });
  }
  if (node === null || typeof node !== "object") return node;
  return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, withoutMarks(value, linked)]));
}

/** Two names that are the same are an error: the second entry's would never be found. */
export function duplicateNames(terms: readonly (Term & { readonly span: Diagnostic["span"] })[]): Diagnostic[] {
  const owners = new Map<string, Term>();
  const diagnostics: Diagnostic[] = [];
  for (const term of terms) {
    for (const name of new Set([term.term, ...term.aliases].map((each) => each.toLowerCase()))) {
      const owner = owners.get(name);
      if (owner) {
        const message = `“${name}” is a name of “${owner.term}” already`;
        diagnostics.push(error("term/duplicate", message, term.span, "take the name out of one of the two entries"));
      } else owners.set(name, term);
    }
  }
  return diagnostics;
}
