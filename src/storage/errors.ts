/**
 * `locked`: another process uses the directory. `unreadable`: it cannot be opened. `full`: a write found no space, or
 * a limit. `failed`: the disk or the system refused otherwise. `damaged`: what is stored contradicts itself.
 * `foreign`: it was written by another version, for another chain or with another pruning. `gone`: the state asked for
 * is not kept any more. `misuse`: an operation that makes no sense here. `remote`: what a fork has not read yet cannot be
 * had from the node that it stands on.
 */
export type StorageProblem =
  | ("locked" | "unreadable" | "full" | "failed" | "damaged")
  | ("foreign" | "gone" | "misuse" | "remote");

/** Every error of storage: one line that says what is wrong and what to do. */
export class StorageError extends Error {
  override name = "StorageError";
  readonly problem: StorageProblem;

  constructor(problem: StorageProblem, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.problem = problem;
  }
}

/** A record that does not read as what it should be; whoever knows the record says which one it is. */
export class RecordError extends Error {
  override name = "RecordError";
}
