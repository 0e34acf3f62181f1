// memo(pass): a pass whose results outlive the process, found again by what went in. The key holds the pass's name,
// the version of all code, and the inputs; a hit repeats the diagnostics. An entry that is damaged counts as none.

import { createHash } from "node:crypto";
import type { Result } from "./diagnostic.ts";

/** Where results are kept; `world.ts` has one on disk. */
export interface Store {
  get(key: string): string | null;
  put(key: string, value: string): void;
}

export const NO_STORE: Store = { get: () => null, put: () => undefined };

export interface Memo {
  /**
   * The result of `pass` for `inputs`, from the store where it is there. `inputs` is anything JSON can hold; two calls
   * with equal name and inputs must give equal results.
   */
  <T>(name: string, inputs: unknown, pass: () => Result<T>): Result<T>;
  /** The same for a pass that gives a promise. */
  readonly later: <T>(name: string, inputs: unknown, pass: () => Promise<Result<T>>) => Promise<Result<T>>;
  /** What an earlier run left under a name and inputs; null: nothing. It is no pass's result but grows from run to run. */
  readonly recall: <T>(name: string, inputs: unknown) => T | null;
  /** Leaves something for later runs in the place of what was left before. */
  readonly leave: (name: string, inputs: unknown, value: unknown) => void;
  readonly hits: () => number;
  readonly misses: () => number;
}

/** `held`: how many results are also kept as they are, for a process that works on one book again and again. */
export function memoWith(store: Store, codeVersion: string, held = 0): Memo {
  const memory = new Map<string, Result<unknown>>();
  const hold = <T>(key: string, result: Result<T>): Result<T> => {
    memory.delete(key);
    memory.set(key, result);
    for (const oldest of memory.keys()) {
      if (memory.size <= held) break;
      memory.delete(oldest);
    }
    return result;
  };
  let hits = 0;
  let misses = 0;
  const keyOf = (name: string, inputs: unknown): string => digest(JSON.stringify([name, codeVersion, inputs]));
  const find = <T>(key: string): Result<T> | null => {
    const kept = (memory.get(key) as Result<T> | undefined) ?? read<T>(store.get(key));
    if (kept) hits += 1;
    else misses += 1;
    return kept && hold(key, kept);
  };
  const put = (key: string, value: unknown): void => {
    const body = JSON.stringify(value);
    store.put(key, `${digest(body)}\n${body}`);
  };
  const keep = <T>(key: string, result: Result<T>): Result<T> => {
    put(key, result);
    return hold(key, result);
  };
  const memo = <T>(name: string, inputs: unknown, pass: () => Result<T>): Result<T> => {
    const key = keyOf(name, inputs);
    return find<T>(key) ?? keep(key, pass());
  };
  const later = async <T>(name: string, inputs: unknown, pass: () => Promise<Result<T>>): Promise<Result<T>> => {
    const key = keyOf(name, inputs);
    return find<T>(key) ?? keep(key, await pass());
  };
  const recall = <T>(name: string, inputs: unknown): T | null => read<T>(store.get(keyOf(name, inputs)))?.value ?? null;
  const leave = (name: string, inputs: unknown, value: unknown): void => put(keyOf(name, inputs), { value });
  return Object.assign(memo, { later, recall, leave, hits: () => hits, misses: () => misses });
}

/** The first line is the hash of the rest: a torn or foreign file is no entry. */
function read<T>(entry: string | null): Result<T> | null {
  if (entry === null) return null;
  const newline = entry.indexOf("\n");
  const body = entry.slice(newline + 1);
  return newline > 0 && digest(body) === entry.slice(0, newline) ? (JSON.parse(body) as Result<T>) : null;
}

export function digest(text: string | Uint8Array): string {
  return createHash("sha256").update(text).digest("hex");
}
