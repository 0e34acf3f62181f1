// Takes a chapter, a theme and fonts; gives the chapter as pages, in the coordinates of the text block. The idea: everything
// is set first as a column of rows without end, then cut into pages as one optimum.

import type { Block, Chapter } from "../book.ts";
import type { Result } from "../diagnostic.ts";
import type { FontTable, KeptPage, PageBody, Setting, Theme } from "../page.ts";
import { inlinesOfBlocks, plainText, plainTextOfBlocks } from "../walk.ts";
import { faceKey, type PatternTable } from "./faces.ts";
import { type Flow, FlowBuilder, type ImageSizes, pageDepth, type Row } from "./flow.ts";
import { type Fonts, fontsOf } from "./fonts.ts";
import { makeHyphenate } from "./hyphenate.ts";
import { NoteColumn, type NotePlace } from "./note-column.ts";
import { type CutPage, cutPages, type PageShape } from "./pages.ts";
import { Printed } from "./printed.ts";
import { round, Scene, Sheet } from "./scene.ts";
import { Words } from "./words.ts";

/** What setting needs beside words and theme. */
export interface Materials {
  readonly fonts: FontTable;
  readonly patterns: PatternTable;
  /** In pixels, by `ImageAsset.path`. */
  readonly images: ImageSizes;
}

export interface TypesetOptions {
  /** The side of the chapter's first page: facing pages are made equally deep. */
  readonly firstSide?: "recto" | "verso";
  /** "end": the notes are not set; they stand at the back. */
  readonly notes?: "foot" | "end";
  /** The chapter's pages in an earlier edition: lines and page breaks stay as they were where that does no harm. */
  readonly kept?: readonly KeptPage[] | null;
}

export function typeset(
  chapter: Chapter,
  theme: Theme,
  materials: Materials,
  options: TypesetOptions = {},
): Result<Setting> {
  const span = { file: chapter.file, start: 0, end: 0 };
  const scene = new Scene(wordsOf(materials, theme), theme.protrusion, span);
  const footed = options.notes === "end" ? { ...chapter, notes: [] } : chapter;
  const blocks = [...footed.blocks, ...footed.notes.flatMap((note) => note.blocks)];
  const words = plainTextOfBlocks(blocks);
  primeFaces(scene.words.fonts, blocks, words, theme);
  for (const [script, pattern] of LIMITED) if (pattern.test(words)) scene.limited(script);
  const printed = options.kept ? new Printed(options.kept) : null;
  const flow = new FlowBuilder(scene, theme, footed, materials.images, printed).build();
  const shape: PageShape = {
    grid: theme.text.leading,
    height: pageDepth(theme) * theme.text.leading,
    separation: SEPARATION * theme.text.leading + footLift(theme),
    firstSide: options.firstSide ?? "recto",
    runIn: theme.notes.runIn
      ? { measure: theme.page.width - theme.margins.inner - theme.margins.outer, gap: 2 * theme.note.size }
      : null,
  };
  const bodies = drawPages(cutPages(flow, shape, printed), flow, theme, shape, scene);
  scene.finish();
  const setting: Setting = {
    chapter: chapter.id,
    role: chapter.role,
    title: plain(chapter.title),
    author: chapter.author,
    lang: chapter.lang,
    words: scene.used,
    structure: scene.structure,
    bodies,
    outline: chapter.blocks.flatMap((block) =>
      block.type === "heading" ? [{ level: block.level, title: plain(block.children), id: block.id }] : [],
    ),
    ...(scene.folios.length > 0 ? { folios: scene.folios } : {}),
  };
  return { value: setting, diagnostics: scene.diagnostics };
}

/** Scripts that ask for more than lines from left to right, broken at blanks. */
const LIMITED: readonly (readonly [script: string, pattern: RegExp])[] = [
  ["Hebrew", /\p{Script=Hebrew}/u],
  ["Arabic", /\p{Script=Arabic}/u],
  ["Syriac", /\p{Script=Syriac}/u],
  ["Chinese or Japanese", /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u],
  ["Korean", /\p{Script=Hangul}/u],
  ["Thai", /\p{Script=Thai}/u],
  ["Indic", /[\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Tamil}\p{Script=Telugu}\p{Script=Malayalam}]/u],
];

const known = new WeakMap<PatternTable, Map<string, Words>>();

/** Words are shaped and cut once for all chapters set with the same materials. */
function wordsOf({ fonts, patterns }: Materials, theme: Theme): Words {
  const { leftMin, rightMin } = theme.hyphenation;
  let byRule = known.get(patterns);
  if (!byRule) known.set(patterns, (byRule = new Map()));
  const key = `${leftMin}-${rightMin}`;
  const opened = fontsOf(fonts);
  let words = byRule.get(key);
  if (!words || words.fonts !== opened) {
    byRule.set(key, (words = new Words(opened, makeHyphenate(patterns, leftMin, rightMin))));
  }
  return words;
}

/** The pairs of letters of the chapter, told to the faces that will need nearly all of them. */
function primeFaces(fonts: Fonts, blocks: readonly Block[], words: string, theme: Theme): void {
  const slanted: string[] = [];
  for (const inline of inlinesOfBlocks(blocks)) {
    if (inline.type === "emph") slanted.push(plainText(inline.children));
  }
  fonts.prime(faceKey(theme.faces.text, false, false), "text", words);
  fonts.prime(faceKey(theme.faces.text, false, true), "text", slanted.join(" "));
}

function plain(inlines: Chapter["title"]): string {
  let text = "";
  for (const each of inlines) {
    if (each.type === "text") text += each.text.replaceAll("\u00ad", "");
    else if (each.type === "line_break") text += " ";
    else if ("children" in each) text += plain(each.children);
  }
  return text;
}

function drawPages(pages: readonly CutPage[], flow: Flow, theme: Theme, shape: PageShape, scene: Scene): PageBody[] {
  const column = new NoteColumn(flow.notes, shape.runIn);
  const rows = flow.notes.flatMap(({ note, rows }) =>
    rows.map((row, i): NoteRow => ({ row, note, first: i === 0, last: i === rows.length - 1 })),
  );
  return pages.map((page, index) => {
    const sheet = new Sheet();
    for (const { row, top } of page.rows) {
      row.draw(sheet, top);
      sheet.depth = Math.max(sheet.depth, top + row.height);
    }
    const { noteFrom, noteTo, height } = page;
    const places = column.places(noteFrom, noteTo);
    const notes = places.map((place, i) => ({ ...rows[noteFrom + i]!, ...place }));
    if (notes.length > 0) drawNotes(sheet, notes, column.height(noteFrom, noteTo), theme, { ...shape, height });
    if (sheet.depth > shape.height + 0.01) {
      scene.pageOverfull(
        `page ${index + 1} of the chapter holds more than fits`,
        "choose a larger page or smaller type",
      );
    }
    if (index === pages.length - 1) for (const id of flow.anchors) sheet.anchor(id, 0, sheet.depth);
    return sheet.finish();
  });
}

/** Least white between text and notes, in lines of the grid; the rule stands in it. */
const SEPARATION = 0.65;

/** How far above a full page's end the notes end, so that their last baseline is that of its last line. */
function footLift(theme: Theme): number {
  const belowBaseline = 1 - (0.7 * theme.text.size) / theme.text.leading;
  return Math.max(0, belowBaseline * (theme.text.leading - theme.note.leading));
}

interface NoteRow {
  readonly row: Row;
  readonly note: string;
  readonly first: boolean;
  readonly last: boolean;
}

/** Notes stand at the foot: the last line's baseline is that of the page's last line. */
function drawNotes(
  sheet: Sheet,
  notes: readonly (NoteRow & NotePlace)[],
  height: number,
  theme: Theme,
  shape: PageShape,
): void {
  const head = Math.max(shape.height - footLift(theme) - height, sheet.depth + SEPARATION * shape.grid);
  const { ruleWeight, ruleWidth } = theme.notes;
  if (ruleWeight > 0) {
    const y = round(head - 0.3 * shape.grid);
    sheet.marks.push({ type: "rule", x: 0, y, width: ruleWidth, height: ruleWeight, colour: theme.colour.text });
  }
  for (const { row, note, first, last, top, shift } of notes) {
    row.draw(sheet, head + top, shift);
    const known = sheet.notes.at(-1);
    if (known?.note === note) known.ends = last;
    else sheet.notes.push({ note, begins: first, ends: last });
  }
}
