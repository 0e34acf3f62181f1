// What was read of streams before: the same bytes shown with the same fonts are the same text, so a page whose stream stands
// unchanged in a new file need not be read again. The stream is taken from the file that is proved, never from its maker.

import { createHash } from "node:crypto";

export class Seen<T> {
  /** What this reading used. */
  readonly now = new Map<string, T>();
  /** Whether anything was read anew. */
  fresh = false;
  readonly #before: ReadonlyMap<string, T>;

  constructor(before: Iterable<readonly [string, T]> = []) {
    this.#before = new Map(before);
  }

  /** What these parts of a file were read as, or are by `read`. */
  take(parts: readonly (string | Uint8Array)[], read: () => T): T {
    const hash = createHash("sha256");
    for (const part of parts) hash.update(part).update("\n");
    const key = hash.digest("base64url");
    let value = this.now.get(key) ?? this.#before.get(key);
    if (value === undefined) {
      value = read();
      this.fresh = true;
    }
    this.now.set(key, value);
    return value;
  }
}
