import { toHex, utf8 } from "../../lib/bytes.ts";
import type { AccountId } from "./account-id.ts";

/** Ids are cut or filled with zeros to the 32 bytes of an account. */
function truncated(...parts: readonly Uint8Array[]): AccountId {
  const account = new Uint8Array(32);
  let at = 0;
  for (const part of parts) {
    account.set(part.subarray(0, 32 - at), at);
    at += part.length;
  }
  return toHex(account);
}

/**
 * The account of a pallet, from the eight letters of its id.
 * Rust: `PalletId::into_account_truncating`.
 */
export function palletAccount(id: string): AccountId {
  return truncated(utf8("modl"), utf8(id));
}

/**
 * The account of a part of a pallet, from the pallet's id and the encoded name of the part.
 * Rust: `PalletId::into_sub_account_truncating`.
 */
export function palletSubAccount(id: string, sub: Uint8Array): AccountId {
  return truncated(utf8("modl"), utf8(id), sub);
}
