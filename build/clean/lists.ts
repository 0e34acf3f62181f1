// Takes shapes; finds lists. The one idea: one label proves nothing, labels that count on from paragraph to paragraph prove a
// list. Labels stay as printed; where text stands between, numbered lines are headings or paragraphs, not items.

import type { SourceLine } from "./flow.ts";
import { romanValue } from "./folios.ts";
import { endsSentence } from "./joins.ts";
import { isPlain, paragraphOf, type Shape, textOf } from "./shape.ts";

type Form = "1." | "1)" | "(1)" | "a." | "a)" | "(a)" | "i." | "i)" | "(i)" | "bullet" | "dash";

interface Label {
  readonly form: Form;
  readonly value: number;
  /** As it will be written; empty where a quotation mark stands before it, and the paragraph stays one. */
  readonly label: string;
  readonly length: number;
}

/** Signs of symbol fonts stand in the private area. */
const BULLET = /^([•●▪◦‣∙■□◆➢➤\uE000-\uF8FF])\s*(?=\S)/u;
const DASH = /^([-–*·])\s+(?=\S)/u;
const FIGURE = /^["“„«]?(\()?(\d{1,3}|[a-z]|[ivxl]{2,6})([.)])\s+(?=\S)/u;

/** All that the beginning of a line may be the label of: "i." is a letter, or a number. */
export function labelsOf(text: string): readonly Label[] {
  const bullet = BULLET.exec(text);
  if (bullet) return [{ form: "bullet", value: 0, label: "-", length: bullet[0].length }];
  const dash = DASH.exec(text);
  if (dash) return [{ form: "dash", value: 0, label: "-", length: dash[0].length }];
  const figure = FIGURE.exec(text);
  if (!figure) return [];
  const [whole, open = "", sign, close] = figure;
  if (open !== "" && close !== ")") return [];
  const given = { label: /^[(a-z\d]/.test(whole) ? whole.trimEnd() : "", length: whole.length };
  const form = (kind: "1" | "a" | "i"): Form => `${open}${kind}${close}` as Form;
  if (/^\d/.test(sign!)) return [{ form: form("1"), value: Number(sign), ...given }];
  const labels: Label[] = [];
  const roman = romanValue(sign!);
  if (roman !== null) labels.push({ form: form("i"), value: roman, ...given });
  if (sign!.length === 1) labels.push({ form: form("a"), value: sign!.charCodeAt(0) - 96, ...given });
  return labels;
}

/** Paragraphs that hold several items are parted before each item that counts on. */
export function splitItems(lines: readonly SourceLine[]): (readonly SourceLine[])[] {
  const parts: SourceLine[][] = [[]];
  let open: readonly Label[] = [];
  lines.forEach((line, i) => {
    const labels = labelsOf(line.letters.text);
    const before = lines[i - 1];
    const begins = before === undefined || /[.;:,!?)\]”"’]$|\b(?:and|or)$/.test(before.letters.text);
    const next = labels.filter((each) => before === undefined || open.some((last) => follows(last, each)));
    if (begins && next.length > 0) {
      if (before !== undefined) parts.push([]);
      open = next;
    }
    parts.at(-1)!.push(line);
  });
  return parts;
}

function follows(before: Label, after: Label): boolean {
  if (before.form !== after.form) return false;
  return before.form === "bullet" || before.form === "dash" || after.value === before.value + 1;
}

interface Link {
  readonly at: number;
  readonly label: Label;
}

/** Least members of a list: bullets are never anything else; a dash may open a speech, a letter an initial. */
const LEAST: Readonly<Partial<Record<Form, number>>> = { bullet: 1, dash: 3, "a.": 3, "i.": 3 };

export function findLists(shapes: readonly Shape[]): readonly Shape[] {
  const items = new Map<number, Label>();
  for (let i = 0; i < shapes.length; i += 1) {
    if (items.has(i) || shapes[i]!.kind === "rule") continue;
    const best = labelsOf(shapes[i]!.lines[0]!.letters.text)
      .map((label) => chainFrom(shapes, { at: i, label }))
      .reduce((longest: readonly Link[], each) => (each.length > longest.length ? each : longest), []);
    if (isList(best, shapes)) for (const { at, label } of best) items.set(at, label);
  }
  return shapes.map((shape, i) => {
    const label = items.get(i);
    if (label === undefined || label.label === "") return shape;
    const marked = { ...paragraphOf(shape.lines), kind: "item" as const, confidence: 0.9 };
    return { ...marked, label: label.label, labelled: label.length };
  });
}

/** The longest run of labels that count on; a paragraph without a label may stand between two items of running text. */
function chainFrom(shapes: readonly Shape[], first: Link): readonly Link[] {
  const chain = [first];
  for (let at = first.at + 1; at < shapes.length; at += 1) {
    const last = chain.at(-1)!;
    const shape = shapes[at]!;
    if (shape.kind === "rule") break;
    const next = labelsOf(shape.lines[0]!.letters.text).find((label) => follows(last.label, label));
    if (next) chain.push({ at, label: next });
    else if (at - last.at > 1 || !isPlain(shape) || !runsAsText(shapes[last.at]!)) break;
  }
  return chain;
}

function runsAsText(shape: Shape): boolean {
  const text = textOf(shape.lines);
  return shape.kind === "paragraph" && text.length > 60 && endsSentence(text);
}

/**
 * Headings have text between them: what stands in direct neighbourhood is a list. A list begins at its beginning, unless
 * it is long.
 */
function isList(chain: readonly Link[], shapes: readonly Shape[]): boolean {
  const first = chain[0];
  if (first === undefined) return false;
  const { form, value } = first.label;
  if (chain.length < (LEAST[form] ?? 2)) return false;
  if (form === "bullet" || form === "dash") return true;
  if (value > 1 && chain.length < 3) return false;
  const adjacent = chain.slice(1).filter((link, i) => link.at === chain[i]!.at + 1).length;
  if (adjacent >= (chain.length - 1) * 0.6) return true;
  return chain.every(({ at }) => isPlain(shapes[at])) && chain.length >= 3;
}
