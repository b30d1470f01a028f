import type { Codec } from "../../codec/codec.ts";
import { wrapper } from "../../codec/composites.ts";
import { fixedHex } from "../../codec/primitives.ts";
import type { Hex } from "../../lib/bytes.ts";

/** A 32-byte account id as hex: compares and sorts as its bytes do. */
export type AccountId = Hex;

export const AccountId32: Codec<AccountId> = wrapper("sp_core::crypto::AccountId32", fixedHex(32));

/** The account of 32 zero bytes, the original's default account. */
export const zeroAccount: AccountId = `0x${"00".repeat(32)}`;
