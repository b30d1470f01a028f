import { fail } from "../../../frame/dispatch-error.ts";
import { benchmarked } from "../../../frame/weight.ts";
import { errors } from "../errors.ts";
import { storage } from "../storage.ts";
import { ensureEvmKeyAssociateRateLimit } from "../utils/evm-rate-limit.ts";
import { type Guard, guardOf } from "./guard.ts";

/**
 * An EVM key is bound to a registered hotkey, and not too soon after the last.
 * @throws HotKeyNotRegisteredInSubNet, EvmKeyAssociateRateLimitExceeded.
 * Rust: `pallets/subtensor/src/guards/check_evm_key_association.rs CheckEvmKeyAssociation`.
 */
export const checkEvmKeyAssociation: Guard = guardOf("CheckEvmKeyAssociation", benchmarked(15_448_000n, 4117n, 2, 0), {
  associate_evm_key(state, who, { netuid }) {
    const uid = storage.Uids.at(netuid, who).get(state) ?? fail(errors.HotKeyNotRegisteredInSubNet);
    ensureEvmKeyAssociateRateLimit(state, netuid, uid);
  },
});
