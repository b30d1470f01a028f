import { btreeMap, option, tuple, vec } from "../../codec/containers.ts";
import { u16, u64 } from "../../codec/primitives.ts";
import { query, runtimeApi } from "../frame/runtime-api.ts";
import { LockState, StakeAvailability, StakeInfo } from "../pallets/subtensor/types.ts";
import { AccountId32 } from "../types/account-id.ts";
import { U64F64 } from "../types/fixed.ts";

/** StakeInfoRuntimeApi. */
export const stakeInfoRuntimeApi = runtimeApi("StakeInfoRuntimeApi", 1, "Stake info runtime api.", {
  get_stake_info_for_coldkey: query("Get stake info for coldkey.", { coldkey_account: AccountId32 }, vec(StakeInfo)),
  get_stake_info_for_coldkeys: query(
    "Get stake info for coldkeys.",
    { coldkey_accounts: vec(AccountId32) },
    vec(tuple(AccountId32, vec(StakeInfo))),
  ),
  get_stake_info_for_hotkey_coldkey_netuid: query(
    "Get stake info for hotkey coldkey netuid.",
    { hotkey_account: AccountId32, coldkey_account: AccountId32, netuid: u16 },
    option(StakeInfo),
  ),
  get_stake_availability_for_coldkeys: query(
    "Get stake availability for coldkeys.",
    { coldkey_accounts: vec(AccountId32), netuids: option(vec(u16)) },
    btreeMap(AccountId32, btreeMap(u16, StakeAvailability)),
  ),
  get_stake_fee: query(
    "Get stake fee.",
    {
      origin: option(tuple(AccountId32, u16)),
      origin_coldkey_account: AccountId32,
      destination: option(tuple(AccountId32, u16)),
      destination_coldkey_account: AccountId32,
      amount: u64,
    },
    u64,
  ),
  get_coldkey_lock: query("Get coldkey lock.", { coldkey: AccountId32, netuid: u16 }, option(LockState)),
  get_hotkey_conviction: query("Get hotkey conviction.", { hotkey: AccountId32, netuid: u16 }, U64F64),
  get_most_convicted_hotkey_on_subnet: query(
    "Get most convicted hotkey on subnet.",
    { netuid: u16 },
    option(AccountId32),
  ),
});
