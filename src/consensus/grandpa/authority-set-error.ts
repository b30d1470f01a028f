/** Why a change of voters cannot be noted or applied. */
export type AuthoritySetFault =
  | "invalid-authorities"
  | "duplicate"
  | "multiple-forced"
  | "unsatisfied-dependency"
  | "unfinalized-ancestor"
  | "reverted"
  | "inconsistent-changes";

/** A block that the changes of voters do not fit. Rust: `sc_consensus_grandpa::authorities::Error`. */
export class AuthoritySetError extends Error {
  override name = "AuthoritySetError";
  readonly fault: AuthoritySetFault;
  constructor(fault: AuthoritySetFault, message: string) {
    super(message);
    this.fault = fault;
  }
}
