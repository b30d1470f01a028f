import { I96F32 } from "../../../fixed/formats.ts";
import { ensure } from "../../../frame/dispatch-error.ts";
import { ensureSigned, type Origin } from "../../../frame/origin.ts";
import type { WriteState } from "../../../frame/state.ts";
import type { PostInfo } from "../../../frame/weight.ts";
import type { NetUid } from "../../../types/balances.ts";
import { errors } from "../errors.ts";
import { storage } from "../storage.ts";
import { ensureSubnetOwnerOrRoot } from "../utils/misc.ts";
import { changeRootClaimType, doRootClaim, type RootClaimType } from "./claim-root.ts";
import { maybeAddColdkeyIndex } from "./staking-coldkeys.ts";

/** Subnets that one call may claim on. */
const mostSubnets = 5;
/** Automatic claims in one block. */
const mostClaims = 50n;
/** Greatest threshold, alpha rao. */
const greatestThreshold = 10_000_000n;

/**
 * Claims the signing coldkey's root dividends of one to five subnets; what it weighed.
 * @throws InvalidSubnetNumber, and what the claims throw.
 * Rust: `pallets/subtensor/src/macros/dispatches.rs claim_root`.
 */
export function claimRoot(state: WriteState, origin: Origin, subnets: readonly NetUid[]): PostInfo {
  const coldkey = ensureSigned(origin);
  ensure(subnets.length > 0 && subnets.length <= mostSubnets, errors.InvalidSubnetNumber);
  maybeAddColdkeyIndex(state, coldkey);
  return { actualWeight: doRootClaim(state, coldkey, subnets), pays: "Yes" };
}

/**
 * Sets what the signing coldkey wants its root dividends as.
 * @throws InvalidSubnetNumber when alpha is to be kept on no subnet.
 * Rust: `pallets/subtensor/src/macros/dispatches.rs set_root_claim_type`.
 */
export function setRootClaimType(state: WriteState, origin: Origin, type: RootClaimType): void {
  const coldkey = ensureSigned(origin);
  if (type.type === "KeepSubnets") ensure(type.value.subnets.length > 0, errors.InvalidSubnetNumber);
  maybeAddColdkeyIndex(state, coldkey);
  changeRootClaimType(state, coldkey, type);
}

/**
 * Sets how many root stakers are claimed for in each block; 0 for none.
 * @throws InvalidNumRootClaim above 50.
 * Rust: `pallets/subtensor/src/macros/dispatches.rs sudo_set_num_root_claims`.
 */
export function setNumRootClaims(state: WriteState, count: bigint): void {
  ensure(count <= mostClaims, errors.InvalidNumRootClaim);
  storage.NumRootClaim.set(state, count);
}

/**
 * Sets below how much alpha (rao) nothing is claimed on a subnet.
 * @throws BadOrigin, InvalidRootClaimThreshold above 10 000 000 rao.
 * Rust: `pallets/subtensor/src/macros/dispatches.rs sudo_set_root_claim_threshold`.
 */
export function setRootClaimThreshold(state: WriteState, origin: Origin, netuid: NetUid, threshold: bigint): void {
  ensureSubnetOwnerOrRoot(state, origin, netuid);
  ensure(threshold <= greatestThreshold, errors.InvalidRootClaimThreshold);
  storage.RootClaimableThreshold.at(netuid).set(state, I96F32.fromNum(threshold));
}
