// How a chapter's first words are set apart: in small capitals, or behind a drop capital.

import type { Inline } from "../book.ts";

/** What the first words become; `drop` is the letter that is taken out and set large. */
export interface FirstWords {
  readonly drop: string | null;
  readonly inlines: readonly Inline[];
}

/** Small capitals run up to the first stop, else over this many characters and the word they end in. */
const SHORT = 12;

/** null where the paragraph does not begin with plain words. */
export function firstWords(inlines: readonly Inline[], style: "small-caps" | "drop-cap"): FirstWords | null {
  const [first, ...rest] = inlines;
  if (first?.type !== "text") return null;
  const letter = /^\p{Lu}\p{M}*/u.exec(first.text)?.[0];
  if (letter === undefined) return null;
  const drop = style === "drop-cap" ? letter : null;
  const end = endOfFirstWords(first.text);
  const small = first.text.slice(drop?.length ?? 0, end);
  const after = first.text.slice(end);
  const parts: Inline[] = [];
  if (small !== "") parts.push({ type: "small_caps", children: [{ type: "text", text: small }] });
  if (after !== "") parts.push({ type: "text", text: after });
  return { drop, inlines: [...parts, ...rest] };
}

function endOfFirstWords(text: string): number {
  const stop = /[,.;:!?—–(]/.exec(text)?.index ?? text.length;
  let end = text.indexOf(" ", SHORT);
  if (end === -1) end = text.length;
  return Math.min(stop, end);
}
