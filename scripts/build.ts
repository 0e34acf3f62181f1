// `build`: books → products. All of a book's products are written, or none.

import { join } from "node:path";
import { digest } from "../build/cache.ts";
import { type Diagnostic, hasError, nearest, printDiagnostic, type Result } from "../build/diagnostic.ts";
import type { Manifest } from "../build/errata/manifest.ts";
import { describeReach, type Reach, reachOf } from "../build/errata/reach.ts";
import { type Editions, type Made, makeProducts, type ProductName } from "../build/pipeline.ts";
import { type Proof, prove } from "../build/proof.ts";
import type { Workshop } from "../build/workshop.ts";
import { trimCache, writeProducts } from "../build/world.ts";
import { countOf, distinct, type OpenBook, openBook, printAll } from "./books.ts";
import { manifestOf, readManifest } from "./editions.ts";
import { type Progress, progress } from "./progress.ts";
import { CACHE_FOLDER, workshop } from "./supplies.ts";

export interface BuildOptions {
  readonly out: string;
  readonly only?: string;
  readonly json?: boolean;
  readonly cache: boolean;
  /** Keep the pages of an edition: that in the products' own folder, or the one whose folder or manifest is named. */
  readonly stable?: string | true;
  /** An edition since which the EPUB tells what changed. */
  readonly errata?: string;
}

const PRODUCTS: readonly ProductName[] = ["epub", "pdf", "zine"];

export async function runBuild(books: readonly string[], options: BuildOptions): Promise<number> {
  const wanted = new Set((options.only?.split(",") ?? PRODUCTS).map((each) => each.trim()));
  for (const name of wanted) {
    if (PRODUCTS.includes(name as ProductName)) continue;
    const meant = nearest(name, PRODUCTS);
    console.error(
      `error: --only does not know “${name}”${meant ? `; did you mean ${meant}?` : ""}: ${PRODUCTS.join(", ")}`,
    );
    return 2;
  }
  const line = progress();
  let opened: Workshop | null = null;
  const shop = (): Workshop => {
    opened ??= workshop({ cache: options.cache }, line.step);
    return opened;
  };
  let failed = false;
  for (const path of books) {
    const done = await buildOne(path, shop, wanted as ReadonlySet<ProductName>, options, line);
    failed ||= !done;
  }
  if (options.cache) trimCache(CACHE_FOLDER);
  return failed ? 1 : 0;
}

/** Builds one book; false where nothing was written. */
export async function buildOne(
  path: string,
  shop: () => Workshop,
  wanted: ReadonlySet<ProductName>,
  options: BuildOptions,
  line: Progress,
): Promise<boolean> {
  const opened = await openBook(path);
  const editions = opened.value && editionsFor(opened.value, options);
  const ready = editions && !hasError(editions.diagnostics) ? opened.value : null;
  const made = ready && editions && (await makeProducts(ready, shop(), wanted, editions.value));
  const diagnostics = distinct([...opened.diagnostics, ...(editions?.diagnostics ?? []), ...(made?.diagnostics ?? [])]);
  const proof =
    opened.value && made && !hasError(diagnostics) ? await proveMade(opened.value, made.value, shop()) : null;
  diagnostics.push(...(proof?.diagnostics ?? []));
  let written: readonly string[] = [];
  const stable = made && editions?.value.keep ? reaches(editions.value.keep, made.value) : null;
  if (opened.value && made && proof && !hasError(diagnostics)) {
    const { book } = opened.value;
    const folder = join(options.out, book.name);
    const report = reportOf(opened.value, made.value, proof.value, diagnostics, stable);
    const files = new Map<string, Uint8Array | string>(made.value.files);
    files.set("report.json", `${JSON.stringify(report, null, 2)}\n`);
    files.set("manifest.json", JSON.stringify(manifestFor(opened.value, made.value)));
    diagnostics.push(...writeProducts(folder, files));
    written = [...made.value.files].map(([name, bytes]) => `${join(folder, name)}  ${sizeOf(bytes.length)}`);
    if (options.json) console.log(JSON.stringify(report, null, 2));
  }
  line.done();
  printAll(diagnostics, opened.folder);
  if (hasError(diagnostics)) {
    console.error(`${path}: ${countOf(diagnostics)}; nothing was written`);
    return false;
  }
  if (!options.json) for (const line of [...written, ...describeStable(stable)]) console.log(line);
  if (diagnostics.length > 0) console.error(`${path}: ${countOf(diagnostics)}`);
  return true;
}

/** The earlier editions the options name. */
function editionsFor({ book }: OpenBook, { out, stable, errata }: BuildOptions): Result<Editions> {
  const read = (path: string | null) => (path === null ? { value: null, diagnostics: [] } : readManifest(path));
  const keep = read(stable === true ? join(out, book.name) : (stable ?? null));
  const since = read(errata ?? null);
  return {
    value: { keep: keep.value, since: since.value },
    diagnostics: [...keep.diagnostics, ...since.diagnostics],
  };
}

interface Stable {
  readonly edition: string;
  readonly print: readonly Reach[] | null;
  readonly zine: readonly Reach[] | null;
}

function reaches(before: Manifest, { print, zine }: Made): Stable {
  return {
    edition: before.edition,
    print: print && before.print && reachOf(before.print, print),
    zine: zine && before.zine && reachOf(before.zine, zine.bound),
  };
}

function describeStable(stable: Stable | null): string[] {
  return (["print", "zine"] as const).flatMap((product) => {
    const found = stable?.[product];
    if (!found) return [];
    const lines = found.length > 0 ? found.map(describeReach) : ["no line of the text has moved"];
    return lines.map((line) => `${product}, as edition ${stable.edition}: ${line}`);
  });
}

function manifestFor(opened: OpenBook, { print, zine, errata }: Made): Manifest {
  return { ...manifestOf(opened, print, zine), ...(errata ? { errata } : {}) };
}

function proveMade(
  { recipe, book }: OpenBook,
  { files, print, zine, errata }: Made,
  shop: Workshop,
): Promise<Result<Proof>> {
  shop.onStep("proving that nothing is lost");
  const zines = zine ? [zine, ...(zine.mini ? [zine.mini] : [])] : [];
  return prove({ recipe, book, files, print, zines, errata }, shop.memo);
}

/** What a build says of itself, for people and programs; a function of the book alone. */
function reportOf(
  { book }: OpenBook,
  made: Made,
  proof: Proof,
  diagnostics: readonly Diagnostic[],
  stable: Stable | null,
): object {
  return {
    book: book.name,
    title: book.meta.title,
    edition: book.meta.edition,
    chapters: book.chapters.length,
    notes: book.chapters.reduce((sum, chapter) => sum + chapter.notes.length, 0),
    terms: book.glossary.length,
    events: book.timeline.length,
    pages: made.print?.pages.length ?? null,
    zine: made.zine && {
      pages: made.zine.bound.pages.length,
      impositions: made.zine.impositions.map(({ scheme, paper, sheets, blanks }) => ({
        scheme: scheme.name,
        paper: paper.name,
        sheets,
        blanks,
      })),
    },
    accessibility: made.access?.map(({ property, value, reason }) => ({ property, value, reason })) ?? null,
    products: [...made.files].map(([file, bytes]) => ({ file, bytes: bytes.length, sha256: digest(bytes) })),
    ...(stable ? { stable } : {}),
    ledger: proof.notes,
    diagnostics: diagnostics.map((each) => ({ ...each, text: printDiagnostic(each, () => undefined) })),
  };
}

function sizeOf(bytes: number): string {
  return bytes < 1_000_000 ? `${Math.ceil(bytes / 1000)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}
