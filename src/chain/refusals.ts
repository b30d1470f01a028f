import { UserError } from "../lib/user-error.ts";
import { StorageError, type StorageProblem } from "../storage/errors.ts";
import { PoolError, SealingError } from "./api.ts";
import { EngineError } from "./engine.ts";
import { ImportError } from "./import-error.ts";
import { ProposalError } from "./propose.ts";
import { QueueClosed } from "./queue.ts";

const refusals: ReadonlySet<StorageProblem> = new Set(["misuse", "gone", "remote"]);

/**
 * Whether an error only tells somebody why what he asked for is not done. After any other error of the chain's writer
 * nobody knows what memory holds: the node must end.
 */
export function isRefusal(error: unknown): boolean {
  if (error instanceof StorageError) return refusals.has(error.problem);
  const kinds = [ImportError, EngineError, ProposalError, PoolError, SealingError, QueueClosed];
  // A key file that cannot be used is the user's, and read anew for each block.
  return error instanceof UserError || kinds.some((kind) => error instanceof kind);
}
