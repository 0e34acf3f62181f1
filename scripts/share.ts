// Some of a book's products, made and proved, with all that a build tells of them: plain data, so that two threads can each
// make a share. Shares are joined in their order, so that nothing shows how many threads there were.

import { type Diagnostic, hasError } from "../build/diagnostic.ts";
import { type Reach, reachOf } from "../build/errata/reach.ts";
import { type Editions, type Made, makeProducts, type ProductName, printedEditions } from "../build/pipeline.ts";
import { type Proof, prove } from "../build/proof.ts";
import type { Workshop } from "../build/workshop.ts";
import type { OpenBook } from "./books.ts";

export interface Share {
  /** File name → bytes. */
  readonly files: ReadonlyMap<string, Uint8Array>;
  readonly diagnostics: readonly Diagnostic[];
  readonly editions: ReturnType<typeof printedEditions>;
  readonly access: Made["access"];
  readonly errata: Made["errata"];
  /** Of the print PDF. */
  readonly pages: number | null;
  readonly zine: ZineCounts | null;
  /** How far reflow reaches from an edition whose pages were to be kept. */
  readonly reach: { readonly print: readonly Reach[] | null; readonly zine: readonly Reach[] | null };
  readonly proof: Proof;
  /** Parts remembered, and parts done again. */
  readonly hits: number;
  readonly misses: number;
}

export interface ZineCounts {
  readonly pages: number;
  readonly impositions: readonly {
    readonly scheme: string;
    readonly paper: string;
    readonly sheets: number;
    readonly blanks: number;
  }[];
}

const NOT_PROVED: Proof = { notes: [], readers: [], proved: [] };

/** The products of `wanted` the recipe asks for. What has an error is not proved. */
export async function makeShare(
  opened: Omit<OpenBook, "folder">,
  shop: Workshop,
  wanted: ReadonlySet<ProductName>,
  editions: Editions,
): Promise<Share> {
  const { recipe, book } = opened;
  const { memo } = shop;
  const before = [memo.hits(), memo.misses()] as const;
  const { value: made, diagnostics } = await makeProducts(opened, shop, wanted, editions);
  const { files, print, zine, errata, access } = made;
  const proof = hasError(diagnostics) ? null : await proofOf();
  shop.settle();
  const { keep } = editions;
  return {
    files,
    diagnostics: [...diagnostics, ...(proof?.diagnostics ?? [])],
    editions: printedEditions(book, print, zine),
    access,
    errata,
    pages: print?.pages.length ?? null,
    zine: zine && {
      pages: zine.bound.pages.length,
      impositions: zine.impositions.map(({ scheme, paper, sheets, blanks }) => ({
        scheme: scheme.name,
        paper: paper.name,
        sheets,
        blanks,
      })),
    },
    reach: {
      print: print && keep?.print ? reachOf(keep.print, print) : null,
      zine: zine && keep?.zine ? reachOf(keep.zine, zine.bound) : null,
    },
    proof: proof?.value ?? NOT_PROVED,
    hits: memo.hits() - before[0],
    misses: memo.misses() - before[1],
  };

  function proofOf(): ReturnType<typeof prove> {
    shop.onStep("proving that nothing is lost");
    const zines = zine ? [zine, ...(zine.mini ? [zine.mini] : [])] : [];
    return prove({ recipe, book, files, print, zines, errata }, memo);
  }
}

/** The first share has the ledger of notes. */
export function join(shares: readonly Share[]): Share {
  const [first] = shares as [Share];
  const one = <T>(pick: (share: Share) => T | null): T | null => shares.map(pick).find((each) => each !== null) ?? null;
  return {
    files: new Map(shares.flatMap(({ files }) => [...files])),
    diagnostics: shares.flatMap(({ diagnostics }) => diagnostics),
    editions: {
      ...first.editions,
      print: one(({ editions }) => editions.print),
      zine: one(({ editions }) => editions.zine),
    },
    access: one(({ access }) => access),
    errata: one(({ errata }) => errata),
    pages: one(({ pages }) => pages),
    zine: one(({ zine }) => zine),
    reach: { print: one(({ reach }) => reach.print), zine: one(({ reach }) => reach.zine) },
    proof: { ...first.proof, proved: shares.flatMap(({ proof }) => proof.proved) },
    hits: shares.reduce((sum, { hits }) => sum + hits, 0),
    misses: shares.reduce((sum, { misses }) => sum + misses, 0),
  };
}
