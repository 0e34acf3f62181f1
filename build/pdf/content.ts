// Takes marks, gives the operators of a content stream. Coordinates stay as they are in the display list: the stream's
// first operator turns the page over (y grows downward), and text is turned back by its own matrix.

import { never } from "../diagnostic.ts";
import type { Colour, ImageMark, Mark, PathMark, RuleMark, ShapedWord, TextMark } from "../page.ts";
import type { Faces } from "./fonts.ts";
import { number, numbers } from "./syntax.ts";

/** Gives the operator that opens the marked content (ISO 32000-1, 14.6) of a node or artifact; "" for none. */
export type Opening = (node: number) => string;

/** The node of what is no content. */
export const ARTIFACT = -1;

/** What stands for no node. */
const NOTHING = Number.MIN_SAFE_INTEGER;

export interface InkOptions {
  readonly faces: Faces;
  /** Name in the resources of an image. */
  readonly image: (path: string) => string;
  /** PDF/A with an RGB output intent allows no DeviceCMYK (ISO 19005-2, 6.2.4.3). */
  readonly rgbOnly: boolean;
}

/** A content stream in the making. It remembers the state of the graphics so that nothing is said twice. */
export class Ink {
  readonly #out: string[] = [];
  readonly #options: InkOptions;
  #x = 0;
  #y = 0;
  #font = "";
  #stretch = 1;
  #fill = "";
  #stroke = "";
  #node = NOTHING;
  #marked = false;
  #inText = false;

  constructor(options: InkOptions) {
    this.#options = options;
  }

  /** Operators that leave the state of the graphics as it was; before all else, also a matrix. */
  raw(operators: string): void {
    this.#endMarked();
    this.#out.push(operators);
  }

  /** Where the coordinates of the marks that follow begin. */
  moveOrigin(x: number, y: number): void {
    this.#x = x;
    this.#y = y;
  }

  /** From here on what is drawn belongs to `node`. */
  belong(node: number, opening: Opening): void {
    if (node === this.#node) return;
    this.#endMarked();
    const operator = opening(node);
    this.#node = node;
    this.#marked = operator !== "";
    if (this.#marked) this.#out.push(operator);
  }

  finish(): Uint8Array {
    this.#endMarked();
    return Buffer.from(this.#out.join("\n"), "latin1");
  }

  #endMarked(): void {
    this.#endText();
    if (this.#marked) this.#out.push("EMC");
    this.#marked = false;
    this.#node = NOTHING;
  }

  text(mark: TextMark, words: readonly ShapedWord[]): void {
    const { faces } = this.#options;
    if (mark.words.length === 0) return;
    this.#colour(mark.colour, true);
    if (!this.#inText) {
      this.#out.push("BT");
      this.#inText = true;
    }
    if (mark.stretch !== this.#stretch) {
      this.#out.push(`${number(mark.stretch * 100)} Tz`);
      this.#stretch = mark.stretch;
    }
    const first = faces.face(words[mark.words[0]!]!.face);
    this.#setFont(first.name, mark.size);
    this.#out.push(`1 0 0 -1 ${number(this.#x + mark.x)} ${number(this.#y + mark.y)} Tm`);
    this.#out.push(this.#line(mark, words));
  }

  /** Kerns and blanks in whole thousandths of the size; what rounding leaves over goes into the next blank. */
  #line(mark: TextMark, words: readonly ShapedWord[]): string {
    const { faces } = this.#options;
    const { size, gaps } = mark;
    const perPoint = 1000 / (size * mark.stretch);
    let face = faces.face(words[mark.words[0]!]!.face);
    let line = "[";
    let owed = 0;
    for (let i = 0; i < mark.words.length; i += 1) {
      const word = words[mark.words[i]!]!;
      const next = word.face === face.key ? face : faces.face(word.face);
      if (next !== face) {
        line += `]TJ ${this.#fontOperator(next.name, size)}[`;
        face = next;
      }
      line += faces.partOf(word, size);
      const gap = gaps[i]!;
      if (gap < 0) {
        line += ")";
        continue;
      }
      const exact = face.spaceWidth - gap * perPoint + owed;
      const back = Math.round(exact);
      owed = exact - back;
      line += `${face.space})${back}`;
    }
    return `${line}]TJ`;
  }

  #setFont(name: string, size: number): void {
    if (this.#font !== `${name} ${size}`) this.#out.push(this.#fontOperator(name, size));
  }

  #fontOperator(name: string, size: number): string {
    this.#font = `${name} ${size}`;
    return `/${name} ${number(size)} Tf`;
  }

  rule(mark: RuleMark): void {
    this.#endText();
    this.#colour(mark.colour, true);
    this.#out.push(`${numbers(this.#x + mark.x, this.#y + mark.y, mark.width, mark.height)} re f`);
  }

  path(mark: PathMark): void {
    this.#endText();
    if (mark.fill !== null) this.#colour(mark.fill, true);
    if (mark.stroke !== null) this.#colour(mark.stroke, false);
    const paint = mark.fill === null ? (mark.stroke === null ? "n" : "S") : mark.stroke === null ? "f" : "B";
    const origin = numbers(this.#x + mark.x, this.#y + mark.y);
    this.#out.push(`q 1 0 0 1 ${origin} cm ${number(mark.weight)} w ${pathOperators(mark.d)} ${paint} Q`);
  }

  /** An image fills the unit square of its own space, which grows upward. */
  image(mark: ImageMark): void {
    this.#endText();
    const { x, y, width, height } = mark;
    const matrix = numbers(width, 0, 0, -height, this.#x + x, this.#y + y + height);
    this.#out.push(`q ${matrix} cm /${this.#options.image(mark.image)} Do Q`);
  }

  #endText(): void {
    if (!this.#inText) return;
    this.#out.push("ET");
    this.#inText = false;
  }

  #colour(colour: Colour, filling: boolean): void {
    const operator = colourOperator(colour, filling, this.#options.rgbOnly);
    if (operator === (filling ? this.#fill : this.#stroke)) return;
    if (filling) this.#fill = operator;
    else this.#stroke = operator;
    this.#out.push(operator);
  }
}

function colourOperator(colour: Colour, filling: boolean, rgbOnly: boolean): string {
  if (typeof colour === "number") return `${number(colour)} ${filling ? "g" : "G"}`;
  const [c, m, y, k] = colour.map((part) => part / 100) as [number, number, number, number];
  if (!rgbOnly) return `${numbers(c, m, y, k)} ${filling ? "k" : "K"}`;
  return `${numbers((1 - c) * (1 - k), (1 - m) * (1 - k), (1 - y) * (1 - k))} ${filling ? "rg" : "RG"}`;
}

/** "M 0 0 L 5 5 Z" as "0 0 m 5 5 l h". Absolute M, L, C and Z only. */
export function pathOperators(d: string): string {
  const tokens = d.match(/[MLCZ]|-?\d*\.?\d+(?:e-?\d+)?/g) ?? [];
  const out: string[] = [];
  const needed = { M: 2, L: 2, C: 6, Z: 0 } as const;
  const operator = { M: "m", L: "l", C: "c", Z: "h" } as const;
  let command: keyof typeof needed = "M";
  for (let i = 0; i < tokens.length; ) {
    const token = tokens[i]!;
    if (token === "M" || token === "L" || token === "C" || token === "Z") {
      command = token;
      i += 1;
      if (command === "Z") out.push("h");
      continue;
    }
    const count = needed[command];
    if (count === 0 || i + count > tokens.length) throw new Error(`not a path: ${d.slice(0, 80)}`);
    out.push(`${numbers(...tokens.slice(i, i + count).map(Number))} ${operator[command]}`);
    i += count;
    if (command === "M") command = "L";
  }
  return out.join(" ");
}

/** Draws what is drawn; anchors and links are the business of `links.ts`. */
export function drawMarks(ink: Ink, marks: readonly Mark[], words: readonly ShapedWord[], opening: Opening): void {
  for (const mark of marks) {
    switch (mark.type) {
      case "text":
        ink.belong(mark.node, opening);
        ink.text(mark, words);
        break;
      case "rule":
        ink.belong(ARTIFACT, opening);
        ink.rule(mark);
        break;
      case "path":
        ink.belong(mark.node, opening);
        ink.path(mark);
        break;
      case "image":
        ink.belong(mark.node, opening);
        ink.image(mark);
        break;
      case "anchor":
      case "link":
        break;
      default:
        never(mark);
    }
  }
}
