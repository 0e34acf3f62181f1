// Which font files and hyphenation patterns setting a book can ask for. Data only: `world` finds the packages, reads the
// files and hands them over as a `FontTable` and a `PatternTable`.

/** A file of an npm package: `file` is relative to the package's folder. */
export interface PackageFile {
  readonly key: string;
  readonly package: string;
  readonly file: string;
}

/** Compiled patterns by language key ("en-gb"), as hyphenopoly ships them. */
export type PatternTable = ReadonlyMap<string, Uint8Array>;

const garamond = (key: string, file: string): PackageFile => ({
  key,
  package: "@expo-google-fonts/eb-garamond",
  file: `${file}/EBGaramond_${file}.ttf`,
});

const sourceSerif = (key: string, file: string): PackageFile => ({
  key,
  package: "source-serif",
  file: `TTF/${file}.ttf`,
});

/** Keys are the family, then "-bold", "-italic" or both. */
export const FACES: readonly PackageFile[] = [
  garamond("eb-garamond", "400Regular"),
  garamond("eb-garamond-italic", "400Regular_Italic"),
  garamond("eb-garamond-bold", "600SemiBold"),
  garamond("eb-garamond-bold-italic", "600SemiBold_Italic"),
  sourceSerif("source-serif", "SourceSerif4-Regular"),
  sourceSerif("source-serif-italic", "SourceSerif4-It"),
  sourceSerif("source-serif-bold", "SourceSerif4-Semibold"),
  sourceSerif("source-serif-bold-italic", "SourceSerif4-SemiboldIt"),
  sourceSerif("source-serif-display", "SourceSerif4Display-Regular"),
  sourceSerif("source-serif-display-italic", "SourceSerif4Display-It"),
  sourceSerif("source-serif-display-bold", "SourceSerif4Display-Semibold"),
  sourceSerif("source-serif-display-bold-italic", "SourceSerif4Display-SemiboldIt"),
];

/** Families by name; a character that the first lacks is sought in the others, in this order. */
export const FAMILIES: readonly string[] = ["eb-garamond", "source-serif", "source-serif-display"];

export const PATTERNS: readonly PackageFile[] = [
  ...[
    "bg",
    "ca",
    "cs",
    "da",
    "de",
    "el-monoton",
    "en-gb",
    "en-us",
    "es",
    "et",
    "eu",
    "fi",
    "fr",
    "ga",
    "hr",
    "hu",
    "it",
  ],
  ...["la", "lt", "lv", "nb", "nl", "nn", "pl", "pt", "ro", "ru", "sk", "sl", "sr-cyrl", "sv", "tr", "uk"],
].map((key) => ({ key, package: "hyphenopoly", file: `patterns/${key}.wasm` }));

/** The key of a face in the font table. */
export function faceKey(family: string, bold: boolean, italic: boolean): string {
  return `${family}${bold ? "-bold" : ""}${italic ? "-italic" : ""}`;
}

/** The patterns for a BCP 47 tag; null where there are none, or where the text is in another script than they are. */
export function patternKey(lang: string): string | null {
  const [language = "", ...subtags] = lang.toLowerCase().split("-");
  const script = subtags.find((tag) => tag.length === 4);
  if (script === "latn" && NOT_LATIN.has(language)) return null;
  const known = SPECIAL[language] ?? language;
  if (language === "en" && subtags.includes("us")) return "en-us";
  return PATTERNS.some((each) => each.key === known) ? known : null;
}

const NOT_LATIN = new Set(["ru", "uk", "bg", "el", "sr"]);
const SPECIAL: Readonly<Record<string, string>> = { en: "en-gb", el: "el-monoton", no: "nb", sr: "sr-cyrl" };
