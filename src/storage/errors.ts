/**
 * `locked`: another process uses the directory. `unreadable`: it cannot be opened or read. `full`: no space is left.
 * `damaged`: what is stored contradicts itself. `foreign`: it was written by another version or for another chain.
 * `gone`: the state asked for is not kept any more. `misuse`: an operation that makes no sense here.
 */
export type StorageProblem = "locked" | "unreadable" | "full" | "damaged" | "foreign" | "gone" | "misuse";

/** Every error of storage: one line that says what is wrong and what to do. */
export class StorageError extends Error {
  override name = "StorageError";
  readonly problem: StorageProblem;

  constructor(problem: StorageProblem, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.problem = problem;
  }
}
