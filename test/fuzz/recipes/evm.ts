import type { Hex } from "../../../src/lib/bytes.ts";
import type { CallValue } from "../../../src/runtime/frame/calls.ts";
import { accountOfAddress } from "../../../src/runtime/pallets/evm/accounts.ts";
import { type Attempt, address, callOf, type Recipe, type Recipes } from "../attempt.ts";
import { anyRich, signed } from "./common.ts";

/** More gas than a block has weighs more than a block, too: only with a weight that Root says does it get that far. */
const pastWeight = (call: CallValue, who: Hex): Attempt => {
  const as_origin = { type: "Signed", who };
  const dispatch = callOf("Utility", "dispatch_as_fallible", { as_origin, call });
  const weight = { ref_time: 1_000_000n, proof_size: 0n };
  return { call: callOf("Utility", "with_weight", { call: dispatch, weight }), from: "root" };
};

/** A transaction of the signer's own address, up to where code would run: each check before that is met at times. */
const transaction =
  (name: string): Recipe =>
  (w, r) => {
    const from = anyRich(r);
    const kind = r.below(6);
    const made = signed(w, r, name, from, {
      source: from.slice(0, 42),
      nonce: kind === 0 ? 1_000_000n : undefined,
      gas_limit: kind === 1 ? 1n : kind === 2 ? 80_000_000n : 5_000_000n,
      max_fee_per_gas: kind === 3 ? 1n : 1n << 60n,
      max_priority_fee_per_gas: undefined,
      value: 0n,
    });
    return made !== undefined && kind === 2 ? pastWeight(made.call, from) : made;
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
