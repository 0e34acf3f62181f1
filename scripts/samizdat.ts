// The commands: what they are called and what they take. Each is a module that does the work and gives an exit code.

import { isMainThread } from "node:worker_threads";
import { Command } from "commander";
import type { BuildOptions } from "./build.ts";
import type { ImportOptions } from "./import.ts";

// Output that is cut short, as by `| head`, is no error.
process.stdout.on("error", (problem: NodeJS.ErrnoException) => process.exit(problem.code === "EPIPE" ? 0 : 1));

const DEFAULT_BOOK = "manuscript/reader";
const BOOKS = `folders of books (${DEFAULT_BOOK})`;

const program = new Command("samizdat")
  .description("Turns damaged texts into annotated books: EPUB, print PDF and imposed zine.")
  .showHelpAfterError();

/** The exit code is set, not forced, so that all output is written out first. */
async function exitWith(code: Promise<number>): Promise<void> {
  process.exitCode = await code;
}

const booksOf = (books: string[]): string[] => (books.length > 0 ? books : [DEFAULT_BOOK]);

program
  .command("build")
  .description("make the EPUB, the print PDF and the zine of each book")
  .argument("[book...]", BOOKS)
  .option("--out <dir>", "where products go: <dir>/<book>/", "dist")
  .option("--only <products>", "some of epub,pdf,zine")
  .option("--json", "print the report as JSON instead of text")
  .option("--no-cache", "do all work again")
  .option("--stable [edition]", "keep the pages of the edition built last, or of the one whose folder is named")
  .option("--errata <edition>", "tell at the end of the EPUB what changed since that edition")
  .action(async (books: string[], options: BuildOptions) =>
    exitWith((await import("./build.ts")).runBuild(booksOf(books), options)),
  );

program
  .command("watch")
  .description("build a book again whenever one of its files is saved")
  .argument("[book]", "folder of a book", DEFAULT_BOOK)
  .option("--out <dir>", "where products go: <dir>/<book>/", "dist")
  .option("--no-cache", "forget everything between two runs")
  .action(async (book: string, options: { out: string; cache: boolean }) =>
    exitWith((await import("./watch.ts")).runWatch(book, options)),
  );

program
  .command("errata")
  .description("say what changed between two editions, and what must be printed again")
  .argument("<old>", "folder of a built book, its manifest.json, a book's folder, or BOOK@REVISION of git")
  .argument("<new>", "the same of the new edition")
  .option("--out <file>", "write the Markdown there")
  .option("--slip <file>", "write a PDF to print and lay into the old edition, of its zine's size")
  .action(async (before: string, after: string, options: { out?: string; slip?: string }) =>
    exitWith((await import("./errata.ts")).runErrata(before, after, options)),
  );

program
  .command("feedback")
  .description("find in the manuscript what readers marked on their devices, and propose corrections")
  .argument("<book>", "folder of a book")
  .argument("<file...>", "exports of KOReader, Kindle, Kobo, or W3C annotations")
  .option("--out <file>", "write the proposals there, in the form of corrections.yaml")
  .action(async (book: string, files: string[], options: { out?: string }) =>
    exitWith((await import("./feedback.ts")).runFeedback(book, files, options)),
  );

program
  .command("why")
  .description("say where a printed line comes from, or where a chapter's line is printed")
  .argument("<book>", "folder of a book")
  .argument("<place>", "p47:12, z3:5 (zine), land.xhtml#id, or chapters/05-land.md:13")
  .option("--out <dir>", "where the products are", "dist")
  .action(async (book: string, place: string, options: { out: string }) =>
    exitWith((await import("./why.ts")).runWhy(book, place, options)),
  );

program
  .command("import")
  .description("clean sources into the chapters of a book, or one text into one file")
  .argument("[book]", "folder of a book with a sources.yaml")
  .option("--sources <dir>", "folder that holds the files sources.yaml names")
  .option("--in <file>", "one text, without recipe")
  .option("--out <file>", "where its chapters go")
  .option("--lang <tag>", "language of that text, if it is not English: de, fr …")
  .option("--report <file>", "write every edit and every open question as JSON")
  .action(async (book: string | undefined, options: Omit<ImportOptions, "book">) =>
    exitWith((await import("./import.ts")).runImport({ ...(book ? { book } : {}), ...options })),
  );

program
  .command("check")
  .description("say what is wrong with a book, and make nothing")
  .argument("[book...]", BOOKS)
  .option("--format <format>", "text, json or sarif", "text")
  .action(async (books: string[], options: { format: string }) =>
    exitWith((await import("./check.ts")).runCheck(booksOf(books), options)),
  );

program
  .command("show")
  .description("print a value between two passes as text")
  .argument("[book...]", BOOKS)
  .requiredOption("--as <value>", "edits, book, bodies, pages or sides")
  .option("--sources <dir>", "for edits: the folder that holds the sources")
  .action(async (books: string[], options: { as: string; sources?: string }) =>
    exitWith((await import("./show.ts")).runShow(booksOf(books), options)),
  );

program
  .command("verify")
  .description("open what was built again and prove that no word and no note is lost")
  .argument("[book...]", BOOKS)
  .option("--out <dir>", "where the products are", "dist")
  .option("--json", "print the ledger as JSON")
  .action(async (books: string[], options: { out: string; json?: boolean }) =>
    exitWith((await import("./verify.ts")).runVerify(booksOf(books), options)),
  );

program
  .command("corrections")
  .description("turn edits made in imported chapters into corrections.yaml")
  .argument("<book>", "folder of a book with a sources.yaml")
  .action(async (book: string) => exitWith((await import("./corrections.ts")).runCorrections({ book })));

if (isMainThread) void program.parseAsync();
else void import("./hand.ts").then(({ serve }) => serve(JSON.parse(process.argv[3] ?? "{}")));
