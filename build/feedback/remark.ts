// What a reader marked in a book, whatever it was read with.

export interface Remark {
  /** The export's file. */
  readonly file: string;
  /** The book's title as the export has it; null: it names none. */
  readonly title: string | null;
  /** The words that were marked, as the device shows them. */
  readonly quote: string;
  readonly note: string | null;
  /** Words before and behind, where the export has them. */
  readonly prefix: string;
  readonly suffix: string;
  /** The title of the chapter, where the export has it. */
  readonly chapter: string | null;
  /** For people: "page 12", "location 170-172"; empty where nothing is said. */
  readonly where: string;
}

export function remark(parts: Pick<Remark, "file" | "quote"> & Partial<Remark>): Remark {
  return { title: null, note: null, prefix: "", suffix: "", chapter: null, where: "", ...parts };
}

/** A text without blanks at its ends; null where nothing is left. */
export function worded(text: unknown): string | null {
  const bare = typeof text === "string" ? text.trim() : "";
  return bare === "" ? null : bare;
}
