import { blake2Hex } from "../../../crypto/hashing.ts";
import { concatBytes, fromHex, type Hex, utf8 } from "../../../lib/bytes.ts";
import type { ReadState } from "../../frame/state.ts";
import type { AccountId } from "../../types/account-id.ts";
import { reducibleBalance } from "../balances/fungible.ts";
import { accountNonce } from "../system/accounts.ts";

/** Wei in one rao. */
const weiPerRao = 1_000_000_000n;

/** The account that an Ethereum address stands for. Rust: `HashedAddressMapping`. */
export function accountOfAddress(address: Hex): AccountId {
  return blake2Hex(concatBytes(utf8("evm:"), fromHex(address)));
}

/** Nonce and spendable balance (wei) of an address. Rust: `pallet_evm::Pallet::account_basic`. */
export function accountBasic(state: ReadState, address: Hex): { readonly balance: bigint; readonly nonce: bigint } {
  const who = accountOfAddress(address);
  return {
    balance: reducibleBalance(state, who, "Preserve", "Polite") * weiPerRao,
    nonce: BigInt(accountNonce(state, who)),
  };
}
