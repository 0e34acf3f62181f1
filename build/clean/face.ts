// Takes a line; gives its width in a Times-like face, in ems, or in columns of a typewriter. Nobody knows the face a
// book was set in, but most books are set in something near Times, and a full line is told from a last line either way.

// Advance widths of the printable ASCII characters, thousandths of an em (Adobe Core 14 AFM, Times-Roman).
const TIMES = [
  250, 333, 408, 500, 500, 833, 778, 180, 333, 333, 500, 564, 250, 333, 250, 278, 500, 500, 500, 500, 500, 500, 500,
  500, 500, 500, 278, 278, 564, 564, 564, 444, 921, 722, 667, 667, 722, 611, 556, 722, 722, 333, 389, 722, 611, 889,
  722, 722, 556, 722, 667, 556, 611, 722, 722, 944, 722, 722, 611, 333, 278, 333, 469, 500, 333, 444, 500, 444, 500,
  444, 333, 500, 500, 278, 278, 500, 278, 778, 500, 500, 500, 500, 333, 389, 278, 500, 500, 722, 500, 500, 444, 480,
  200, 480, 541,
];
const OTHERS: Readonly<Record<string, number>> = { "“": 444, "”": 444, "‘": 333, "’": 333, "—": 1000, "…": 1000 };

/** Width of `text` in a Times-like face, in ems. */
export function timesWidth(text: string): number {
  let sum = 0;
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    if (code >= 0xfdd0 && code <= 0xfdef) continue;
    sum += code >= 32 && code < 127 ? TIMES[code - 32]! : (OTHERS[text[i]!] ?? 500);
  }
  return sum / 1000;
}
