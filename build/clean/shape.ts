// What a paragraph is before it becomes a piece: its lines, and what it was found to be. The rules for lists, verse, quotations
// and frames each take shapes and give shapes; a rule claims only what no rule before it has claimed.

import type { PieceKind, SourceLine } from "./flow.ts";

export interface Shape {
  readonly lines: readonly SourceLine[];
  readonly kind: PieceKind;
  /** Headings: 1 to 6. */
  readonly level: number;
  /** Items: as it will be written, "1.", "(a)", "-". */
  readonly label: string;
  /** Items: characters of the first line that the printed label and the blank behind it take. */
  readonly labelled: number;
  readonly quoted: boolean;
  readonly frame: "epigraph" | null;
  /** How sure that is, 0 to 1. */
  readonly confidence: number;
}

export function paragraphOf(lines: readonly SourceLine[]): Shape {
  return {
    lines,
    kind: "paragraph",
    level: 0,
    label: "",
    labelled: 0,
    quoted: false,
    frame: null,
    confidence: 1,
  };
}

/** Whether no rule has said yet what it is. */
export function isPlain(shape: Shape | undefined): shape is Shape {
  return shape?.kind === "paragraph" && !shape.quoted && shape.frame === null;
}

/** How the text is set, as far as its shapes are told by it. */
export interface Layout {
  /** Width of full lines, ems. */
  readonly measure: number;
  /** Whether a line of the source is a paragraph. */
  readonly unwrapped: boolean;
  /** Left margin of a page's text, in columns, by page index. */
  readonly margins: ReadonlyMap<number, number>;
  /** Empty lines between most paragraphs. */
  readonly gap: number;
}

export function layoutOf(
  paragraphs: readonly (readonly SourceLine[])[],
  { measure, unwrapped }: Pick<Layout, "measure" | "unwrapped">,
): Layout {
  const gaps = paragraphs.slice(1).map((lines) => lines[0]!.blankBefore);
  return { measure, unwrapped, margins: marginsOf(paragraphs), gap: commonest(gaps) };
}

/** Share of a page's lines that stand at its margin at least: a page may be full of quotations and lists. */
const AT_MARGIN = 0.12;

/** The leftmost column at which enough lines of a page begin. */
function marginsOf(paragraphs: readonly (readonly SourceLine[])[]): ReadonlyMap<number, number> {
  const indents = new Map<number, number[]>();
  for (const { page, indent } of paragraphs.flat())
    (indents.get(page) ?? indents.set(page, []).get(page)!).push(indent);
  return new Map(
    [...indents].map(([page, own]) => {
      own.sort((a, b) => a - b);
      const enough = Math.max(2, own.length * AT_MARGIN);
      const margin = own.find((indent, i) => (own[i + Math.ceil(enough) - 1] ?? Infinity) <= indent + 1);
      return [page, margin ?? own[0]!];
    }),
  );
}

function commonest(numbers: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const each of numbers) counts.set(each, (counts.get(each) ?? 0) + 1);
  let best = 0;
  for (const [each, count] of counts) if (count > (counts.get(best) ?? 0)) best = each;
  return best;
}

/** Columns by which a line stands in from its page's margin. */
export function insetOf(line: SourceLine, { margins }: Layout): number {
  return line.indent - (margins.get(line.page) ?? 0);
}

/** The words of a paragraph on one line. */
export function textOf(lines: readonly SourceLine[]): string {
  return lines.map((line) => line.letters.text).join(" ");
}
