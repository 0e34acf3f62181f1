// Takes sections of lines; gives them with the headings and quotations that light markup shows, in whatever dialect people
// type: `#` and `>` of Markdown, underlines, the stars and directives of Muse. The one idea: markup in a plain text is believed only where it
// cannot be anything else.

import type { Journal, SourceLine } from "./flow.ts";
import type { PlainText, Section } from "./read.ts";

export function readMarkup(text: PlainText, journal: Journal): PlainText {
  const muse = isMuse(text.sections[0] ?? []);
  const markdown = text.sections.some((section) => section.some((line) => NOTE.test(line.letters.text)));
  const sections = text.sections.map((section, i) => {
    const body = muse && i === 0 ? withoutDirectives(section, journal) : section;
    const plain = markdown ? body.map((line) => withoutEscapes(line, journal)) : body;
    return readQuotations(readUnderlines(plain, journal), journal).map((line) =>
      markHeading(line, muse ? STARS : SIGNS, journal),
    );
  });
  return { ...text, sections };
}

/** The body of a note in Markdown: who writes these escapes signs as well. */
const NOTE = /^\[\^[^\]\s]+\]:\s/;
/** CommonMark 0.31, 2.4. A star stays escaped for whoever looks for emphasis later. */
const ESCAPED = /\\(?=[!-)+-/:-@[-^`{-~])/g;

function withoutEscapes(line: SourceLine, journal: Journal): SourceLine {
  const patches = [...line.letters.text.matchAll(ESCAPED)].map(({ index }) => {
    return { start: index, end: index + 1, after: "", rule: "markup/escape", confidence: 1 } as const;
  });
  return patches.length === 0 ? line : { ...line, letters: line.letters.patch(patches, journal) };
}

const SIGNS = /^(#{1,6})\s+(?=\S)/;
const STARS = /^(\*{1,6})\s+(?=\S)/;

/** All of a heading in bold or italics: how it was set. */
const EMPHASIZED = /^(\*{1,3}|_{1,2})(?=\S)[^*_]*[^\s*_]\1$/;

/** A heading by the signs before it. */
function markHeading(line: SourceLine, form: RegExp, journal: Journal): SourceLine {
  const signs = form.exec(line.letters.text);
  if (!signs) return line;
  const { text } = line.letters;
  const inner = text.slice(signs[0].length);
  const bold = EMPHASIZED.exec(inner)?.[1]?.length ?? 0;
  const closing = bold > 0 ? bold : (/\s#+$/.exec(inner)?.[0].length ?? 0);
  const given = { after: "", rule: "markup/heading" as const, confidence: 1 };
  const patches = [
    { start: 0, end: signs[0].length + bold, ...given },
    ...(closing > 0 ? [{ start: text.length - closing, end: text.length, ...given }] : []),
  ];
  return asHeading({ ...line, letters: line.letters.patch(patches, journal) }, signs[1]!.length);
}

function asHeading(line: SourceLine, level: number): SourceLine {
  return { ...line, block: { kind: "heading", level, label: "", quoted: false } };
}

// --------------------------------------------------------------------------------------------------- underlines

const LEVELS: Readonly<Record<string, number>> = { "=": 1, "*": 1, "-": 2, "~": 3 };

/** A line of one sign, as long as the short line it stands under, makes that line a heading. */
function readUnderlines(section: Section, journal: Journal): Section {
  const lines: SourceLine[] = [];
  for (const line of section) {
    const title = lines.at(-1);
    const level = title ? underlineOf(title, line) : null;
    if (level === null) lines.push(line);
    else {
      lines[lines.length - 1] = asHeading(title!, level);
      journal.drop(line.letters, "markup/underline", 0.95);
    }
  }
  return lines;
}

function underlineOf(title: SourceLine, line: SourceLine): number | null {
  const { text } = line.letters;
  if (line.blankBefore > 0 || !/^([=*~-])\1{3,}$/.test(text)) return null;
  const words = title.letters.text;
  const fits = Math.abs(words.length - text.length) <= 2 && Math.abs(title.indent - line.indent) <= 1;
  return fits && /^\P{Ll}*\p{L}/u.test(words) ? LEVELS[text[0]!]! : null;
}

// --------------------------------------------------------------------------------------------------- quotations

const QUOTED = /^>+(?:\s+|$)/;
/** A single line so short may as well be a stain that was read. */
const STAIN = 20;

/** A block whose every line begins with `>` is a quotation; a bare `>` parts its paragraphs. */
function readQuotations(section: Section, journal: Journal): Section {
  const lines: SourceLine[] = [];
  let from = 0;
  while (from < section.length) {
    let to = from + 1;
    while (to < section.length && section[to]!.blankBefore === 0) to += 1;
    const block = section.slice(from, to);
    lines.push(...(isQuotation(block) ? withoutSigns(block, journal) : block));
    from = to;
  }
  return lines;
}

function isQuotation(block: Section): boolean {
  const length = block.reduce((sum, line) => sum + line.letters.length, 0);
  return block.every((line) => QUOTED.test(line.letters.text)) && (block.length > 1 || length > STAIN);
}

function withoutSigns(block: Section, journal: Journal): SourceLine[] {
  const lines: SourceLine[] = [];
  let blankBefore = block[0]!.blankBefore;
  for (const line of block) {
    const end = QUOTED.exec(line.letters.text)![0].length;
    const letters = line.letters.patch(
      [{ start: 0, end, after: "", rule: "markup/quotation", confidence: 1 }],
      journal,
    );
    if (letters.length === 0) blankBefore = 1;
    else {
      const opens = lines.length === 0 || blankBefore > 0;
      lines.push({ ...line, letters, blankBefore, block: opens ? QUOTATION : null });
      blankBefore = 0;
    }
  }
  return lines;
}

const QUOTATION: SourceLine["block"] = { kind: "paragraph", level: 0, label: "", quoted: true };

// --------------------------------------------------------------------------------------------------- Muse

const DIRECTIVE = /^#[a-z]+\s+\S/i;

/** Emacs Muse, the source form of Amusewiki's libraries: it opens with directives, the title among them. */
function isMuse(section: Section): boolean {
  const other = section.findIndex((line) => !DIRECTIVE.test(line.letters.text));
  return section.slice(0, Math.max(0, other)).some((line) => /^#title\s/i.test(line.letters.text));
}

function withoutDirectives(section: Section, journal: Journal): Section {
  const body = section.findIndex((line) => !DIRECTIVE.test(line.letters.text));
  for (const line of section.slice(0, body)) journal.setAside("title", line.letters);
  return section.slice(body);
}
