import { decode, encode } from "../codec/codec.ts";
import { tuple, vec } from "../codec/containers.ts";
import { bool, bytes, fixedHex, u32, u64 } from "../codec/primitives.ts";
import type { Voter } from "../consensus/finality.ts";
import { emptyBytes, fromHex, type Hex } from "../lib/bytes.ts";
import { AuraPublic, GrandpaPublic, SlotDuration } from "../primitives/authorities.ts";
import { createExtrinsic, type Extrinsic } from "../primitives/extrinsic.ts";
import { ShieldedTransaction, type ShieldedValue } from "../primitives/shielded-transaction.ts";

/** Asks a method of a runtime API on one state, arguments and answer in SCALE. @throws EngineError or RuntimeCallError */
export type ApiCall = (method: string, args: Uint8Array) => Promise<Uint8Array>;

/** Who makes blocks, in the order of the slots: sr25519 public keys. */
export async function auraAuthorities(ask: ApiCall): Promise<readonly Hex[]> {
  return decode(vec(AuraPublic), await ask("AuraApi_authorities", emptyBytes));
}

/** Length of a slot, ms. */
export async function slotDuration(ask: ApiCall): Promise<bigint> {
  return decode(SlotDuration, await ask("AuraApi_slot_duration", emptyBytes));
}

/** The voters of GRANDPA: ed25519 public keys and weights. */
export async function grandpaAuthorities(ask: ApiCall): Promise<readonly Voter[]> {
  return decode(vec(tuple(GrandpaPublic, u64)), await ask("GrandpaApi_grandpa_authorities", emptyBytes));
}

/** Which set of voters that is, by the runtime's count. */
export async function grandpaSetId(ask: ApiCall): Promise<bigint> {
  return decode(u64, await ask("GrandpaApi_current_set_id", emptyBytes));
}

/** How many transactions an account has sent. */
export async function accountNonce(ask: ApiCall, account: Hex): Promise<number> {
  return decode(u32, await ask("AccountNonceApi_account_nonce", fromHex(account)));
}

/** Whether the author of the block after this state decrypts with the key of that hash (twox128). */
export async function isCurrentShieldKey(ask: ApiCall, keyHash: Hex): Promise<boolean> {
  return decode(bool, await ask("ShieldApi_is_shielded_using_current_key", encode(fixedHex(16), keyHash)));
}

/** What an extrinsic that is submitted encrypted carries; undefined when the key does not open it. */
export async function unshielded(
  ask: ApiCall,
  decKey: Uint8Array,
  transaction: ShieldedValue,
): Promise<Extrinsic | undefined> {
  const args = encode(tuple(bytes, ShieldedTransaction), [decKey, transaction]);
  const answer = await ask("ShieldApi_try_unshield_tx", args);
  // Some, and then the extrinsic with its length, as it travels.
  return answer[0] === 1 ? createExtrinsic(answer.slice(1)) : undefined;
}
