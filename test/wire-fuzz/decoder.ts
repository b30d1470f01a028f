/** A way that a peer's bytes go, up to where the node knows what to make of them. */
export interface Decoder {
  readonly name: string;
  /** Real messages. */
  readonly samples: readonly Uint8Array[];
  /** How many inputs it gets, beside the others. */
  readonly share: number;
  /** Puts right what keeps the rest of a changed message from being read; half of the inputs go through it. */
  readonly repair?: (bytes: Uint8Array) => Uint8Array;
  /**
   * Takes an input. @returns whether it was taken for a message; false where the refusal is an answer.
   * @throws one of `refusals` for what is none
   */
  take(bytes: Uint8Array): boolean;
  readonly refusals: readonly (new (...args: never[]) => Error)[];
}
