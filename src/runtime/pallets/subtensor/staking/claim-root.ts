import type { Infer } from "../../../../codec/codec.ts";
import { fromHex, type Hex } from "../../../../lib/bytes.ts";
import { addU64, saturateU128 } from "../../../../lib/integers.ts";
import { I96F32 } from "../../../fixed/formats.ts";
import { fail, okOr } from "../../../frame/dispatch-error.ts";
import type { WriteState } from "../../../frame/state.ts";
import { withStorageLayer } from "../../../frame/storage-layer.ts";
import { addWeight, dbWeight, mulWeight, type Weight, weight } from "../../../frame/weight.ts";
import type { AccountId } from "../../../types/account-id.ts";
import { type AlphaBalance, type NetUid, rootNetuid, taoAsAlpha } from "../../../types/balances.ts";
import { minPrice } from "../../swap/impls.ts";
import { transferTaoFromSubnet } from "../emissions/tao.ts";
import { errors } from "../errors.ts";
import { events } from "../events.ts";
import { storage } from "../storage.ts";
import { getSubnetAccountId } from "../subnets/subnet.ts";
import type { RootClaimTypeEnum } from "../types.ts";
import { increaseStakeForHotkeyAndColdkeyOnSubnet } from "./alpha-shares.ts";
import { addStakeAdjustRootClaimedForHotkeyAndColdkey, getRootOwedForHotkeyColdkeyFloat } from "./root-claimable.ts";
import { swapAlphaForTao } from "./stake-utils.ts";
import { recordProtocolOutflow } from "./tao-flow.ts";

export type RootClaimType = Infer<typeof RootClaimTypeEnum>;

const claimOnSubnetWeight = addWeight(weight(60_000_000n, 6987n), dbWeight(7, 5));

/** The bytes `at` to `at + 8` of a hash as a big-endian number. */
function wordOf(bytes: Uint8Array, at: number): bigint {
  let word = 0n;
  for (const byte of bytes.subarray(at, at + 8)) word = (word << 8n) | BigInt(byte);
  return word;
}

/**
 * Up to `k` different indices below `n` from a block hash, ascending; 0 when n is 0.
 * Rust: `pallets/subtensor/src/staking/claim_root.rs block_hash_to_indices`.
 */
export function blockHashToIndices(blockHash: Hex, k: bigint, n: bigint): bigint[] {
  const bytes = fromHex(blockHash);
  const indices = new Set<bigint>();
  let last = wordOf(bytes, 0);
  for (let i = 0n; i < k; i++) {
    const step = wordOf(bytes, Number((i * 8n) % 32n));
    last = n === 0n ? 0n : addU64(last, step) % n;
    indices.add(last);
  }
  return [...indices].sort((a, b) => (a < b ? -1 : 1));
}

/** Sells owed alpha (rao) without fee for root stake of the same coldkey; all or nothing. */
function swapToRoot(
  state: WriteState,
  hotkey: AccountId,
  coldkey: AccountId,
  netuid: NetUid,
  alpha: AlphaBalance,
): void {
  withStorageLayer(state, () => {
    const tao = swapAlphaForTao(state, netuid, alpha, minPrice(), true).amountPaidOut;
    const rootStake = taoAsAlpha(tao);
    const rootAccount = getSubnetAccountId(state, rootNetuid) ?? fail(errors.RootNetworkDoesNotExist);
    transferTaoFromSubnet(state, netuid, rootAccount, tao);
    storage.SubnetRootSellTao.at(netuid).mutate(state, (total) => addU64(total, tao));
    recordProtocolOutflow(state, netuid, tao);
    increaseStakeForHotkeyAndColdkeyOnSubnet(state, hotkey, coldkey, rootNetuid, rootStake);
    storage.SubnetTAO.at(rootNetuid).mutate(state, (total) => addU64(total, tao));
    storage.SubnetAlphaOut.at(rootNetuid).mutate(state, (total) => addU64(total, rootStake));
    storage.TotalStake.mutate(state, (total) => addU64(total, tao));
    addStakeAdjustRootClaimedForHotkeyAndColdkey(state, hotkey, coldkey, rootStake);
  });
}

/**
 * Pays a coldkey what it is owed on a subnet for its root stake with a hotkey, as root stake or as alpha. Too little is
 * left for later, unless `ignoreMinimumCondition`.
 * @throws the errors of Swap, and of transfers.
 * Rust: `pallets/subtensor/src/staking/claim_root.rs root_claim_on_subnet`.
 */
function rootClaimOnSubnet(
  state: WriteState,
  hotkey: AccountId,
  coldkey: AccountId,
  netuid: NetUid,
  rootClaimType: RootClaimType,
  ignoreMinimumCondition: boolean,
): void {
  const owed = getRootOwedForHotkeyColdkeyFloat(state, hotkey, coldkey, netuid);
  if (!ignoreMinimumCondition && owed < storage.RootClaimableThreshold.at(netuid).get(state)) return;
  const alpha = I96F32.saturatingToU64(owed);
  if (alpha === 0n) return;
  const keep =
    rootClaimType.type === "Keep" ||
    (rootClaimType.type === "KeepSubnets" && rootClaimType.value.subnets.includes(netuid));
  if (keep) increaseStakeForHotkeyAndColdkeyOnSubnet(state, hotkey, coldkey, netuid, alpha);
  else swapToRoot(state, hotkey, coldkey, netuid, alpha);
  storage.RootClaimed.at(netuid, hotkey, coldkey).mutate(state, (claimed) => saturateU128(claimed + alpha));
}

/**
 * `rootClaimOnSubnet` on all subnets where the hotkey has anything to claim, or of these the given ones; what it weighs.
 * Rust: `pallets/subtensor/src/staking/claim_root.rs root_claim_all`.
 */
function rootClaimAll(
  state: WriteState,
  hotkey: AccountId,
  coldkey: AccountId,
  subnets: readonly NetUid[] | undefined,
): Weight {
  const rootClaimType = storage.RootClaimType.at(coldkey).get(state);
  let claims = 0;
  for (const [netuid] of storage.RootClaimable.at(hotkey).get(state)) {
    if (subnets !== undefined && !subnets.includes(netuid)) continue;
    rootClaimOnSubnet(state, hotkey, coldkey, netuid, rootClaimType, false);
    claims++;
  }
  return addWeight(dbWeight(2, 0), mulWeight(claimOnSubnetWeight, claims));
}

/**
 * Claims for a coldkey with all its hotkeys, or nothing when anything fails; what it weighs.
 * Rust: `pallets/subtensor/src/staking/claim_root.rs do_root_claim`.
 */
export function doRootClaim(state: WriteState, coldkey: AccountId, subnets: readonly NetUid[] | undefined): Weight {
  return withStorageLayer(state, () => {
    let total = dbWeight(1, 0);
    for (const hotkey of storage.StakingHotkeys.at(coldkey).get(state))
      total = addWeight(total, dbWeight(1, 0), rootClaimAll(state, hotkey, coldkey, subnets));
    state.emit(events.RootClaimed({ coldkey }));
    return total;
  });
}

/**
 * Claims for a few root stakers, chosen by the hash of the last block. A claim that fails is left for later.
 * Rust: `pallets/subtensor/src/staking/claim_root.rs run_auto_claim_root_divs`.
 */
export function runAutoClaimRootDivs(state: WriteState, lastBlockHash: Hex): void {
  const n = storage.NumStakingColdkeys.get(state);
  const k = storage.NumRootClaim.get(state);
  for (const index of blockHashToIndices(lastBlockHash, k, n)) {
    const coldkey = storage.StakingColdkeysByIndex.at(index).get(state);
    if (coldkey !== undefined) okOr(() => doRootClaim(state, coldkey, undefined));
  }
}

/**
 * Sets what a coldkey wants its root dividends as.
 * Rust: `pallets/subtensor/src/staking/claim_root.rs change_root_claim_type`.
 */
export function changeRootClaimType(state: WriteState, coldkey: AccountId, newType: RootClaimType): void {
  storage.RootClaimType.at(coldkey).set(state, newType);
  state.emit(events.RootClaimTypeSet({ coldkey, root_claim_type: newType }));
}
