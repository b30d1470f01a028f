/**
 * Something of the original that this node does not have yet. It stops what met it (a block, a runtime call) instead of
 * going on with a made-up result; it is never a dispatch result. `what` is `Pallet.call`, an API's method or a rule.
 */
export class NotBuilt extends Error {
  readonly what: string;
  constructor(what: string) {
    super(`${what} is not built`);
    this.name = "NotBuilt";
    this.what = what;
  }
}
