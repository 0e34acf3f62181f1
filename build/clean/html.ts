// Takes a web page; gives its article as pieces and notes. The one idea: what its markup says is believed, since nobody
// tore a web page apart; every letter of the page is kept, set aside whole, or dropped by a rule that says why.

import { levelled } from "./chapters.ts";
import { type Journal, Letters, MARK, type Piece, type PlacedNote } from "./flow.ts";
import { headKey } from "./folios.ts";
import { findArticle, furnitureKind } from "./html/article.ts";
import { findNotes, type NoteFinding } from "./html/notes.ts";
import { isNotesHeading, Walker } from "./html/pieces.ts";
import { type Element, isElement, isText, type Node, readTree, type Tree } from "./html/tree.ts";

export interface PageRead {
  readonly pieces: readonly Piece[];
  /** Each with its number as label, as the calls in the pieces have it. */
  readonly notes: readonly {
    readonly label: string;
    /** As its first call prints it; "?" where that is neither number nor sign. */
    readonly mark: string;
    readonly pieces: readonly Piece[];
  }[];
}

export function isHtml(file: string, text: string): boolean {
  if (/\.(?:md|markdown)$/i.test(file)) return false;
  return (
    /\.x?html?$/i.test(file) ||
    /^\uFEFF?\s*(?:<\?xml[^>]*>\s*)?(?:<!--[^>]*-->\s*)?<(?:!doctype\s+html|html[\s>])/i.test(text.slice(0, 2000))
  );
}

export function readHtml(journal: Journal): PageRead {
  const tree = readTree(journal);
  if (tree === null) return { pieces: [], notes: [] };
  const found = findNotes(tree);
  const article = findArticle(tree);
  const walker = new Walker(tree, found, journal);
  const title = titleElement(tree, article);
  const heading = title ? walker.walk(title).pieces : [];
  const { pieces, noted } = walker.walk(article);
  const marks = printedMarks(found);
  const notes = found.bodies.map((body, i) => ({
    label: String(i),
    mark: marks[i]!,
    pieces: withoutMark(walker.walk(body).pieces, journal),
  }));
  setRestAside(tree, article, title, walker);
  const body = withoutNotesHeadings(pieces, noted, journal);
  const named = heading.map((piece): Piece => ({ ...piece, kind: "heading", level: 1 }));
  return { pieces: levelled([...named, ...body]), notes };
}

/** What the first call of each note shows. */
function printedMarks({ calls, bodies }: NoteFinding): string[] {
  const marks = bodies.map(() => "?");
  for (const [call, note] of [...calls].reverse()) {
    marks[note] = /[1-9]\d{0,4}|[*∗†‡§¶‖]{1,4}/u.exec(textOf(call))?.[0] ?? "?";
  }
  return marks;
}

/** A heading outside the article that is its title: the first of level 1, else what the page's head calls the page. */
function titleElement({ elements }: Tree, article: Element): Element | null {
  const headings = elements.filter((each) => each.name === "h1");
  const inside = (each: Element): boolean => {
    for (let up: Node | null = each; isElement(up); up = up.parent as Node | null) if (up === article) return true;
    return false;
  };
  if (headings.some(inside)) return null;
  const page = elements.find((each) => each.name === "title");
  const pageKey = headKey(textOf(page));
  const named = headings.find((each) => {
    const key = headKey(textOf(each));
    return key !== "" && pageKey.startsWith(key);
  });
  if (named) return named;
  const opening = elements.find((each) => /^h[2-6]$/.test(each.name) && inside(each));
  const openingKey = headKey(textOf(opening));
  return page && pageKey !== "" && !(openingKey !== "" && pageKey.startsWith(openingKey)) ? page : null;
}

function textOf(element: Element | undefined): string {
  if (!element) return "";
  let text = "";
  const waiting: Node[] = [element];
  for (let node = waiting.pop(); node; node = waiting.pop()) {
    if (isText(node)) text += node.data;
    if (isElement(node)) for (let i = node.children.length - 1; i >= 0; i -= 1) waiting.push(node.children[i]!);
  }
  return text;
}

/** Everything beside the article, and beside what was taken for its title, branch by branch. */
function setRestAside({ root }: Tree, article: Element, title: Element | null, walker: Walker): void {
  const path = new Set<Element>();
  for (const end of [article, title]) {
    for (let up: Node | null = end; isElement(up); up = up.parent as Node | null) path.add(up);
  }
  const waiting: Element[] = [root];
  for (let here = waiting.pop(); here; here = waiting.pop()) {
    if (here === article || here === title) continue;
    for (const child of here.children) {
      if (isText(child)) walker.setTextAside(child);
      else if (isElement(child) && path.has(child)) waiting.push(child);
      else if (isElement(child))
        walker.setAside(child, child.name === "title" ? "title" : (furnitureKind(child, false) ?? "furniture"));
    }
  }
}

/** A note's own number at its head goes: the build counts. */
function withoutMark(pieces: readonly Piece[], journal: Journal): Piece[] {
  const [first, ...rest] = pieces;
  if (!first) return [];
  const found =
    /^(?:\^\s*)?(?:\[(?:\d{1,4}|[*†‡]+)\][.:]?|(?:\d{1,4}|[*†‡]+)[.):]|[*†‡]+(?=\s)|\d{1,4}(?=\s+\p{Lu})|[\]^.):]+(?=\s))\s*/u.exec(
      first.letters.text,
    );
  if (!found || found[0].length === first.letters.length) return [...pieces];
  const length = found[0].length;
  const letters = first.letters.patch(
    [{ start: 0, end: length, after: "", rule: "html/note-mark", confidence: 0.9 }],
    journal,
  );
  return [{ ...first, letters }, ...rest];
}

/** "Notes", "References": a heading or a rule over nothing but note bodies is set aside with them gone. */
function withoutNotesHeadings(pieces: readonly Piece[], noted: ReadonlySet<number>, journal: Journal): Piece[] {
  const kept: Piece[] = [];
  pieces.forEach((piece, i) => {
    const next = pieces[i + 1];
    const ends = next === undefined || next.kind === "rule" || (next.kind === "heading" && next.level <= piece.level);
    const emptied = noted.has(i + 1) && ends;
    if (emptied && isNotesHeading(piece)) journal.setAside("furniture", piece.letters);
    else kept.push(piece);
  });
  while (kept.at(-1)?.kind === "rule") kept.pop();
  while (kept[0]?.kind === "rule") kept.shift();
  return kept;
}

const CALL = new RegExp(`${MARK.callOpen}([^${MARK.callClose}]*)${MARK.callClose}`, "g");

/** Notes in the order of their first calls, labelled from 1 in each chapter; one called from two chapters is in both. */
export function placeHtmlNotes(
  pieces: readonly Piece[],
  notes: PageRead["notes"],
): { readonly pieces: readonly Piece[]; readonly notes: readonly PlacedNote[] } {
  const placed: PlacedNote[] = [];
  const labels = new Map<string, string>();
  const counts = new Map<number, number>();
  const relabel = (piece: Piece, chapter: number): Piece => {
    const parts: Letters[] = [];
    let from = 0;
    for (const call of piece.letters.text.matchAll(CALL)) {
      parts.push(
        piece.letters.slice(from, call.index),
        Letters.made(`${MARK.callOpen}${labelOf(call[1]!, chapter)}${MARK.callClose}`),
      );
      from = call.index + call[0].length;
    }
    parts.push(piece.letters.slice(from));
    return { ...piece, chapter, letters: Letters.concat(parts) };
  };
  const labelOf = (id: string, chapter: number): string => {
    const known = labels.get(`${chapter} ${id}`);
    if (known !== undefined) return known;
    const label = String((counts.get(chapter) ?? 0) + 1);
    const again = [...counts.keys()].some((each) => labels.has(`${each} ${id}`));
    counts.set(chapter, Number(label));
    labels.set(`${chapter} ${id}`, label);
    const own = notes[Number(id)]?.pieces ?? [];
    const at = placed.length;
    placed.push({ label, mark: notes[Number(id)]?.mark ?? "?", chapter, pieces: [], confidence: 1 });
    const written = own.map((piece) =>
      relabel(again ? { ...piece, letters: Letters.made(piece.letters.text) } : piece, chapter),
    );
    placed[at] = { ...placed[at]!, pieces: written };
    return label;
  };
  const written = pieces.map((piece) => relabel(piece, piece.chapter));
  return { pieces: written, notes: placed };
}
