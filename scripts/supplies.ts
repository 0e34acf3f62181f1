// Fonts, patterns, templates and the cache, from disk into a workshop.

import { memoWith, NO_STORE } from "../build/cache.ts";
import { FACES, PATTERNS } from "../build/typeset/faces.ts";
import { openWorkshop, type Workshop } from "../build/workshop.ts";
import { codeVersion, diskStore, listProjectFiles, readPackageFile, readProjectText } from "../build/world.ts";

export const CACHE_FOLDER = ".cache/samizdat";

/** Chapters of a large book in two sizes, and what else a build remembers. */
const HELD = 500;

/** `again`: the same book will be built more than once. */
export function workshop(
  options: { readonly cache: boolean; readonly again?: boolean },
  onStep: (words: string) => void = () => undefined,
): Workshop {
  const store = options.cache ? diskStore(CACHE_FOLDER) : NO_STORE;
  const table = (files: typeof FACES): Map<string, Uint8Array> =>
    new Map(files.map(({ key, package: name, file }) => [key, readPackageFile(name, file)]));
  return openWorkshop(
    {
      fonts: table(FACES),
      patterns: table(PATTERNS),
      themes: new Map(["print", "zine"].flatMap(themesIn)),
      epubTemplates: new Map(
        listProjectFiles("templates/epub").map((name) => [name, readProjectText(`templates/epub/${name}`).text]),
      ),
      licences: new Map(LICENCES.map(([family, name, file]) => [family, text(readPackageFile(name, file))])),
    },
    memoWith(store, options.cache ? codeVersion() : "", options.again ? HELD : 0),
    onStep,
  );
}

const LICENCES = [
  ["eb-garamond", "@expo-google-fonts/eb-garamond", "LICENSE_FONT"],
  ["source-serif", "source-serif", "LICENSE.md"],
] as const;

const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

function themesIn(kind: string): [string, ReturnType<typeof readProjectText>][] {
  return listProjectFiles(`templates/${kind}`)
    .filter((name) => name.endsWith(".yaml"))
    .map((name) => [`${kind}/${name.replace(/\.yaml$/, "")}`, readProjectText(`templates/${kind}/${name}`)]);
}
