import { as } from "../../../codec/codec.ts";
import { compact, vec } from "../../../codec/containers.ts";
import { bool } from "../../../codec/primitives.ts";
import { call, defineCalls } from "../../frame/calls.ts";
import { ensureRoot, ensureSigned } from "../../frame/origin.ts";
import { AccountId32 } from "../../types/account-id.ts";
import { TaoBalance } from "../../types/balances.ts";
import { MultiAddress } from "../../types/substrate.ts";
import { lookup } from "../system/lookup.ts";
import { forceAdjustTotalIssuance, forceSetBalance, upgradeAccounts } from "./force.ts";
import { burnFrom, reducibleBalance, transfer } from "./fungible.ts";
import { unreserve } from "./reserves.ts";
import { AdjustmentDirection } from "./types.ts";
import { weights } from "./weights.ts";

const address = as("AccountIdLookupOf<T>", MultiAddress);
const amountOf = as("T::Balance", compact(TaoBalance));

/** What users may ask of Balances. */
export const calls = defineCalls("Balances", {
  transfer_allow_death: call(0, {
    docs: "Sends rao; the sender's account may end.",
    args: { dest: address, value: amountOf },
    weight: weights.transferAllowDeath,
    run(state, origin, { dest, value }) {
      const source = ensureSigned(origin);
      transfer(state, source, lookup(dest), value, "Expendable");
    },
  }),
  force_transfer: call(2, {
    docs: "Moves rao of any account (root).",
    args: { source: address, dest: address, value: amountOf },
    weight: weights.forceTransfer,
    run(state, origin, { source, dest, value }) {
      ensureRoot(origin);
      const from = lookup(source);
      transfer(state, from, lookup(dest), value, "Expendable");
    },
  }),
  transfer_keep_alive: call(3, {
    docs: "Sends rao, but not so much that the sender's account would end.",
    args: { dest: address, value: amountOf },
    weight: weights.transferKeepAlive,
    run(state, origin, { dest, value }) {
      const source = ensureSigned(origin);
      transfer(state, source, lookup(dest), value, "Preserve");
    },
  }),
  transfer_all: call(4, {
    docs: "Sends all that can be sent, or all but what keeps the account.",
    args: { dest: address, keep_alive: bool },
    weight: weights.transferAll,
    run(state, origin, { dest, keep_alive }) {
      const source = ensureSigned(origin);
      const preservation = keep_alive ? "Preserve" : "Expendable";
      const all = reducibleBalance(state, source, preservation, "Polite");
      transfer(state, source, lookup(dest), all, preservation);
    },
  }),
  force_unreserve: call(5, {
    docs: "Frees reserved rao of any account (root).",
    args: { who: address, amount: as("T::Balance", TaoBalance) },
    weight: weights.forceUnreserve,
    run(state, origin, { who, amount }) {
      ensureRoot(origin);
      unreserve(state, lookup(who), amount);
    },
  }),
  upgrade_accounts: call(6, {
    docs: "Moves accounts to today's rules of balances; free when they needed it.",
    args: { who: as("Vec<T::AccountId>", vec(AccountId32)) },
    weight: ({ who }) => weights.upgradeAccounts(who.length),
    run(state, origin, { who }) {
      ensureSigned(origin);
      return upgradeAccounts(state, who);
    },
  }),
  force_set_balance: call(8, {
    docs: "Sets the free balance of any account, and issuance with it (root).",
    args: { who: address, new_free: amountOf },
    weight: weights.forceSetBalance,
    run(state, origin, { who, new_free }) {
      ensureRoot(origin);
      forceSetBalance(state, lookup(who), new_free);
    },
  }),
  force_adjust_total_issuance: call(9, {
    docs: "Changes the record of how much rao there is (root).",
    args: { direction: as("AdjustmentDirection", AdjustmentDirection), delta: amountOf },
    weight: weights.forceAdjustTotalIssuance,
    run(state, origin, { direction, delta }) {
      ensureRoot(origin);
      forceAdjustTotalIssuance(state, direction, delta);
    },
  }),
  burn: call(10, {
    docs: "Burns the signer's rao.",
    args: { value: amountOf, keep_alive: bool },
    weight: ({ keep_alive }) => (keep_alive ? weights.burnAllowDeath : weights.burnKeepAlive),
    run(state, origin, { value, keep_alive }) {
      const source = ensureSigned(origin);
      burnFrom(state, source, value, keep_alive ? "Preserve" : "Expendable", "Exact", "Polite");
    },
  }),
});
