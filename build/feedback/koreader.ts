// KOReader: its sidecar file (metadata.epub.lua), and what its exporter writes as JSON, Markdown, HTML and text.

import { load } from "cheerio";
import { type LuaTable, type LuaValue, readLua } from "./lua.ts";
import { type Remark, remark, worded } from "./remark.ts";

/** Since 2024 a sidecar has `annotations`; before, `highlight` by page, and `bookmarks` whose `text` is the note. */
export function readSidecar(file: string, text: string): Remark[] | null {
  const table = readLua(text);
  if (table === null) return null;
  const props = tableOf(table.get("doc_props")) ?? tableOf(table.get("stats"));
  const title = worded(props?.get("title"));
  const found = tablesOf(table.get("annotations")).flatMap((each): Remark[] => {
    const quote = worded(each.get("text"));
    if (quote === null || each.get("drawer") === undefined) return [];
    const chapter = worded(each.get("chapter"));
    return [
      remark({ file, title, quote, note: worded(each.get("note")), chapter, where: pageName(each.get("pageno")) }),
    ];
  });
  if (table.has("annotations")) return found;
  const bookmarks = tablesOf(table.get("bookmarks"));
  for (const [page, highlights] of tableOf(table.get("highlight")) ?? []) {
    for (const each of tablesOf(highlights)) {
      const quote = worded(each.get("text"));
      if (quote === null) continue;
      const twin = bookmarks.find((bookmark) => bookmark.get("datetime") === each.get("datetime"));
      const said = worded(twin?.get("text"));
      const note = said === null || said === quote || AUTO_TEXT.test(said) ? null : said;
      found.push(remark({ file, title, quote, note, chapter: worded(each.get("chapter")), where: pageName(page) }));
    }
  }
  return found;
}

/** What KOReader wrote where the reader had written nothing: "Page 12 … @ 2023-01-05 10:20:30". */
const AUTO_TEXT = /@ \d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/;

function tableOf(value: LuaValue | undefined): LuaTable | null {
  return value instanceof Map ? value : null;
}

function tablesOf(value: LuaValue | undefined): LuaTable[] {
  return [...(tableOf(value)?.values() ?? [])].flatMap((each) => tableOf(each) ?? []);
}

function pageName(page: unknown): string {
  return page === undefined || page === null || page === "" ? "" : `page ${String(page)}`;
}

interface JsonBook {
  readonly title?: unknown;
  readonly entries?: unknown;
}

/** `{ title, entries }`, or `{ documents: [{ title, entries }] }`. */
export function readKoreaderJson(file: string, data: unknown): Remark[] | null {
  const { documents, entries } = data as { documents?: unknown; entries?: unknown };
  const books = Array.isArray(documents)
    ? (documents as JsonBook[])
    : Array.isArray(entries)
      ? [data as JsonBook]
      : null;
  return (
    books?.flatMap((book) =>
      (Array.isArray(book.entries) ? (book.entries as Record<string, unknown>[]) : []).flatMap((entry): Remark[] => {
        const quote = worded(entry.text);
        if (quote === null) return [];
        return [
          remark({
            file,
            title: worded(book.title),
            quote,
            note: worded(entry.note),
            chapter: worded(entry.chapter),
            where: pageName(entry.page),
          }),
        ];
      }),
    ) ?? null
  );
}

/** The words in which a highlight may be wrapped, by its style. */
const WRAPPED =
  /^(?:\*\*_([\s\S]*)_\*\*|\*\*([\s\S]*)\*\*|==([\s\S]*)==|\+\+([\s\S]*)\+\+|~~([\s\S]*)~~|<u>([\s\S]*)<\/u>|\*([\s\S]*)\*)$/;

/** "# Title", "### Page 12 @ time", the words, and "---" before a note. */
export function readKoreaderMarkdown(file: string, text: string): Remark[] | null {
  if (!/^### .*\d.* @ /m.test(text)) return null;
  let title: string | null = null;
  return text.split(/^(?=#{1,3} )/m).flatMap((part): Remark[] => {
    const [head = "", ...rest] = part.split("\n");
    if (/^# /.test(head)) title = worded(head.slice(2));
    if (!/^### .* @ /.test(head)) return [];
    const body = rest.join("\n").replace(/\n\[[^\]\n]*\]\(<file:[^\n]*\)\s*$/, "");
    const [marked = "", ...notes] = body.split(/\n\s*---\n/);
    const bare = marked.trim();
    const quote = worded(
      WRAPPED.exec(bare)
        ?.slice(1)
        .find((each) => each !== undefined) ?? bare,
    );
    const where = head.slice(4).split(" @ ")[0]!.toLowerCase();
    return quote === null ? [] : [remark({ file, title, quote, note: worded(notes.join("\n")), where })];
  });
}

/** The exporter's text file: entries end in "-=-=-=-=-=-"; U+3000 stands before what is no quotation. */
export function readKoreaderText(file: string, text: string): Remark[] | null {
  if (!text.includes("-=-=-=-=-=-")) return null;
  let title: string | null = null;
  return text.split(/^-=-=-=-=-=-$/m).flatMap((part): Remark[] => {
    const lines = part.split("\n");
    const heads = lines.filter((line) => line.startsWith("\u3000")).map((line) => line.replaceAll("\u3000", "").trim());
    const place = heads.find((line) => line.startsWith("--")) ?? "";
    title ??= heads.find((line) => line !== "" && !line.startsWith("--")) ?? null;
    const body = lines.filter((line) => !line.startsWith("\u3000")).join("\n");
    const [marked = "", ...notes] = body.split(/\n---\n/);
    const quote = worded(marked);
    const where = /^--\s*([^,]*)/.exec(place)?.[1]?.replace(":", "").toLowerCase() ?? "";
    return quote === null ? [] : [remark({ file, title, quote, note: worded(notes.join("\n")), where })];
  });
}

/**
 * The exporter's HTML (template/note.tpl: a highlight is a div of 12 pt, its note one of 11 pt behind it), and the notebook
 * that Kindle apps send (`noteHeading`, `noteText`).
 */
export function readHtml(file: string, text: string): Remark[] | null {
  const $ = load(text);
  const found: Remark[] = [];
  const lines = (element: Parameters<typeof $>[0]): string => {
    const copy = $(element as never).clone();
    copy.find("br").replaceWith("\n");
    return copy.text();
  };
  let title: string | null = null;
  $("h2, .bookTitle, div").each((_, element) => {
    const style = $(element).attr("style") ?? "";
    const kind = $(element).attr("class") ?? "";
    if (element.tagName === "h2" || kind === "bookTitle") title = worded($(element).text());
    else if (/^font-size:\s*12pt$/.test(style)) {
      const quote = worded(lines(element));
      const next = $(element).next("div");
      const note = /font-size:\s*11pt/.test(next.attr("style") ?? "") ? worded(lines(next[0]!)) : null;
      const where = worded(
        $(element)
          .prev("div")
          .find("span")
          .last()
          .text()
          .replace(/^.*:\s*/s, ""),
      );
      if (quote !== null) found.push(remark({ file, title, quote, note, where: where ? `page ${where}` : "" }));
    } else if (kind === "noteText") {
      const head = $(element).prevAll(".noteHeading").first().text().replace(/\s+/g, " ").trim();
      const words = worded(lines(element));
      const last = found.at(-1);
      if (words === null) return;
      if (NOTEBOOK_NOTE.test(head) && last && last.note === null) found[found.length - 1] = { ...last, note: words };
      else found.push(remark({ file, title, quote: words, where: head.replace(/^.* - (?:.*> )?/, "").toLowerCase() }));
    }
  });
  return found.length > 0 ? found : null;
}

const NOTEBOOK_NOTE = /^(?:Note|Notiz|Nota|Заметка|Notitie)\b/u;
