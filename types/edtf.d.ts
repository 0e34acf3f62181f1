declare module "edtf" {
  /** Throws on a text that is not EDTF. `min` and `max` are milliseconds since 1970, or infinite. */
  const edtf: (text: string) => { readonly min: number; readonly max: number };
  export default edtf;
}
