import type { Infer } from "../../codec/codec.ts";
import type { DispatchError } from "../types/dispatch-error.ts";
import type { ErrorDeclaration } from "./errors.ts";
import type { PostInfo } from "./weight.ts";

export type DispatchErrorValue = Infer<typeof DispatchError>;
type Bare = Exclude<DispatchErrorValue, { readonly value: unknown }>["type"];

/** What a call may fail with: a pallet's declared error, the name of a general one, or the value itself. */
export type FailureReason = ErrorDeclaration | Bare | DispatchErrorValue;

/**
 * A call that failed by the rules. It is thrown by pallets and caught in one place, where the storage layer has been
 * undone already. Anything else that is thrown in the runtime is a defect of ours.
 */
export class DispatchFailure extends Error {
  readonly reason: FailureReason;
  readonly post: PostInfo;

  constructor(reason: FailureReason, post: PostInfo = {}) {
    super(typeof reason === "string" ? reason : "name" in reason ? `${reason.pallet}.${reason.name}` : reason.type);
    this.name = "DispatchFailure";
    this.reason = reason;
    this.post = post;
  }
}

/** Ends the call with an error; its storage layer is undone. */
export function fail(reason: FailureReason, post?: PostInfo): never {
  throw new DispatchFailure(reason, post);
}

/** Ends the call with `reason` unless the condition holds. */
export function ensure(condition: boolean, reason: FailureReason): asserts condition {
  if (!condition) throw new DispatchFailure(reason);
}

/** What `attempt` returns, or undefined when it failed by the rules. Its storage changes are not undone. */
export function okOr<T>(attempt: () => T): { ok: T } | { failure: DispatchFailure } {
  try {
    return { ok: attempt() };
  } catch (error) {
    if (error instanceof DispatchFailure) return { failure: error };
    throw error;
  }
}
