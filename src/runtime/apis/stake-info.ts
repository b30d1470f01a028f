import { btreeMap, option, tuple, vec } from "../../codec/containers.ts";
import { u64 } from "../../codec/primitives.ts";
import { query, runtimeApi } from "../frame/runtime-api.ts";
import {
  getStakeAvailabilityForColdkeys,
  getStakeFee,
  getStakeInfoForColdkey,
  getStakeInfoForColdkeys,
  getStakeInfoForHotkeyColdkeyNetuid,
} from "../pallets/subtensor/rpc-info/stake-info.ts";
import { getColdkeyLock } from "../pallets/subtensor/staking/lock.ts";
import { hotkeyConviction, subnetKing } from "../pallets/subtensor/staking/subnet-king.ts";
import { StakeAvailability, StakeInfo } from "../pallets/subtensor/types/neuron-infos.ts";
import { LockState } from "../pallets/subtensor/types.ts";
import { AccountId32 } from "../types/account-id.ts";
import { NetUid } from "../types/balances.ts";
import { U64F64 } from "../types/fixed.ts";

/** Rust: pallets/subtensor/runtime-api StakeInfoRuntimeApi. */
export const stakeInfoRuntimeApi = runtimeApi("StakeInfoRuntimeApi", 1, "Stakes, fees, locks and conviction.", {
  get_stake_info_for_coldkey: query(
    "All stakes of a coldkey.",
    { coldkey_account: AccountId32 },
    vec(StakeInfo),
    (state, { coldkey_account }) => getStakeInfoForColdkey(state, coldkey_account),
  ),
  get_stake_info_for_coldkeys: query(
    "All stakes of several coldkeys.",
    { coldkey_accounts: vec(AccountId32) },
    vec(tuple(AccountId32, vec(StakeInfo))),
    (state, { coldkey_accounts }) => getStakeInfoForColdkeys(state, coldkey_accounts),
  ),
  get_stake_info_for_hotkey_coldkey_netuid: query(
    "The stake of a coldkey with a hotkey on a subnet.",
    { hotkey_account: AccountId32, coldkey_account: AccountId32, netuid: NetUid },
    option(StakeInfo),
    (state, { hotkey_account, coldkey_account, netuid }) =>
      getStakeInfoForHotkeyColdkeyNetuid(state, hotkey_account, coldkey_account, netuid),
  ),
  get_stake_availability_for_coldkeys: query(
    "What coldkeys have on subnets: all, locked, and free to unstake.",
    { coldkey_accounts: vec(AccountId32), netuids: option(vec(NetUid)) },
    btreeMap(AccountId32, btreeMap(NetUid, StakeAvailability)),
    (state, { coldkey_accounts, netuids }) => getStakeAvailabilityForColdkeys(state, coldkey_accounts, netuids),
  ),
  get_stake_fee: query(
    "The fee on moving an amount between balances and subnets, rao.",
    {
      origin: option(tuple(AccountId32, NetUid)),
      origin_coldkey_account: AccountId32,
      destination: option(tuple(AccountId32, NetUid)),
      destination_coldkey_account: AccountId32,
      amount: u64,
    },
    u64,
    (state, { origin, destination, amount }) => getStakeFee(state, origin, destination, amount),
  ),
  get_coldkey_lock: query(
    "A coldkey's lock on a subnet as it is now.",
    { coldkey: AccountId32, netuid: NetUid },
    option(LockState),
    (state, { coldkey, netuid }) => getColdkeyLock(state, coldkey, netuid),
  ),
  get_hotkey_conviction: query(
    "The conviction of all who locked on a hotkey of a subnet.",
    { hotkey: AccountId32, netuid: NetUid },
    U64F64,
    (state, { hotkey, netuid }) => hotkeyConviction(state, hotkey, netuid),
  ),
  get_most_convicted_hotkey_on_subnet: query(
    "The hotkey with the most conviction on a subnet.",
    { netuid: NetUid },
    option(AccountId32),
    (state, { netuid }) => subnetKing(state, netuid),
  ),
});
