import { as, type Codec } from "../../codec/codec.ts";
import { u8, u16, u64 } from "../../codec/primitives.ts";
import { AccountId32 } from "./account-id.ts";

declare const unit: unique symbol;

/**
 * A number of one unit. Only the compiler knows the unit: plain numbers (literals, results of arithmetic) pass for any,
 * a number that has one is refused where another is asked for. See `docs/decisions/units.md`.
 */
type Unit<Of extends number | bigint, Name extends string> = Of & { readonly [unit]?: Name };

/** A subnet's number. */
export type NetUid = Unit<number, "netuid">;
export const NetUid: Codec<NetUid> = as("NetUid", u16);
/** The number of root, the subnet that is staked to in TAO. Rust: `NetUid::ROOT`. */
export const rootNetuid: NetUid = 0;
/** A mechanism's number within its subnet; also how many mechanisms there are. */
export type MechId = Unit<number, "mecid">;
export const MechId: Codec<MechId> = as("MechId", u8);
/** Subnet and mechanism in one: `mecid * 4096 + netuid`. */
export type NetUidStorageIndex = Unit<number, "netuid index">;
export const NetUidStorageIndex: Codec<NetUidStorageIndex> = as("NetUidStorageIndex", u16);
/** The index of a subnet's mechanism 0, which is the netuid itself. Rust: `NetUidStorageIndex::from(NetUid)`. */
export const indexOfMechanism0 = (netuid: NetUid): NetUidStorageIndex => netuid as number;
/** An index where a netuid is asked for, as a metagraph of a mechanism shows it. Rust: `get_mechagraph`. */
export const indexAsNetuid = (index: NetUidStorageIndex): NetUid => index as number;
/** A neuron's number within its subnet. The original has no type of its own for it. */
export type Uid = Unit<number, "uid">;
export const Uid: Codec<Uid> = u16;
/** An amount of TAO in rao (10^-9). */
export type TaoBalance = Unit<bigint, "rao of TAO">;
export const TaoBalance: Codec<TaoBalance> = as("TaoBalance", u64);
/** An amount of a subnet's alpha in alpha rao (10^-9). */
export type AlphaBalance = Unit<bigint, "rao of alpha">;
export const AlphaBalance: Codec<AlphaBalance> = as("AlphaBalance", u64);
/** TAO as alpha where both are worth the same: as stake on root, and on a subnet without a pool. */
export const taoAsAlpha = (tao: TaoBalance): AlphaBalance => tao as bigint;
/** An account, spelled as most declarations of the original spell it. */
export const AccountIdT = as("T::AccountId", AccountId32);
