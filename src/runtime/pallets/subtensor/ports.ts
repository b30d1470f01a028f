import { port } from "../../frame/ports.ts";
import type { ReadState, WriteState } from "../../frame/state.ts";
import type { AccountId } from "../../types/account-id.ts";
import type { NetUid } from "../../types/balances.ts";
import type { EpochKernel } from "./yuma/epoch-types.ts";

/**
 * The account of the block's author, undefined when the digest names none.
 * Rust: `pallets/subtensor/src/macros/config.rs AuthorshipProvider`.
 */
export const authorship = port<(state: ReadState) => AccountId | undefined>("SubtensorModule.AuthorshipProvider");

/**
 * What Commitments does when a subnet ends.
 * Rust: `pallets/subtensor/src/macros/config.rs CommitmentsInterface`.
 */
export interface Commitments {
  purgeNetuid(state: WriteState, netuid: NetUid): void;
}

export const commitments = port<Commitments>("SubtensorModule.CommitmentsInterface");

/**
 * How the beneficiary of a lease comes to act for the lease's coldkey, and ceases to.
 * Rust: `pallets/subtensor/src/macros/config.rs ProxyInterface`.
 */
export interface LeaseProxies {
  add(state: WriteState, lease: AccountId, beneficiary: AccountId): void;
  remove(state: WriteState, lease: AccountId, beneficiary: AccountId): void;
}

export const leaseProxies = port<LeaseProxies>("SubtensorModule.ProxyInterface");

/** What computes the arithmetic of an epoch. All implementations give the same bits. */
export const epochKernel = port<EpochKernel>("SubtensorModule.EpochKernel");
