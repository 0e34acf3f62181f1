// Where a word may be divided: Liang's patterns ("Word Hy-phen-a-tion by Com-put-er", 1983), run by the engines that
// hyphenopoly compiles them into. The package's own front end keeps one global registry and gives up at apostrophes, so the
// engine is called directly.

import { type PatternTable, patternKey } from "./faces.ts";

interface Engine {
  readonly input: Uint16Array;
  readonly memory: WebAssembly.Memory;
  readonly hyphenate: (leftMin: number, rightMin: number, hyphen: number) => number;
  readonly leftMin: number;
  readonly rightMin: number;
  readonly alphabet: ReadonlySet<number>;
}

/** Offsets in `word` (letters only) behind which a hyphen may stand. */
export type Hyphenate = (word: string, lang: string) => readonly number[];

const LONGEST = 61;
const SHORTEST = 5;
const MARK = 0x00ad;
const NONE: readonly number[] = [];

export function makeHyphenate(patterns: PatternTable, leftMin: number, rightMin: number): Hyphenate {
  const engines = new Map<string, Engine | null>();
  const divided = new Map<string, Map<string, readonly number[]>>();
  return (word, lang) => {
    if (word.length < SHORTEST || word.length > LONGEST) return NONE;
    let known = divided.get(lang);
    if (!known) {
      divided.set(lang, (known = new Map()));
      const key = patternKey(lang);
      engines.set(lang, key === null ? null : openEngine(patterns.get(key)));
    }
    let found = known.get(word);
    if (!found) {
      const engine = engines.get(lang);
      known.set(word, (found = engine ? divide(engine, word, leftMin, rightMin) : NONE));
    }
    return found;
  };
}

function openEngine(bytes: Uint8Array | undefined): Engine | null {
  if (!bytes) return null;
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes as Uint8Array<ArrayBuffer>));
  const memory = exports.mem as WebAssembly.Memory;
  const global = (name: string): number => (exports[name] as WebAssembly.Global).value as number;
  return {
    memory,
    input: new Uint16Array(memory.buffer, 0, 64),
    hyphenate: exports.hyphenate as Engine["hyphenate"],
    leftMin: global("lmi"),
    rightMin: global("rmi"),
    alphabet: new Set(new Uint16Array(memory.buffer, ALPHABET, global("lct"))),
  };
}

/** Byte offset of the alphabet in an engine's memory. */
const ALPHABET = 1664;

function divide(engine: Engine, word: string, leftMin: number, rightMin: number): readonly number[] {
  const lower = word.toLowerCase();
  if (lower.length !== word.length) return NONE;
  for (let i = 0; i < lower.length; i += 1) {
    const unit = lower.charCodeAt(i);
    if (!engine.alphabet.has(unit)) return NONE;
    engine.input[i] = unit;
  }
  engine.input[lower.length] = 0;
  const left = Math.max(engine.leftMin, leftMin);
  const right = Math.max(engine.rightMin, rightMin);
  const length = engine.hyphenate(left, right, MARK);
  const output = new Uint16Array(engine.memory.buffer, 0, Math.max(0, length));
  const places: number[] = [];
  for (let i = 0, at = 0; i < output.length && at < word.length; i += 1) {
    if (output[i] === MARK) places.push(at);
    else at += 1;
  }
  return places;
}
