// nspell carries no types of its own.
declare module "nspell" {
  interface Spelling {
    correct(word: string): boolean;
    /** Every form of every word, with the dictionary's flags. */
    readonly data: Readonly<Record<string, readonly string[]>>;
  }
  const nspell: (aff: Uint8Array, dic: Uint8Array | string) => Spelling;
  export = nspell;
}
