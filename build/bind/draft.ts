// Takes styled runs of text, gives marks on pages: the small typesetter of what surrounds the chapters (title page,
// contents, index, chart). It sets ragged lines, first fit, without hyphens; justified text goes through `typeset`.

import type {
  Colour,
  FaceStyle,
  Mark,
  PageBody,
  Setting,
  Shape,
  ShapedWord,
  StructureNode,
  StructureRole,
  Theme,
} from "../page.ts";

export interface Run {
  readonly text: string;
  readonly style: FaceStyle;
  readonly size: number;
  readonly link?: { readonly target: string; readonly contents: string };
  /** BCP 47, where it is not the book's. */
  readonly lang?: string;
}

/** A part of a line that no blank divides. Widths in points. */
interface Token {
  readonly run: Run;
  readonly words: readonly ShapedWord[];
  readonly gaps: readonly number[];
  readonly width: number;
  /** Blank before it; 0: it touches the token before. */
  readonly blank: number;
  /** A no-break space stands before it. */
  readonly tied: boolean;
}

export interface Line {
  readonly tokens: readonly Token[];
  readonly width: number;
  /** The paragraph goes on behind a blank; false: it ends here, or a word does not. */
  readonly blankBehind: boolean;
}

export type Align = "left" | "centre" | "right";

export class Draft {
  readonly #shape: Shape;
  readonly #words: ShapedWord[] = [];
  readonly #structure: StructureNode[] = [];
  readonly #bodies: { marks: Mark[]; lines: PageBody["lines"][number][]; depth: number }[] = [];
  readonly #ownNodes = new Map<object, Map<number, number>>();
  readonly #colour: Colour;

  constructor(shape: Shape, theme: Theme) {
    this.#shape = shape;
    this.#colour = theme.colour.text;
  }

  node(role: StructureRole, parent: number, more: Partial<StructureNode> = {}): number {
    this.#structure.push({
      role,
      parent,
      lang: null,
      alt: null,
      actualText: null,
      id: null,
      attributes: null,
      ...more,
    });
    return this.#structure.length - 1;
  }

  newPage(): void {
    this.#bodies.push({ marks: [], lines: [], depth: 0 });
  }

  get pages(): number {
    return this.#bodies.length;
  }

  add(...marks: readonly Mark[]): void {
    this.#page.marks.push(...marks);
  }

  /** Takes over marks made elsewhere, their words counted from 0, as parts of `node`, `y` points down. */
  paste(marks: readonly Mark[], words: readonly ShapedWord[], y: number, node: number): void {
    const first = this.#words.length;
    this.#words.push(...words);
    for (const mark of marks) {
      const moved = { ...mark, y: mark.y + y };
      if (moved.type === "text") this.add({ ...moved, node, words: moved.words.map((word) => first + word) });
      else if (moved.type === "path") this.add({ ...moved, node });
      else this.add(moved);
    }
  }

  anchor(id: string, y: number): void {
    this.add({ type: "anchor", id, x: 0, y });
  }

  rule(x: number, y: number, width: number, height: number): void {
    this.add({ type: "rule", x, y, width, height, colour: this.#colour });
  }

  get #page(): { marks: Mark[]; lines: PageBody["lines"][number][]; depth: number } {
    const page = this.#bodies.at(-1);
    if (!page) throw new Error("a draft has no page yet");
    return page;
  }

  /** Natural width of a line in points. */
  width(...runs: readonly Run[]): number {
    return widthOf(tokensOf(this.#shape, runs));
  }

  /** First fit. Lines after the first are narrower by `hanging`. */
  wrap(runs: readonly Run[], measure: number, hanging = 0): Line[] {
    return fill(clustersOf(this.#shape, runs, measure - hanging), measure, hanging);
  }

  /** As few lines as `wrap` needs, of lengths as even as they can be: for titles. */
  wrapEvenly(runs: readonly Run[], measure: number): Line[] {
    const clusters = clustersOf(this.#shape, runs, measure);
    const { length } = fill(clusters, measure, 0);
    let narrow = measure / 4;
    let wide = measure;
    while (wide - narrow > 1) {
      const middle = (narrow + wide) / 2;
      const lines = fill(clusters, middle, 0);
      if (lines.length <= length && lines.every((line) => line.width <= middle)) wide = middle;
      else narrow = middle;
    }
    return fill(clusters, wide, 0);
  }

  /** Draws a line; `x` is its left end, middle or right end. `goesOn`: more of the paragraph follows behind a blank. */
  put(line: Line, x: number, y: number, node: number, align: Align = "left", goesOn = line.blankBehind): void {
    let at = align === "left" ? x : align === "centre" ? x - line.width / 2 : x - line.width;
    const { tokens } = line;
    for (let from = 0; from < tokens.length; ) {
      let to = from + 1;
      while (to < tokens.length && tokens[to]!.run === tokens[from]!.run) to += 1;
      if (from > 0) at += tokens[from]!.blank;
      const after = to < tokens.length ? tokens[to]!.blank || -1 : goesOn ? 0 : -1;
      at = this.#putRun(tokens.slice(from, to), at, y, node, after);
      from = to;
    }
    this.#page.depth = Math.max(this.#page.depth, y);
    this.#page.lines.push({
      block: "",
      kind: "furniture",
      text: textOf(line),
      y,
      offset: 0,
      ratio: 0,
      hyphenated: false,
    });
  }

  /** One run's tokens on one line; gives where they end. */
  #putRun(tokens: readonly Token[], x: number, y: number, node: number, after: number): number {
    const { run } = tokens[0]!;
    const words: number[] = [];
    const gaps: number[] = [];
    let width = 0;
    tokens.forEach((token, i) => {
      const next = tokens[i + 1];
      token.words.forEach((word, k) => {
        words.push(this.#words.push(word) - 1);
        const inner = token.gaps[k]!;
        if (k + 1 < token.words.length) gaps.push(inner < 0 ? -1 : (inner * run.size) / 1000);
        else gaps.push(next ? next.blank || -1 : after);
      });
      width += token.width + (next?.blank ?? 0);
    });
    const own = this.#nodeOf(run, node);
    this.add({ type: "text", x, y, size: run.size, stretch: 1, colour: this.#colour, words, gaps, node: own });
    if (run.link && own !== -1) {
      const height = run.size * 1.2;
      this.add({ type: "link", x, y: y - run.size * 0.9, width, height, ...run.link, node: own });
    }
    return x + width;
  }

  /** Links and words of another language have an element of their own; runs that share a link share its element. */
  #nodeOf(run: Run, parent: number): number {
    if (parent === -1 || (!run.link && !run.lang)) return parent;
    const key = run.link ?? run;
    let nodes = this.#ownNodes.get(key);
    if (!nodes) this.#ownNodes.set(key, (nodes = new Map()));
    let node = nodes.get(parent);
    if (node === undefined) {
      node = this.node(run.link ? "Link" : "Span", parent, { lang: run.lang ?? null });
      nodes.set(parent, node);
    }
    return node;
  }

  setting(head: Pick<Setting, "chapter" | "role" | "title" | "lang">): Setting {
    const bodies = this.#bodies.map((body) => ({ ...body, notes: [] }));
    return { author: null, outline: [], words: this.#words, structure: this.#structure, bodies, ...head };
  }
}

function textOf(line: Line): string {
  return line.tokens
    .map(
      (token, i) => (i > 0 && token.blank > 0 ? " " : "") + token.words.map((word) => word.unicode.join("")).join(""),
    )
    .join("");
}

function widthOf(tokens: readonly Token[]): number {
  return tokens.reduce((sum, token, i) => sum + token.width + (i > 0 ? token.blank : 0), 0);
}

/** Tokens that touch; lines break between clusters. */
type Cluster = readonly Token[];

function fill(clusters: readonly Cluster[], measure: number, hanging: number): Line[] {
  const lines: Line[] = [];
  let tokens: Token[] = [];
  let width = 0;
  for (const cluster of clusters) {
    const room = lines.length === 0 ? measure : measure - hanging;
    const { blank } = cluster[0]!;
    const own = widthOf(cluster);
    if (tokens.length > 0 && width + blank + own > room + 0.01) {
      lines.push({ tokens, width, blankBehind: blank > 0 });
      tokens = [];
      width = 0;
    }
    width += (tokens.length > 0 ? blank : 0) + own;
    tokens.push(...cluster);
  }
  if (tokens.length > 0) lines.push({ tokens, width, blankBehind: false });
  return lines;
}

/** A cluster wider than the measure is cut where the line is full. */
function clustersOf(shape: Shape, runs: readonly Run[], measure: number): Cluster[] {
  const clusters: Token[][] = [];
  for (const token of tokensOf(shape, runs)) {
    if ((token.blank > 0 && !token.tied) || clusters.length === 0) clusters.push([]);
    clusters.at(-1)!.push(token);
  }
  return clusters.flatMap((cluster) => (widthOf(cluster) > measure ? cut(shape, cluster, measure) : [cluster]));
}

function cut(shape: Shape, cluster: Cluster, measure: number): Cluster[] {
  const pieces: Cluster[] = [];
  for (const token of cluster) {
    let rest = [...token.words.flatMap((word) => word.unicode).join("")];
    let { blank } = token;
    while (rest.length > 0) {
      let count = rest.length;
      let piece = tokenOf(shape, token.run, rest.join(""), blank);
      while (count > 1 && piece.width > measure) {
        count -= 1;
        piece = tokenOf(shape, token.run, rest.slice(0, count).join(""), blank);
      }
      pieces.push([piece]);
      rest = rest.slice(count);
      blank = 0;
    }
  }
  return pieces;
}

function tokensOf(shape: Shape, runs: readonly Run[]): Token[] {
  const tokens: Token[] = [];
  let blank = 0;
  let tied = false;
  for (const run of runs) {
    for (const part of run.text.split(/([ \n\u00a0]+)/)) {
      if (part === "") continue;
      if (/^[ \n\u00a0]/.test(part)) {
        blank = blankOf(shape, run);
        tied = part.includes("\u00a0");
        continue;
      }
      const first = tokens.length === 0;
      tokens.push({ ...tokenOf(shape, run, part, first ? 0 : blank), tied: tied && !first });
      blank = 0;
      tied = false;
    }
  }
  return tokens;
}

function tokenOf(shape: Shape, run: Run, text: string, blank: number): Token {
  const { words, gaps, width } = shape(text, run.style);
  return { run, words, gaps, width: (width * run.size) / 1000, blank, tied: false };
}

function blankOf(shape: Shape, run: Run): number {
  const { gaps } = shape("n n", run.style);
  return ((gaps[0] ?? 250) * run.size) / 1000;
}
