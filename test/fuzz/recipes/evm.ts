import type { Hex } from "../../../src/lib/bytes.ts";
import { accountOfAddress } from "../../../src/runtime/pallets/evm/accounts.ts";
import { address, callOf, type Recipe, type Recipes } from "../attempt.ts";
import { anyRich, signed } from "./common.ts";

/** A transaction of the signer's own address, up to where code would run: each check before that is met at times. */
const transaction =
  (name: string): Recipe =>
  (w, r) => {
    const from = anyRich(r);
    const kind = r.below(6);
    return signed(w, r, name, from, {
      source: from.slice(0, 42),
      nonce: kind === 0 ? 1_000_000n : undefined,
      gas_limit: kind === 1 ? 1n : kind === 2 ? 80_000_000n : 5_000_000n,
      max_fee_per_gas: kind === 3 ? 1n : 1n << 60n,
      max_priority_fee_per_gas: undefined,
      value: 0n,
    });
  };

/** Calls of the EVM. */
export const evmRecipes: Recipes = {
  "EVM.call": transaction("EVM.call"),
  "EVM.create": transaction("EVM.create"),
  "EVM.create2": transaction("EVM.create2"),
  "EVM.withdraw": (_w, r) => {
    const from = anyRich(r);
    const source = from.slice(0, 42) as Hex;
    const fund = callOf("Balances", "transfer_allow_death", {
      dest: address(accountOfAddress(source)),
      value: 10_000_000n,
    });
    const calls = [fund, callOf("EVM", "withdraw", { address: source, value: BigInt(r.below(9_000_000)) })];
    return { call: callOf("Utility", "batch_all", { calls }), from };
  },
};
