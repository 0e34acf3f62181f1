// W3C Web Annotations (https://www.w3.org/TR/annotation-model/) as single annotations, arrays, pages, collections and
// Readium's sets; Hypothesis, which has its own names for the body; and Adobe Digital Editions' annotation files, which
// Kobo keeps beside side-loaded books.

import { load } from "cheerio";
import { type Remark, remark, worded } from "./remark.ts";

type Fields = Readonly<Record<string, unknown>>;

const fieldsOf = (value: unknown): Fields => (typeof value === "object" && value !== null ? (value as Fields) : {});
const listOf = (value: unknown): readonly unknown[] =>
  Array.isArray(value) ? value : value === undefined ? [] : [value];

/** null: there is no annotation in it. */
export function readAnnotations(file: string, data: unknown): Remark[] | null {
  const annotations = annotationsIn(data, 0);
  return annotations.length === 0 ? null : annotations.flatMap((each) => remarksOf(file, each, titleOf(data)));
}

function annotationsIn(data: unknown, depth: number): Fields[] {
  if (depth > 4) return [];
  if (Array.isArray(data)) return data.flatMap((each) => annotationsIn(each, depth + 1));
  const fields = fieldsOf(data);
  if (fields.target !== undefined) return [fields];
  const inside = ["items", "first", "annotations", "rows", "@graph", "resources"];
  return inside.flatMap((key) => (fields[key] === undefined ? [] : annotationsIn(fields[key], depth + 1)));
}

/** Readium: `about` has Dublin Core's title. */
function titleOf(data: unknown): string | null {
  const about = fieldsOf(fieldsOf(data).about);
  return worded(about["dc:title"] ?? about.title);
}

function remarksOf(file: string, annotation: Fields, title: string | null): Remark[] {
  const note = bodyOf(annotation);
  return listOf(annotation.target).flatMap((target): Remark[] => {
    const { selector, source } = fieldsOf(target);
    const quote = listOf(selector)
      .flatMap(selectorsIn)
      .find(({ type }) => type === "TextQuoteSelector");
    const exact = worded(quote?.exact);
    if (exact === null) return note === null ? [] : [remark({ file, title, quote: "", note, where: placeOf(source) })];
    const context = { prefix: textOf(quote?.prefix), suffix: textOf(quote?.suffix) };
    return [remark({ file, title, quote: exact, note, ...context, where: placeOf(source) })];
  });
}

/** A selector may be refined by another, or be a choice of several. */
function selectorsIn(selector: unknown): Fields[] {
  const fields = fieldsOf(selector);
  return [fields, ...listOf(fields.refinedBy).flatMap(selectorsIn), ...listOf(fields.items).flatMap(selectorsIn)];
}

function bodyOf(annotation: Fields): string | null {
  const bodies = listOf(annotation.body ?? annotation.bodyValue);
  const texts = bodies.flatMap((body) => {
    if (typeof body === "string") return /^https?:/.test(body) ? [] : [body];
    const { value, purpose, motivation } = fieldsOf(body);
    return typeof value === "string" && (purpose ?? motivation) !== "tagging" ? [value] : [];
  });
  const plain = worded(texts.join("\n"));
  return plain ?? worded(annotation.text);
}

const textOf = (value: unknown): string => (typeof value === "string" ? value : "");

function placeOf(source: unknown): string {
  const name = typeof source === "string" ? source : textOf(fieldsOf(source).id);
  return name.replace(/#.*$/, "").replace(/^.*\//, "");
}

/** `<annotation>` with `<target><fragment><text>` for the words and `<content><text>` for the note. */
export function readAnnot(file: string, text: string): Remark[] | null {
  if (!text.includes("http://ns.adobe.com/digitaleditions/annotations")) return null;
  const $ = load(text, { xml: true });
  const title = worded($("publication").first().find("dc\\:title, title").first().text());
  return $("annotation")
    .toArray()
    .flatMap((element): Remark[] => {
      const quote = worded($(element).find("target text").first().text());
      const note = worded($(element).children("content").find("text").first().text());
      const where = placeOf($(element).find("fragment").attr("start"));
      return quote === null && note === null ? [] : [remark({ file, title, quote: quote ?? "", note, where })];
    });
}
