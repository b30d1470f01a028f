/** Bytes that the original's node cannot decode, in the words of its codec, which go to clients. */
export class CodecError extends Error {
  /** As Rust prints it for programmers. */
  readonly debug: string;

  /** @param what the field that did not decode. @param why what is wrong with its bytes. */
  constructor(what: string, why: string) {
    super(`Could not decode \`${what}\`:\n\t${why}\n`);
    this.name = "CodecError";
    this.debug = `Error { cause: Some(Error { cause: None, desc: "${why}" }), desc: "Could not decode \`${what}\`" }`;
  }
}

export const tooShort = "Not enough data to fill buffer";
