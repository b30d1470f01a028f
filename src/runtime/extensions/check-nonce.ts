import { encode } from "../../codec/codec.ts";
import { tuple } from "../../codec/containers.ts";
import { u32 } from "../../codec/primitives.ts";
import { invalid } from "../frame/validity.ts";
import { storage as system } from "../pallets/system/storage.ts";
import { AccountId32 } from "../types/account-id.ts";
import type { TransactionExtension } from "./extension.ts";

const Tag = tuple(AccountId32, u32);

/**
 * Each transaction of an account once and in order. An account that nothing keeps alive may only send free calls.
 * Rust: `subtensor: runtime/src/check_nonce.rs`.
 */
export const checkNonce: TransactionExtension<number | undefined, void> = {
  identifier: "CheckNonce",
  validate(state, { who, info, explicit }) {
    if (who === undefined) return { val: undefined };
    const account = system.Account.at(who).get(state);
    if (info.pays_fee === "Yes" && account.providers === 0 && account.sufficients === 0) invalid("Payment");
    if (explicit.nonce < account.nonce) invalid("Stale");
    return {
      validity: {
        provides: [encode(Tag, [who, explicit.nonce])],
        requires: account.nonce < explicit.nonce ? [encode(Tag, [who, explicit.nonce - 1])] : [],
      },
      val: account.nonce,
    };
  },
  prepare(state, { who, explicit }, nonce) {
    if (who === undefined || nonce === undefined) return;
    if (explicit.nonce > nonce) invalid("Future");
    system.Account.at(who).mutate(state, (account) => ({ ...account, nonce: nonce + 1 }));
  },
};
