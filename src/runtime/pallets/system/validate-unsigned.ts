import { fromHex } from "../../../lib/bytes.ts";
import { maxU64 } from "../../../lib/integers.ts";
import type { ValidTransactionValue } from "../../../primitives/validity.ts";
import type { CallValue } from "../../frame/calls.ts";
import { okOr } from "../../frame/dispatch-error.ts";
import type { ReadState } from "../../frame/state.ts";
import { invalid } from "../../frame/validity.ts";
import { authorizationOf } from "./code.ts";

/**
 * Whether a bare call of System's may be in the pool and in a block: only the upgrade whose code was authorized, before
 * everything else. Rust: `frame_system: lib.rs validate_unsigned`.
 * @throws ValidityFailure
 */
export function validateUnsigned(state: ReadState, { name, args }: CallValue): Partial<ValidTransactionValue> {
  if (name !== "apply_authorized_upgrade") return invalid("Call");
  const authorized = okOr(() => authorizationOf(state, args.code as Uint8Array));
  if (!("ok" in authorized)) return invalid("Call");
  return { priority: maxU64, provides: [fromHex(authorized.ok.code_hash)] };
}
