// Contract 1: what a pass may complain of. A mistake of the author's or editor's is a Diagnostic: collected with its
// place and a hint, never thrown, and printed only by the commands. Our own mistakes are assertions and throw.

import { placeOf, type Source, type Span } from "./text.ts";

/** Every code, with the one sentence `docs/diagnostics.md` prints for it. */
export const CODES = {
  // world: files and folders
  "file/missing": "A file the book names does not exist.",
  "file/unreadable": "A file exists but cannot be read.",
  "file/encoding": "A file is not valid UTF-8.",
  "file/control": "A file holds a control character that no book may hold.",
  "file/outside": "A path leads outside the book's folder.",
  "file/unwritable": "The output folder cannot be written.",
  "book/empty": "A book has no chapter with text.",
  "file/changed": "A source is not the file its recipe was written for.",
  // clean, import
  "text/chapter": "A chapter's title is not found in its source.",
  "text/correction": "A correction cannot be applied.",
  "text/edited": "A generated chapter was edited by hand; import does not overwrite it.",
  "text/budget": "Cleaning changed characters that no rule accounts for.",
  // parse: book.yaml, glossary.yaml, timeline.yaml, sources.yaml, corrections.yaml, themes
  "yaml/syntax": "A YAML file is malformed.",
  "yaml/unknown": "A key is not known; the nearest known one is named.",
  "yaml/missing": "A required key is missing.",
  "yaml/invalid": "A value is not of the kind its key takes.",
  // parse: chapters
  "syntax/html": "Raw HTML stands in a chapter; it is printed as it stands.",
  "syntax/attribute": "An attribute or a container is not known.",
  "syntax/heading": "A chapter has no heading, or its headings skip a level.",
  "note/undefined": "A call names a note that does not exist.",
  "note/unused": "A note is never called.",
  "note/duplicate": "Two notes have the same label.",
  "note/place": "A note stands where none can be printed: in a definition, an event or the colophon.",
  "note/lost": "A call is marked as one whose note its source has lost.",
  // images
  "image/missing": "An image file does not exist.",
  "image/invalid": "An image file is not an image.",
  "image/alt": "An image has no alternative text.",
  "image/unsafe": "A drawing held what may run, fetch or lead out of it; that was left out.",
  "image/budget": "The images of a book are together larger than its budget.",
  // assemble
  "link/undefined": "A cross reference leads to no heading, figure, term or event of the book.",
  "link/duplicate": "Two things of the book have the same id.",
  "term/undefined": "A marked term, or one named by 'see also', is not in the glossary.",
  "term/place": "A term is marked where none is led to the glossary: a heading, a note, a caption, a table, a link.",
  "term/duplicate": "Two glossary entries claim the same name.",
  "term/unused": "A glossary entry is met nowhere in the book.",
  "date/invalid": "A date is not written in EDTF.",
  "date/order": "An interval ends before it begins.",
  "date/unplaced": "An event of the timeline has no place in the text and is not marked as background.",
  // clean: corrections.yaml
  "correction/missing": "A correction's text is not in its chapter; the nearest text is named.",
  "correction/ambiguous": "A correction's text stands more than once in its chapter.",
  "correction/overlap": "Two corrections of a chapter overlap.",
  "correction/chapter": "A correction names a chapter that cleaning does not make.",
  // feedback: what readers' devices export
  "feedback/format": "A reader's export is in no form that is known, or holds nothing.",
  // typeset
  "line/overfull": "A line is wider than the measure.",
  "page/overfull": "A page holds more than fits.",
  "glyph/missing": "No face has a character.",
  "script/limited": "Text in a script that is set without its own rules.",
  // impose
  "zine/scheme": "No imposition scheme has this name.",
  "zine/paper": "No paper has this name.",
  "zine/size": "A page is larger than its place on the sheet.",
  "zine/pages": "A scheme cannot take this number of pages.",
  "zine/signature": "A scheme cannot make signatures of this many pages.",
  "zine/thickness": "A paper thickness is not one that paper has, or too great for the signature.",
  "zine/cover": "A cover needs another paper than the zine, or fits on none.",
  "zine/mini": "What a mini edition had to leave out.",
  "zine/fit": "What was changed so that the zine ends on whole signatures, or that nothing small does it.",
  "zine/margin": "The printer's margin is not possible, or it would cut text.",
  // verify: the finished EPUB
  "verify/epub-container": "The EPUB's container is unsafe or malformed.",
  "verify/epub-package": "The EPUB's package document is not what it must be.",
  "verify/epub-xml": "A file of the EPUB is not well-formed XML.",
  "verify/epub-active": "Something in the EPUB may act: a script, a form, a frame.",
  "verify/epub-remote": "Something in the EPUB is fetched from elsewhere.",
  "verify/epub-link": "A link in the EPUB leads to nothing.",
  "verify/epub-id": "Two elements of a document have the same id, or one that is not allowed.",
  "verify/epub-words": "Words of the book are missing from the EPUB, or there twice, or out of order.",
  "verify/epub-note": "A note is missing from the EPUB, not whole, or not joined to its calls.",
  "verify/epub-nav": "Contents, landmarks or page list do not fit the book.",
  "verify/epub-heading": "The EPUB's headings skip a level, are empty, or are not the book's.",
  "verify/epub-alt": "An image of the EPUB has not the alternative text the book gives it.",
  "verify/epub-language": "A language is missing from the EPUB or wrong.",
  "verify/epub-model": "An element of the EPUB stands where it may not.",
  "verify/epub-leak": "The EPUB shows what no reader should see: markup, a program's values, wrong characters.",
  "verify/epub-access": "The accessibility metadata and the content contradict each other.",
  "verify/epub-reader": "A reading system can do nothing with a note call.",
  // verify: the finished print PDF
  "verify/pdf-file": "The finished PDF cannot be read: the file is damaged.",
  "verify/pdf-words": "Words of the book are missing from the PDF, or there twice, or out of order.",
  "verify/pdf-note": "A note is missing from the PDF, not whole, or does not begin on the page of its call.",
  "verify/pdf-link": "A link of the PDF leads to nothing, to the wrong place, or is missing.",
  "verify/pdf-id": "Two elements of the PDF have the same id.",
  "verify/pdf-page": "The PDF's pages or their labels are not the bound book's.",
  // lint: what a proofreader would query; waivers.yaml lets one stand, with a reason
  "lint/quotes-straight": "A straight quotation mark or apostrophe stands in running text.",
  "lint/quotes-mixed": "A chapter quotes in two ways.",
  "lint/quotes-unbalanced": "A quotation mark opens or closes without its partner.",
  "lint/brackets": "A bracket opens or closes without its partner.",
  "lint/spaces": "Two blanks, or a blank before a stop.",
  "lint/hyphen-dash": "A hyphen stands where a dash belongs.",
  "lint/ellipsis": "Three stops stand where an ellipsis belongs.",
  "lint/repeated-word": "A word stands twice in a row.",
  "lint/character": "A character that no reader sees, or sees as a box.",
  "lint/language": "Words in another language have no language tag.",
  "lint/alt": "An alternative text says nothing of what the picture shows.",
  "lint/call-place": "Note calls stand before the stop here and behind it there.",
  "lint/term-late": "A term is used before the place that leads to its definition.",
  "lint/date-contradicts": "A passage names other dates than the timeline gives its event.",
  "lint/waiver-unused": "A waiver waives nothing.",
  // verify: the finished zine
  "verify/zine-sheets": "The zine's sides are not as many, or not of the size, that the scheme says.",
  "verify/zine-paper": "Folded, cut and stacked, the zine's leaves do not lie flush or are held by nothing.",
  "verify/zine-order": "Folded, cut and stacked, the zine shows another page than the one that should be read.",
  "verify/zine-words": "Words of a page are missing from the zine, or there twice.",
  "verify/zine-head": "A page of the zine stands on its head.",
  "verify/zine-spine": "Facing pages of the zine stand at different heights, or away from the spine.",
} as const;

export type DiagnosticCode = keyof typeof CODES;

export interface Diagnostic {
  readonly code: DiagnosticCode;
  readonly severity: "error" | "warning";
  readonly message: string;
  readonly span: Span | null;
  readonly hints: readonly string[];
}

/** What a pass gives: its value, and what it has to say about its input. */
export interface Result<T> {
  readonly value: T;
  readonly diagnostics: readonly Diagnostic[];
}

export function hasError(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some((each) => each.severity === "error");
}

export function error(code: DiagnosticCode, message: string, span: Span | null, ...hints: string[]): Diagnostic {
  return { code, severity: "error", message, span, hints };
}

export function warning(code: DiagnosticCode, message: string, span: Span | null, ...hints: string[]): Diagnostic {
  return { code, severity: "warning", message, span, hints };
}

/** The end of every `switch` on a tag: a case that was forgotten does not compile. */
export function never(value: never): never {
  throw new Error(`unreachable case: ${JSON.stringify(value)}`);
}

/**
 * A diagnostic as people read it: place, severity, code, message, the source line with the span underlined, hints.
 * `textOf` gives a file's text, or undefined where it is not to be had.
 */
export function printDiagnostic(diagnostic: Diagnostic, textOf: (file: string) => string | undefined): string {
  const { span, severity, code, message, hints } = diagnostic;
  const text = span && textOf(span.file);
  const lines: string[] = [];
  if (span && text !== undefined && text !== null) {
    lines.push(`${placeName(span, text)} ${severity} ${code}: ${message}`, ...excerpt(span, text));
  } else {
    lines.push(`${span ? `${span.file}: ` : ""}${severity} ${code}: ${message}`);
  }
  return [...lines, ...hints.map((hint) => `  hint: ${hint}`)].join("\n");
}

function placeName(span: Span, text: string): string {
  const { line, column } = placeOf(text, span.start);
  return `${span.file}:${line}:${column}`;
}

const EXCERPT_WIDTH = 100;

function excerpt(span: Span, text: string): string[] {
  const { line, column } = placeOf(text, span.start);
  const lineStart = span.start - column + 1;
  const newline = text.indexOf("\n", lineStart);
  const whole = text.slice(lineStart, newline === -1 ? text.length : newline).replaceAll("\t", " ");
  const from = Math.max(0, Math.min(column - 1 - EXCERPT_WIDTH / 2, whole.length - EXCERPT_WIDTH));
  const shown = whole.slice(from, from + EXCERPT_WIDTH);
  const width = Math.max(1, Math.min(span.end - span.start, shown.length - (column - 1 - from)));
  const label = `  ${line} | `;
  return [label + shown, `${" ".repeat(label.length - 2)}| ${" ".repeat(column - 1 - from)}${"^".repeat(width)}`];
}

/** The diagnostics of `all` in print order: by file, then place; errors and warnings keep their own order. */
export function sortDiagnostics(all: readonly Diagnostic[]): Diagnostic[] {
  return [...all].sort((a, b) => {
    const file = (a.span?.file ?? "") < (b.span?.file ?? "") ? -1 : (a.span?.file ?? "") > (b.span?.file ?? "") ? 1 : 0;
    return file || (a.span?.start ?? 0) - (b.span?.start ?? 0);
  });
}

/** The known word nearest to `word` by edit distance, if any is near enough to be meant. */
export function nearest(word: string, known: Iterable<string>): string | null {
  let best: string | null = null;
  let bestDistance = Math.max(2, Math.floor(word.length / 3)) + 1;
  for (const candidate of known) {
    const distance = editDistance(word.toLowerCase(), candidate.toLowerCase(), bestDistance);
    if (distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) >= limit) return limit;
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      next.push(Math.min(row[j - 1]! + same, row[j]! + 1, next[j - 1]! + 1));
    }
    row = next;
  }
  return row[b.length]!;
}

/** Texts by file name, as `printDiagnostic` wants them. */
export function textLookup(sources: Iterable<Source>): (file: string) => string | undefined {
  const texts = new Map<string, string>();
  for (const source of sources) texts.set(source.file, source.text);
  return (file) => texts.get(file);
}
