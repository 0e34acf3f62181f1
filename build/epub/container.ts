// Takes documents, files and template data, gives the bytes of an EPUB. epub-gen-memory writes the container; everything
// in it is ours: it sees no manuscript text to rewrite and no address to fetch, and its download paths are closed.

import { type Content, EPub, type Options } from "epub-gen-memory";
import type { Navigation } from "./nav.ts";
import type { PackageData } from "./package.ts";
import { zip } from "./zip.ts";

/** A document of the spine, rendered by the template `page.xhtml.ejs`. */
export interface PageDocument {
  /** With ".xhtml". */
  readonly file: string;
  readonly title: string;
  readonly lang: string;
  readonly direction: "rtl" | null;
  readonly division: "frontmatter" | "bodymatter" | "backmatter" | "cover";
  /** For the style sheet: what kind of page it is. */
  readonly kind: string;
  readonly body: string;
}

export interface ContainerFile {
  /** From the container's root. */
  readonly path: string;
  readonly bytes: Uint8Array;
}

export interface ContainerInput {
  readonly documents: readonly PageDocument[];
  readonly files: readonly ContainerFile[];
  readonly sheets: readonly string[];
  readonly nav: Navigation;
  readonly pack: PackageData;
  readonly templates: ReadonlyMap<string, string>;
  /** The date every entry of the container carries. */
  readonly date: Date;
}

/** What the library fills in the place of a JSZip. */
class Shelf {
  readonly entries = new Map<string, Uint8Array>();

  file(name: string, content: string | Uint8Array): this {
    this.entries.set(name, typeof content === "string" ? new TextEncoder().encode(content) : content);
    return this;
  }

  folder(folder: string): Pick<Shelf, "file"> {
    const inside = { file: (name: string, content: string | Uint8Array) => this.file(`${folder}/${name}`, content) };
    return inside as Pick<Shelf, "file">;
  }
}

class Container extends EPub {
  readonly shelf = new Shelf();

  constructor(options: Options, content: Content) {
    super(options, content);
    this.shelf.file("mimetype", "application/epub+zip");
    this.zip = this.shelf as unknown as typeof this.zip;
  }

  protected override async downloadAllFonts(): Promise<void> {}
  protected override async downloadAllImages(): Promise<void> {}
  protected override async makeCover(): Promise<void> {}
}

export async function writeContainer(input: ContainerInput): Promise<Uint8Array> {
  const { documents, files, sheets, nav, pack, templates, date } = input;
  assertNames(documents, files);
  const options: Options & Record<string, unknown> = {
    title: pack.title,
    version: 3,
    date: pack.modified,
    lang: pack.lang,
    css: "",
    chapterXHTML: templateNamed(templates, "page.xhtml.ejs"),
    contentOPF: templateNamed(templates, "content.opf.ejs"),
    tocNCX: templateNamed(templates, "toc.ncx.ejs"),
    tocXHTML: templateNamed(templates, "toc.xhtml.ejs"),
    verbose: false,
    nav,
    pack,
  };
  const content = documents.map((page) => ({ ...page, sheets, filename: page.file, content: "" }));
  const container = new Container(options, content);
  await container.render();
  const { entries } = container.shelf;
  entries.delete("OEBPS/style.css");
  for (const { path, bytes } of files) entries.set(path, bytes);
  return zip(
    [...entries].map(([name, bytes]) => ({ name, bytes })),
    date,
  );
}

function templateNamed(templates: ReadonlyMap<string, string>, name: string): string {
  const text = templates.get(name);
  if (text === undefined) throw new Error(`templates/epub/${name} is missing`);
  return text;
}

/** The library strips characters from file names and lets a second file of a name replace the first, both silently. */
function assertNames(documents: readonly PageDocument[], files: readonly ContainerFile[]): void {
  const seen = new Set(["content.opf", "toc.ncx", "toc.xhtml", "style.css"].map((name) => `oebps/${name}`));
  for (const name of [...documents.map((page) => `OEBPS/${page.file}`), ...files.map((file) => file.path)]) {
    if (!/^[-._A-Za-z0-9]+(\/[-._A-Za-z0-9]+)*$/.test(name) || name.includes("..")) {
      throw new Error(`${name} cannot name a file of an EPUB`);
    }
    if (seen.has(name.toLowerCase())) throw new Error(`two files of the EPUB are called ${name}`);
    seen.add(name.toLowerCase());
  }
}
