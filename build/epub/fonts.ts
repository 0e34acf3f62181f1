// Takes faces and the book's characters, gives subset font files and the style sheet that names them.

export interface EpubFace {
  /** As the style sheet calls it: "EB Garamond". */
  readonly family: string;
  readonly style: "normal" | "italic";
  readonly weight: number;
  /** A TrueType or OpenType file that may be embedded and cut down. */
  readonly bytes: Uint8Array;
}

export type CutFont = (bytes: Uint8Array, characters: string) => Promise<Uint8Array>;

export interface EpubFonts {
  readonly faces: readonly EpubFace[];
  /** Cuts a font file down to the characters; left out: it is done anew each time. */
  readonly cut?: CutFont;
  /** The text of the licence, which travels with the fonts. */
  readonly licence: string;
}

export interface FontFile {
  readonly name: string;
  readonly mime: "font/ttf" | "font/otf";
  readonly bytes: Uint8Array;
  readonly face: EpubFace;
}

/** The name table's records that say what a font is and under what licence (OpenType, `name`). */
const KEPT_NAMES = [0, 1, 2, 3, 4, 5, 6, 13, 14, 16, 17];

export async function subsetFonts(fonts: EpubFonts, characters: string): Promise<FontFile[]> {
  const cut = fonts.cut ?? cutFont;
  return Promise.all(fonts.faces.map(async (face) => fontFile(face, await cut(face.bytes, characters))));
}

export async function cutFont(bytes: Uint8Array, characters: string): Promise<Uint8Array> {
  const { default: subsetFont } = await import("subset-font");
  return subsetFont(Buffer.from(bytes), characters, { targetFormat: "sfnt", preserveNameIds: KEPT_NAMES });
}

function fontFile(face: EpubFace, bytes: Uint8Array): FontFile {
  const cff = String.fromCharCode(...bytes.subarray(0, 4)) === "OTTO";
  const slug = `${face.family}-${face.weight}-${face.style}`.toLowerCase().replace(/[^a-z0-9]+/g, "-");
  return { name: `${slug}.${cff ? "otf" : "ttf"}`, mime: cff ? "font/otf" : "font/ttf", bytes, face };
}

/** Each character of the texts once, in code order, with those the style sheet and the capitals of small caps need. */
export function charactersOf(texts: Iterable<string>): string {
  const seen = new Set("←—–…“”‘’-\u00ad\u00a0");
  for (const text of texts) for (const char of text) seen.add(char);
  for (const char of [...seen]) {
    seen.add(char.toUpperCase());
    seen.add(char.toLowerCase());
  }
  seen.delete("\n");
  return [...seen].sort().join("");
}

export function fontSheet(files: readonly FontFile[]): string {
  const rules = files.map(({ name, face }) =>
    [
      "@font-face {",
      `  font-family: "${face.family}";`,
      `  font-style: ${face.style};`,
      `  font-weight: ${face.weight};`,
      `  src: url("../fonts/${name}");`,
      "}",
    ].join("\n"),
  );
  const family = files[0]?.face.family;
  const body = family === undefined ? "" : `body {\n  font-family: "${family}", serif;\n}\n`;
  return `${rules.join("\n")}\n${body}`;
}
