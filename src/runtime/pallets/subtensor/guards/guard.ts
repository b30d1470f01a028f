import type { Values } from "../../../../codec/composites.ts";
import type { CallDeclaration, CallValue } from "../../../frame/calls.ts";
import type { ReadState } from "../../../frame/state.ts";
import { type Weight, zeroWeight } from "../../../frame/weight.ts";
import type { AccountId } from "../../../types/account-id.ts";
import type { calls } from "../calls.ts";

/**
 * Something that is checked before calls of signers are dispatched, nested ones too, and before a transaction enters
 * the pool. Rust: the fork's `DispatchExtension`.
 */
export interface Guard {
  readonly name: string;
  /** What the check costs, for this call. */
  weight(call: CallValue): Weight;
  /** @throws DispatchFailure to refuse. */
  check(state: ReadState, who: AccountId, call: CallValue): void;
}

type Calls = typeof calls;
type ArgumentsOf<N extends keyof Calls> = Calls[N] extends CallDeclaration<infer F> ? Values<F> : never;
type Checks = {
  readonly [N in keyof Calls]?: (state: ReadState, who: AccountId, args: ArgumentsOf<N>) => void;
};

/** A guard of some calls of SubtensorModule: what it checks for each. It costs nothing for any other. */
export function guardOf(name: string, weight: Weight, checks: Checks): Guard {
  const checkOf = (call: CallValue) =>
    call.pallet === "SubtensorModule" && Object.hasOwn(checks, call.name)
      ? (checks[call.name as keyof Calls] as (state: ReadState, who: AccountId, args: CallValue["args"]) => void)
      : undefined;
  return {
    name,
    weight: (call) => (checkOf(call) === undefined ? zeroWeight : weight),
    check: (state, who, call) => checkOf(call)?.(state, who, call.args),
  };
}
