// Takes two editions of which the later kept what it could of the earlier one, says of each chapter how far its reflow
// reaches: not at all, to the paragraphs that were changed, to their pages, to a run of pages, to the chapter's end.

import type { BodyLine, Bound, KeptLine, Setting } from "../page.ts";
import { keptPages } from "./keep.ts";
import { linesOf, type PrintedEdition } from "./manifest.ts";

export interface Reach {
  /** `Setting.chapter` and its title. */
  readonly chapter: string;
  readonly title: string;
  readonly to: "paragraph" | "page" | "pages" | "chapter";
  /** Of the new edition's pages with lines that are not as they were. */
  readonly folios: readonly string[];
}

/** Chapters that are set as they were are left out, as are those the earlier edition did not have. */
export function reachOf(before: PrintedEdition, after: Bound): Reach[] {
  return after.settings.flatMap((setting, at) => {
    if (setting.role === "front" || setting.role === "back") return [];
    const reach = chapterReach(before.pages, setting);
    if (reach === null) return [];
    const folioOf = (body: number): string =>
      after.pages.find((page) => page.body?.setting === at && page.body.body === body)?.folio ?? "";
    return [{ chapter: setting.chapter, title: setting.title, to: reach.to, folios: reach.bodies.map(folioOf) }];
  });
}

function chapterReach(
  pages: PrintedEdition["pages"],
  now: Setting,
): { readonly to: Reach["to"]; readonly bodies: readonly number[] } | null {
  const kept = keptPages(
    pages.filter(({ chapter }) => chapter === now.chapter),
    now,
  );
  if (kept === null) return null;
  const old = kept.flatMap((page) => [...page.lines, ...page.notes]);
  const changed = new Set(old.filter(({ same }) => !same).map(({ block }) => block));
  const printed = new Set(old.map((line, i) => spanKey(line, old[i + 1])));
  const lines = now.bodies.map(linesOf);
  const ordered = lines.map((body) => [...body.filter(isText), ...body.filter((line) => !isText(line))]);
  const flat = ordered.flat();
  const fresh = new Set(flat.filter((line, i) => !printed.has(spanKey(line, flat[i + 1]))));
  const bodies = ordered.flatMap((body, at) => (body.some((line) => fresh.has(line)) ? [at] : []));
  const moved = ordered.flatMap((body, at) => (startOf(body) === startOf(kept[at]?.lines ?? []) ? [] : [at]));
  if (ordered.length !== kept.length) return { to: "chapter", bodies };
  if (moved.length > 0) return { to: moved.at(-1) === ordered.length - 1 ? "chapter" : "pages", bodies };
  return { to: [...fresh].every(({ block }) => changed.has(block)) ? "paragraph" : "page", bodies };
}

type Start = Pick<KeptLine, "block" | "offset">;

const isText = ({ kind }: BodyLine): boolean => kind !== "note";

const startOf = ([first]: readonly Start[]): string => (first ? `${first.block} ${first.offset}` : "");

/** A line by where it begins and, where that is in the same block, where it ends. */
function spanKey(line: Start & { readonly same?: boolean }, next: Start | undefined): string {
  const end = next?.block === line.block ? next.offset : "";
  return `${line.block} ${line.offset} ${end}${line.same === false ? " changed" : ""}`;
}

/** "Land (p. 47): confined to the paragraph" */
export function describeReach({ title, to, folios }: Reach): string {
  const pages = folios.length === 0 ? "" : ` (${folios.length === 1 ? "p." : "pp."} ${folios.join(", ")})`;
  return `${title}${pages}: ${WORDS[to]}`;
}

const WORDS: Readonly<Record<Reach["to"], string>> = {
  paragraph: "the reflow is confined to the paragraph",
  page: "the reflow is confined to the page; all page breaks are kept",
  pages: "page breaks have moved, and are kept from there on",
  chapter: "page breaks have moved to the chapter's end",
};
