// Takes lines; gives their widths. Nobody knows the face a text was set in, but most books are set in something near
// Times, and lines known to fill their measure correct the guess: their widths are all alike, which is one equation a
// line for the widths of the letters. Least squares solve them, held to the guess where a letter is rare.

// Advance widths of the printable ASCII characters, thousandths of an em (Adobe Core 14 AFM, Times-Roman).
const TIMES = [
  250, 333, 408, 500, 500, 833, 778, 180, 333, 333, 500, 564, 250, 333, 250, 278, 500, 500, 500, 500, 500, 500, 500,
  500, 500, 500, 278, 278, 564, 564, 564, 444, 921, 722, 667, 667, 722, 611, 556, 722, 722, 333, 389, 722, 611, 889,
  722, 722, 556, 722, 667, 556, 611, 722, 722, 944, 722, 722, 611, 333, 278, 333, 469, 500, 333, 444, 500, 444, 500,
  444, 333, 500, 500, 278, 278, 500, 278, 778, 500, 500, 500, 500, 333, 389, 278, 500, 500, 722, 500, 500, 444, 480,
  200, 480, 541,
];
const OTHERS: Readonly<Record<string, number>> = { "“": 444, "”": 444, "‘": 333, "’": 333, "—": 1000, "…": 1000 };

/** Advance widths in ems, by UTF-16 unit. */
export type Face = Float32Array;

export const TIMES_FACE: Face = timesFace();

function timesFace(): Face {
  const face = new Float32Array(0x10000).fill(0.5);
  TIMES.forEach((width, i) => {
    face[32 + i] = width / 1000;
  });
  for (const [letter, width] of Object.entries(OTHERS)) face[letter.charCodeAt(0)] = width / 1000;
  return face.fill(0, 0xfdd0, 0xfdf0);
}

/** Width of `text` in a Times-like face, in ems. */
export function timesWidth(text: string): number {
  let sum = 0;
  for (let i = 0; i < text.length; i += 1) sum += TIMES_FACE[text.charCodeAt(i)]!;
  return sum;
}

/** Calls are set small. */
const SMALL = 0.6;

/** Goes through the letters of a line: a run of blanks is one blank, figures right behind a word are a note's call. */
function eachLetter(text: string, visit: (code: number, scale: number) => void): void {
  let before = 0;
  let call = false;
  for (let i = 0; i < text.length; i += 1) {
    let code = text.charCodeAt(i);
    if (code === 9 || code === 0xa0) code = 32;
    if (code === 32 && before === 32) continue;
    const figure = code >= 48 && code <= 57;
    call = figure && (call || isBeforeCall(before));
    visit(code, call ? SMALL : 1);
    before = code;
  }
}

/** A letter, or a mark that ends a clause. */
function isBeforeCall(code: number): boolean {
  if ((code >= 97 && code <= 122) || (code >= 65 && code <= 90)) return true;
  return ".,;:!?)”’»".includes(String.fromCharCode(code)) && code > 32;
}

/** Width of a line set in `face`, without justification, in ems. */
export function widthIn(face: Face, text: string): number {
  let sum = lostBlanks(text);
  eachLetter(text, (code, scale) => {
    sum += face[code]! * scale;
  });
  return sum;
}

/** Letters seen fewer times keep the width of the guess. */
const OFTEN = 12;
/** How far a letter is believed to differ from the guess, and a full line from its measure, in ems. */
const LETTER_SPREAD = 0.08;
const LINE_SPREAD = 0.5;
const MOST_LINES = 1000;

/** The face in which all these lines are as near to `measure` as they can be. */
export function learnFace(full: readonly string[], measure: number): Face {
  const step = Math.max(1, Math.ceil(full.length / MOST_LINES));
  const lines = full.filter((_, i) => i % step === 0);
  const counts = new Map<number, number>();
  for (const line of lines) eachLetter(line, (code) => void counts.set(code, (counts.get(code) ?? 0) + 1));
  const codes = [...counts].filter(([, count]) => count >= OFTEN).map(([code]) => code);
  const index = new Map(codes.map((code, i) => [code, i]));
  const size = codes.length;
  const weight = (LINE_SPREAD / LETTER_SPREAD) ** 2;
  const matrix = Array.from({ length: size }, (_, i) => {
    const row = new Float64Array(size + 1);
    row[i] = weight;
    return row;
  });
  for (const line of lines) addEquation(matrix, index, line, measure);
  solve(matrix);
  const face = TIMES_FACE.slice();
  codes.forEach((code, i) => {
    face[code] = Math.max(face[code]! * 0.4, face[code]! + matrix[i]![size]!);
  });
  return face;
}

/** Adds one line's part to the normal equations of the differences from the guess. */
function addEquation(
  matrix: readonly Float64Array[],
  index: ReadonlyMap<number, number>,
  line: string,
  measure: number,
): void {
  const own = new Map<number, number>();
  eachLetter(line, (code, scale) => {
    const i = index.get(code);
    if (i !== undefined) own.set(i, (own.get(i) ?? 0) + scale);
  });
  const lack = measure - widthIn(TIMES_FACE, line);
  for (const [i, a] of own) {
    const row = matrix[i]!;
    for (const [k, b] of own) row[k] = row[k]! + a * b;
    row[matrix.length] = row[matrix.length]! + a * lack;
  }
}

/** Gaussian elimination of a symmetric, positive definite system; the solution stands in the last column. */
function solve(matrix: readonly Float64Array[]): void {
  const size = matrix.length;
  for (let p = 0; p < size; p += 1) {
    const pivot = matrix[p]!;
    for (let r = 0; r < size; r += 1) {
      const row = matrix[r]!;
      if (r === p || row[p] === 0) continue;
      const factor = row[p]! / pivot[p]!;
      for (let c = p; c <= size; c += 1) row[c] = row[c]! - factor * pivot[c]!;
    }
  }
  for (let p = 0; p < size; p += 1) matrix[p]![size] = matrix[p]![size]! / matrix[p]![p]!;
}

/** A run of so many letters is a line whose blanks the extraction dropped. */
const GLUED = /\p{L}{30,}/gu;
const MEAN_WORD = 5.5;
const NARROW_BLANK = 0.22;

/** The width of the blanks a line has lost: tightly set lines, so they were narrow ones. */
export function lostBlanks(text: string): number {
  if (text.length > 300 || !mayBeGlued(text)) return 0;
  let sum = 0;
  for (const [run] of text.matchAll(GLUED)) sum += (run.length / MEAN_WORD - 1) * NARROW_BLANK;
  return sum;
}

/** Whether any two blanks stand far enough from each other. */
function mayBeGlued(text: string): boolean {
  for (let from = 0, blank = 0; blank >= 0; from = blank + 1) {
    blank = text.indexOf(" ", from);
    if ((blank < 0 ? text.length : blank) - from >= 30) return true;
  }
  return false;
}
