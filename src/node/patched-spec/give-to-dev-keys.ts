import { encode } from "../../codec/codec.ts";
import { tuple, vec } from "../../codec/containers.ts";
import { u64 } from "../../codec/primitives.ts";
import { type DevName, devAccount } from "../../crypto/dev-accounts.ts";
import { blake2b128, twox128 } from "../../crypto/hashing.ts";
import { concatBytes, fromHex, type Hex, type StateKey, toKey, utf8 } from "../../lib/bytes.ts";
import { AuraPublic, GrandpaPublic } from "../../primitives/authorities.ts";
import type { StateOverlay } from "../../primitives/state.ts";
import { AccountInfo } from "../../runtime/types/frame.ts";

/** What each key has afterwards, rao: a million TAO. */
const free = 1_000_000_000_000_000n;
/** Says that the balance is counted by the rules of today. Rust: `pallet_balances: IS_NEW_LOGIC`. */
const newLogic = 2n ** 127n;
/** Where programs of older rules keep their voters too, behind a byte for the version. */
const wellKnownVoters: StateKey = ":grandpa_authorities";

const prefixOf = (...names: readonly string[]): StateKey => names.map((name) => toKey(twox128(utf8(name)))).join("");

/**
 * Gives a chain to development keys: they make blocks, vote for finality and have TAO, and the first of them has sudo. Keys of
 * sessions and changes of voters that wait are removed. The items are those of every program, whatever rules the chain
 * has; the issuance stays as it was.
 * Rust: `node/src/clone_spec.rs patch_raw_spec`.
 */
export function giveToDevKeys(state: StateOverlay, names: readonly [DevName, ...DevName[]]): void {
  const keys = names.map((name) => devAccount(name).publicKey);
  const voters = names.map((name): [Hex, bigint] => [devAccount(name, "ed25519").publicKey, 1n]);
  const encodedVoters = encode(vec(tuple(GrandpaPublic, u64)), voters);
  state.put(prefixOf("Aura", "Authorities"), encode(vec(AuraPublic), keys));
  state.put(prefixOf("Grandpa", "Authorities"), encodedVoters);
  state.put(wellKnownVoters, concatBytes(Uint8Array.of(1), encodedVoters));
  state.put(prefixOf("Grandpa", "CurrentSetId"), encode(u64, 0n));
  // Live.
  state.put(prefixOf("Grandpa", "State"), Uint8Array.of(0));
  for (const item of ["PendingChange", "NextForced", "Stalled"]) state.delete(prefixOf("Grandpa", item));
  for (const prefix of [prefixOf("Grandpa", "SetIdSession"), prefixOf("Session")])
    state.removePrefix(prefix, undefined, undefined);
  state.put(prefixOf("Sudo", "Key"), fromHex(devAccount(names[0]).publicKey));
  const data = { free, reserved: 0n, frozen: 0n, flags: newLogic };
  const account = encode(AccountInfo, { nonce: 0, consumers: 0, providers: 1, sufficients: 0, data });
  for (const key of keys.map(fromHex)) {
    state.put(prefixOf("System", "Account") + toKey(blake2b128(key)) + toKey(key), account);
  }
}
