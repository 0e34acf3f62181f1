// Takes a note call and its note as they stand in a document, gives what each reading system makes of them: a pop-up, a
// jump, or nothing. The rules are static models of what the systems' code and vendors' pages say; each names its source.

import { elementsOf, has, textOf, type XmlElement } from "./xml.ts";

export type Outcome = "pops up" | "jumps" | "broken";

export interface NotePair {
  /** The `a` of the call. */
  readonly call: XmlElement;
  /** What the call's fragment leads to; null: nothing. */
  readonly note: XmlElement | null;
  /** True where the note is in the call's document. */
  readonly sameFile: boolean;
  /** Ids of all calls of this note. */
  readonly calls: readonly string[];
}

export interface Reader {
  readonly name: string;
  readonly source: string;
  readonly opens: (pair: NotePair & { readonly note: XmlElement }) => boolean;
}

export const READERS: readonly Reader[] = [
  {
    name: "Apple Books",
    source: "Apple Books Asset Guide, pop-up footnotes; Standard Ebooks se/se_epub_build.py",
    opens: ({ call, note }) => has(call, "epub:type", "noteref") && typed(note, ["footnote", "endnote", "rearnote"]),
  },
  {
    name: "Kobo (e-ink, iOS)",
    source: "kobolabs/epub-spec, README, Footnotes and Endnotes",
    opens: ({ call, note, sameFile }) => {
      const words = textOf(note).trim();
      const named = typed(call, ["noteref", "endnote", "footnote"]);
      return sameFile && isBehind(call, note) && words.length <= 5000 && (named || words.length >= 9);
    },
  },
  {
    name: "Kobo (desktop, Android)",
    source: "kobolabs/epub-spec, README: follows the link",
    opens: () => false,
  },
  {
    name: "KOReader",
    source: "koreader, frontend/apps/reader/modules/readerlink.lua, showAsFootnotePopup",
    opens: ({ call, note }) => {
      if (textOf(note).length > 10_000) return false;
      const trusted = has(call, "role", "doc-noteref") || has(call, "epub:type", "noteref");
      if (trusted && (hasRole(note, "doc-footnote") || typed(note, ["footnote", "endnote", "rearnote", "note"])))
        return true;
      return isBehind(call, note) && isRaised(call) && /^\W*(\d{1,3}|\p{L}{1,2})\W*$/u.test(textOf(call));
    },
  },
  {
    name: "Thorium",
    source: "readium/r2-navigator-js, src/electron/renderer/webview/popupFootNotes.ts",
    opens: ({ call, sameFile }) => sameFile && has(call, "epub:type", "noteref"),
  },
  {
    name: "calibre",
    source: "kovidgoyal/calibre, src/pyj/read_book/footnotes.pyj",
    opens: ({ call }) =>
      ["doc-noteref", "doc-biblioref", "doc-glossref"].some((role) => has(call, "role", role)) ||
      call.attributes["epub:type"] === "noteref" ||
      isRaised(call),
  },
  {
    name: "Foliate",
    source: "johnfactotum/foliate-js, footnotes.js",
    opens: ({ call }) => {
      const named = ["noteref", "biblioref", "glossref"].some(
        (type) => has(call, "epub:type", type) || hasRole(call, `doc-${type}`),
      );
      const back = has(call, "epub:type", "backlink") || hasRole(call, "doc-backlink");
      return named || (!back && isRaised(call));
    },
  },
  {
    name: "Kindle",
    source: "Kindle Publishing Guidelines, 9.3.9; guiguts-py issues 1951 and 1952",
    opens: ({ note, calls }) =>
      typed(note, ["footnote"]) && hasRole(note, "doc-footnote") && beginsWithWayBack(note, calls),
  },
];

export function outcome(reader: Reader, pair: NotePair): Outcome {
  const { note } = pair;
  if (note === null || textOf(pair.call).trim() === "" || textOf(note).trim() === "") return "broken";
  return reader.opens({ ...pair, note }) ? "pops up" : "jumps";
}

function typed(element: XmlElement, types: readonly string[]): boolean {
  return types.some((type) => has(element, "epub:type", type));
}

function hasRole(element: XmlElement, role: string): boolean {
  return has(element, "role", role);
}

function isBehind(call: XmlElement, note: XmlElement): boolean {
  return note.order > call.order;
}

function isRaised(call: XmlElement): boolean {
  const only = call.children.length === 1 ? call.children[0] : undefined;
  return call.parent?.name === "sup" || (typeof only === "object" && only.name === "sup");
}

/** "Number link at the front": the note's first words are a link to one of its calls. */
function beginsWithWayBack(note: XmlElement, calls: readonly string[]): boolean {
  for (const element of elementsOf(note)) {
    const words = textOf(element).trim();
    if (element.name !== "a" || words === "") continue;
    return (
      textOf(note).trim().startsWith(words) && calls.some((id) => (element.attributes.href ?? "").endsWith(`#${id}`))
    );
  }
  return false;
}

// ---------------------------------------------------------------------------------------------------- the table

export interface ReaderRow {
  readonly reader: string;
  readonly source: string;
  readonly counts: Readonly<Record<Outcome, number>>;
  /** Ids of calls that do not pop up, with what they do. */
  readonly others: readonly { readonly call: string; readonly outcome: Outcome }[];
}

export function readerTable(pairs: readonly NotePair[]): readonly ReaderRow[] {
  return READERS.map((reader) => {
    const counts: Record<Outcome, number> = { "pops up": 0, jumps: 0, broken: 0 };
    const others: { call: string; outcome: Outcome }[] = [];
    for (const pair of pairs) {
      const result = outcome(reader, pair);
      counts[result] += 1;
      if (result !== "pops up") others.push({ call: pair.call.attributes.id ?? "", outcome: result });
    }
    return { reader: reader.name, source: reader.source, counts, others };
  });
}

/** As text for a report: a line a reader. */
export function printReaderTable(rows: readonly ReaderRow[]): string {
  const width = Math.max(...rows.map((row) => row.reader.length));
  return rows
    .map(({ reader, counts }) => {
      const parts = (Object.keys(counts) as Outcome[]).map((key) => `${key} ${counts[key]}`);
      return `${reader.padEnd(width)}  ${parts.join(", ")}`;
    })
    .join("\n");
}
