import { subU64 } from "../../../../lib/integers.ts";
import { ensure } from "../../../frame/dispatch-error.ts";
import type { ReadState } from "../../../frame/state.ts";
import type { NetUid, Uid } from "../../../types/balances.ts";
import { errors } from "../errors.ts";
import { storage } from "../storage.ts";
import { getCurrentBlockAsU64 } from "./misc.ts";

/**
 * "Never" counts as block 0 here, so a young chain refuses.
 * @throws EvmKeyAssociateRateLimitExceeded.
 * Rust: `pallets/subtensor/src/utils/evm.rs ensure_evm_key_associate_rate_limit`.
 */
export function ensureEvmKeyAssociateRateLimit(state: ReadState, netuid: NetUid, uid: Uid): void {
  const associated = storage.AssociatedEvmAddress.at(netuid, uid).get(state)?.[1] ?? 0n;
  const passed = subU64(getCurrentBlockAsU64(state), associated);
  ensure(passed >= state.rules.evmKeyAssociateRateLimit, errors.EvmKeyAssociateRateLimitExceeded);
}
