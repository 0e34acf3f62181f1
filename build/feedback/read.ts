// Takes what a reading system exported, gives the remarks in it. Which form it is in is seen from the text itself.

import { error, type Result } from "../diagnostic.ts";
import type { Source } from "../text.ts";
import { readAnnot, readAnnotations } from "./annotations.ts";
import { readClippings } from "./kindle.ts";
import { readHtml, readKoreaderJson, readKoreaderMarkdown, readKoreaderText, readSidecar } from "./koreader.ts";
import { type Remark, remark, worded } from "./remark.ts";

/** `feedback/format`: it is in no known form, or there is nothing in it. */
export function readFeedback({ file, text }: Source): Result<readonly Remark[]> {
  const found = remarksIn(file, text.replace(/^\ufeff/, "").replaceAll(/\r\n?/g, "\n"));
  if (found !== null && found.length > 0) return { value: found, diagnostics: [] };
  const hint = "known are KOReader (Lua, JSON, Markdown, HTML, text), Kindle, Kobo (.annot, text) and W3C annotations";
  const what = found === null ? "this is in no form that is known" : "no highlight or note is in it";
  return { value: [], diagnostics: [error("feedback/format", what, { file, start: 0, end: 0 }, hint)] };
}

function remarksIn(file: string, text: string): Remark[] | null {
  const start = text.trimStart().slice(0, 200);
  if (/^[[{]/.test(start)) {
    let data: unknown;
    try {
      data = JSON.parse(text);
    } catch {
      return null;
    }
    return readKoreaderJson(file, data) ?? readAnnotations(file, data);
  }
  if (/^(?:\s|--[^\n]*\n)*return\b/.test(text)) return readSidecar(file, text);
  if (start.startsWith("<")) return readAnnot(file, text) ?? readHtml(file, text);
  return (
    readClippings(file, text) ??
    readKoreaderText(file, text) ??
    readKoreaderMarkdown(file, text) ??
    readPlain(file, text)
  );
}

/** Kobo's own export and lists made by hand: a paragraph is a quotation, one that begins with "Note:" belongs to it. */
function readPlain(file: string, text: string): Remark[] | null {
  if (text.includes("\0")) return null;
  const remarks: Remark[] = [];
  for (const part of text.split(/\n\s*\n/)) {
    const [quoted = "", noted] = part.split(/^\s*(?:[-*>]\s*)?(?:note|notiz|nota|заметка|comment)\s*:/imu);
    const quote = worded(quoted.replace(/^\s*(?:[-*>•]|highlight\s*:)\s*/gim, ""));
    const last = remarks.at(-1);
    if (quote !== null) remarks.push(remark({ file, quote, note: worded(noted) }));
    else if (last && noted !== undefined) remarks[remarks.length - 1] = { ...last, note: worded(noted) };
  }
  return remarks;
}
