// Content streams that were drawn before, by a hash of all that went into them.

import { createHash } from "node:crypto";

export class Drawn {
  /** Whether anything was drawn anew. */
  fresh = false;
  readonly #before: ReadonlyMap<string, string>;
  readonly #now = new Map<string, string>();

  /** `before`: what `kept` gave. */
  constructor(before: readonly (readonly [string, string])[] = []) {
    this.#before = new Map(before);
  }

  /** The stream that was drawn from these parts, or is by `draw`. */
  take(parts: readonly string[], draw: () => Uint8Array): Uint8Array {
    const key = createHash("sha256").update(parts.join("\n")).digest("base64url");
    const known = this.#before.get(key);
    if (known !== undefined) {
      this.#now.set(key, known);
      return Buffer.from(known, "base64");
    }
    const stream = draw();
    this.fresh = true;
    this.#now.set(key, Buffer.from(stream).toString("base64"));
    return stream;
  }

  /** What this document used, as JSON can hold it. */
  get kept(): [string, string][] {
    return [...this.#now];
  }
}
