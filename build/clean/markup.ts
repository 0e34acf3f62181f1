// Takes sections of lines; gives them with the headings that light markup shows, in whatever dialect people type: `#` of
// Markdown, underlines, the stars and directives of Muse. The one idea: markup in a plain text is believed only where it
// cannot be anything else.

import type { Journal, SourceLine } from "./flow.ts";
import type { PlainText, Section } from "./read.ts";

export function readMarkup(text: PlainText, journal: Journal): PlainText {
  const muse = isMuse(text.sections[0] ?? []);
  const sections = text.sections.map((section, i) => {
    const body = muse && i === 0 ? withoutDirectives(section, journal) : section;
    return readUnderlines(body, journal).map((line) => markHeading(line, muse ? STARS : SIGNS, journal));
  });
  return { ...text, sections };
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
