// A book's folder, read from disk → the Book. Which file is parsed as what, and in which order.

import { assemble } from "./assemble/assemble.ts";
import type { Block, Book, Chapter, ImageAsset, Recipe, RecipePart } from "./book.ts";
import { digest } from "./cache.ts";
import { type Diagnostic, error, nearest, type Result } from "./diagnostic.ts";
import { readImage } from "./images/read.ts";
import { parseBlocks, parseChapter } from "./parse/chapter.ts";
import { parseGlossary } from "./parse/glossary.ts";
import { parseRecipe } from "./parse/recipe.ts";
import { parseTimeline } from "./parse/timeline.ts";
import type { Source, Span } from "./text.ts";

/** A book's folder as it lies on disk: texts and images by their paths in it. */
export interface Folder {
  readonly name: string;
  readonly texts: ReadonlyMap<string, Source>;
  readonly images: ReadonlyMap<string, Uint8Array>;
}

export interface Manuscript {
  readonly recipe: Recipe;
  readonly book: Book;
}

/** The value is null where book.yaml itself cannot be read. */
export async function readManuscript(folder: Folder): Promise<Result<Manuscript | null>> {
  const source = folder.texts.get("book.yaml");
  if (!source) return { value: null, diagnostics: [] };
  const { value: recipe, diagnostics: first } = parseRecipe(source);
  if (!recipe) return { value: null, diagnostics: first };
  const diagnostics: Diagnostic[] = [...first];
  const keep = <T>(result: Result<T>): T => {
    diagnostics.push(...result.diagnostics);
    return result.value;
  };
  const parts = chapterFiles(recipe, folder).map((part) => ({
    title: part.title,
    chapters: part.chapters.flatMap(({ path, role, span }): Chapter[] => {
      const text = folder.texts.get(path);
      if (text) return [keep(parseChapter(text, { lang: recipe.meta.lang, role }))];
      diagnostics.push(missingFile(path, folder.texts.keys(), span));
      return [];
    }),
  }));
  const glossary = folder.texts.get("glossary.yaml");
  const timeline = folder.texts.get("timeline.yaml");
  const images = await readImages(folder, source.file.replace(/book\.yaml$/, ""), diagnostics);
  const whole = new Set(images.map((image) => image.path));
  const book = keep(
    assemble({
      name: folder.name,
      recipe,
      colophon: keep(colophonOf(recipe, source)),
      edition: editionOf(folder),
      parts,
      glossary: glossary ? keep(parseGlossary(glossary)) : [],
      timeline: timeline ? keep(parseTimeline(timeline)) : [],
      images,
      refused: [...folder.images.keys()].filter((path) => !whole.has(path)),
    }),
  );
  return { value: { recipe, book }, diagnostics };
}

/** The chapters the recipe names, or the files of `chapters/` in name order. */
function chapterFiles(recipe: Recipe, folder: Folder): readonly RecipePart[] {
  if (recipe.parts) return recipe.parts;
  const span: Span = { file: recipe.file, start: 0, end: 0 };
  const paths = [...folder.texts.keys()].filter((path) => /^chapters\/[^/]+\.md$/.test(path));
  return [{ title: null, chapters: paths.map((path) => ({ path, role: "chapter", span })) }];
}

function missingFile(path: string, known: Iterable<string>, span: Span): Diagnostic {
  if (/^(?:\/|[A-Za-z]:)|(?:^|\/)\.\.(?:\/|$)/.test(path)) {
    return error("file/outside", `${path} is not inside the book's folder`, span, "copy the file into the folder");
  }
  const meant = nearest(path, known);
  return error("file/missing", `there is no file ${path}`, span, ...(meant ? [`did you mean ${meant}?`] : []));
}

/** `shown`: the folder as messages name it, with its slash. */
async function readImages(folder: Folder, shown: string, diagnostics: Diagnostic[]): Promise<ImageAsset[]> {
  const read = await Promise.all([...folder.images].map(([path, bytes]) => readImage(path, bytes)));
  for (const each of read.flatMap(({ diagnostics }) => diagnostics)) {
    diagnostics.push(each.span ? { ...each, span: { ...each.span, file: shown + each.span.file } } : each);
  }
  return read.flatMap((each) => each.value ?? []);
}

function colophonOf(recipe: Recipe, source: Source): Result<readonly Block[]> {
  const text = recipe.meta.colophon;
  return text === null ? { value: [], diagnostics: [] } : parseBlocks({ ...source, text }, 0, "colophon");
}

/** Everything a book is made of, in eight digits: the same words and images, the same edition. */
function editionOf(folder: Folder): string {
  const parts = [
    ...[...folder.texts].map(([path, source]) => [path, digest(source.text)]),
    ...[...folder.images].map(([path, bytes]) => [path, digest(bytes)]),
  ];
  return digest(JSON.stringify(parts.sort(([a], [b]) => (a! < b! ? -1 : 1)))).slice(0, 8);
}
