// `build`: books → products. All of a book's products are written, or none.

import { join } from "node:path";
import { digest } from "../build/cache.ts";
import { type Diagnostic, hasError, nearest, printDiagnostic, type Result } from "../build/diagnostic.ts";
import type { Manifest } from "../build/errata/manifest.ts";
import { describeReach, type Reach } from "../build/errata/reach.ts";
import type { Editions, ProductName } from "../build/pipeline.ts";
import type { Workshop } from "../build/workshop.ts";
import { trimCache, writeProducts } from "../build/world.ts";
import { countOf, distinct, type OpenBook, openBook, printAll } from "./books.ts";
import { manifestOf, readManifest } from "./editions.ts";
import { type Hand, secondHand } from "./hand.ts";
import { type Progress, progress } from "./progress.ts";
import { join as joined, makeShare, type Share } from "./share.ts";
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
  const hand = secondHand(options);
  if (wanted.has("zine") && wanted.size > 1) hand?.ready();
  let failed = false;
  for (const path of books) {
    const done = await buildOne(path, shop, wanted as ReadonlySet<ProductName>, options, line, hand);
    failed ||= done === null;
  }
  hand?.dismiss();
  if (options.cache) trimCache(CACHE_FOLDER);
  return failed ? 1 : 0;
}

/** Builds one book; null where nothing was written. */
export async function buildOne(
  path: string,
  shop: () => Workshop,
  wanted: ReadonlySet<ProductName>,
  options: BuildOptions,
  line: Progress,
  hand: Hand | null,
): Promise<Share | null> {
  const opened = await openBook(path);
  const editions = opened.value && editionsFor(opened.value, options);
  const ready = editions && !hasError(editions.diagnostics) ? opened.value : null;
  const made = ready && editions && (await makeShares(ready, shop(), wanted, editions.value, hand));
  const diagnostics = distinct([...opened.diagnostics, ...(editions?.diagnostics ?? []), ...(made?.diagnostics ?? [])]);
  let written: readonly string[] = [];
  const stable = made && editions?.value.keep ? { edition: editions.value.keep.edition, ...made.reach } : null;
  if (ready && made && !hasError(diagnostics)) {
    const folder = join(options.out, ready.book.name);
    const report = reportOf(ready, made, diagnostics, stable);
    const files = new Map<string, Uint8Array | string>(made.files);
    files.set("report.json", `${JSON.stringify(report, null, 2)}\n`);
    files.set("manifest.json", JSON.stringify(manifestFor(ready, made)));
    diagnostics.push(...writeProducts(folder, files));
    written = [...made.files].map(([name, bytes]) => `${join(folder, name)}  ${sizeOf(bytes.length)}`);
    if (options.json) console.log(JSON.stringify(report, null, 2));
  }
  line.done();
  printAll(diagnostics, opened.folder);
  if (made === null || hasError(diagnostics)) {
    console.error(`${path}: ${countOf(diagnostics)}; nothing was written`);
    return null;
  }
  if (!options.json) for (const line of [...written, ...describeStable(stable)]) console.log(line);
  if (diagnostics.length > 0) console.error(`${path}: ${countOf(diagnostics)}`);
  return made;
}

/** The zine needs nothing of the others, nor they of it, but for what errata may say of its pages. */
async function makeShares(
  opened: OpenBook,
  shop: Workshop,
  wanted: ReadonlySet<ProductName>,
  editions: Editions,
  hand: Hand | null,
): Promise<Share> {
  const { epub, pdf, zine } = opened.recipe.products;
  const first = new Set(
    (["epub", "pdf"] as const).filter((name) => wanted.has(name) && (name === "epub" ? epub : pdf)),
  );
  if (first.size === 0 || !zine || !wanted.has("zine") || editions.since) {
    return makeShare(opened, shop, wanted, editions);
  }
  const second = new Set(["zine"] as const);
  const helped = hand?.make({ folder: opened.folder, wanted: second, editions });
  const [mine, theirs] = await Promise.all([makeShare(opened, shop, first, editions), helped ?? null]);
  return joined([mine, theirs ?? (await makeShare(opened, shop, second, editions))]);
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

function describeStable(stable: Stable | null): string[] {
  return (["print", "zine"] as const).flatMap((product) => {
    const found = stable?.[product];
    if (!found) return [];
    const lines = found.length > 0 ? found.map(describeReach) : ["no line of the text has moved"];
    return lines.map((line) => `${product}, as edition ${stable.edition}: ${line}`);
  });
}

function manifestFor({ book }: OpenBook, { editions, errata }: Share): Manifest {
  return { ...manifestOf(book, editions), ...(errata ? { errata } : {}) };
}

/** What a build says of itself, for people and programs; a function of the book alone. */
function reportOf({ book }: OpenBook, made: Share, diagnostics: readonly Diagnostic[], stable: Stable | null): object {
  return {
    book: book.name,
    title: book.meta.title,
    edition: book.meta.edition,
    chapters: book.chapters.length,
    notes: book.chapters.reduce((sum, chapter) => sum + chapter.notes.length, 0),
    terms: book.glossary.length,
    events: book.timeline.length,
    pages: made.pages,
    zine: made.zine,
    accessibility: made.access?.map(({ property, value, reason }) => ({ property, value, reason })) ?? null,
    products: [...made.files].map(([file, bytes]) => ({ file, bytes: bytes.length, sha256: digest(bytes) })),
    ...(stable ? { stable } : {}),
    ledger: made.proof.notes,
    diagnostics: diagnostics.map((each) => ({ ...each, text: printDiagnostic(each, () => undefined) })),
  };
}

function sizeOf(bytes: number): string {
  return bytes < 1_000_000 ? `${Math.ceil(bytes / 1000)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}
