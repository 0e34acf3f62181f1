// Ids made of words: a heading's of its text, a paragraph's of a hash of its text, so that a correction elsewhere
// leaves them, and a reader's bookmarks on them, where they were.

import { createHash } from "node:crypto";

/** Lower-case ASCII letters, digits and hyphens; accents are taken off, other scripts become a hash. */
export function slug(text: string): string {
  const plain = text
    .normalize("NFKD")
    .replace(/[\u0300-\u036f’'ʼ]/g, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "");
  if (plain === "") return `x${hash(text)}`;
  const short = plain.length > 48 ? plain.slice(0, 48).replace(/-[^-]*$/, "") : plain;
  return /^[a-z]/.test(short) ? short : `n${short}`;
}

/** Eight hexadecimal digits. */
export function hash(text: string): string {
  return createHash("sha1").update(text).digest("hex").slice(0, 8);
}

/** Gives out ids that are unique within one chapter: a second use gets "-2". */
export function idDispenser(): (wanted: string) => string {
  const used = new Map<string, number>();
  return (wanted) => {
    const count = (used.get(wanted) ?? 0) + 1;
    used.set(wanted, count);
    return count === 1 ? wanted : `${wanted}-${count}`;
  };
}
