import { as } from "../../codec/codec.ts";
import { u8, u16, u64 } from "../../codec/primitives.ts";
import { AccountId32 } from "./account-id.ts";

/** A subnet's number. */
export const NetUid = as("NetUid", u16);
/** The number of root, the subnet that is staked to in TAO. Answers to `NetUid::ROOT`. */
export const rootNetuid = 0;
/** A mechanism's number within its subnet. */
export const MechId = as("MechId", u8);
/** Subnet and mechanism in one: `mecid * 4096 + netuid`. */
export const NetUidStorageIndex = as("NetUidStorageIndex", u16);
/** An amount of TAO in rao (10^-9). */
export const TaoBalance = as("TaoBalance", u64);
/** An amount of a subnet's alpha, in units of 10^-9. */
export const AlphaBalance = as("AlphaBalance", u64);
/** An account, spelled as most declarations of the original spell it. */
export const AccountIdT = as("T::AccountId", AccountId32);
