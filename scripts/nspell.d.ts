// nspell carries no types of its own.
declare module "nspell" {
  interface Spelling {
    correct(word: string): boolean;
  }
  const nspell: (aff: Uint8Array, dic: Uint8Array) => Spelling;
  export = nspell;
}
