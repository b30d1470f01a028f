import { as } from "../../../codec/codec.ts";
import { compact, option } from "../../../codec/containers.ts";
import { u32 } from "../../../codec/primitives.ts";
import { call, defineCalls } from "../../frame/calls.ts";
import { ensureSigned } from "../../frame/origin.ts";
import { BoxedCall } from "../../frame/outer-codecs.ts";
import { addWeight } from "../../frame/weight.ts";
import { AccountId32 } from "../../types/account-id.ts";
import { TaoBalance } from "../../types/balances.ts";
import { constants } from "./constants.ts";
import { contribute, refund, withdraw } from "./contributions.ts";
import { create, dissolve, finalize } from "./lifecycle.ts";
import { setMaxContribution, updateCap, updateEnd, updateMinContribution } from "./terms.ts";
import { weights } from "./weights.ts";

const id = as("CrowdloanId", compact(u32));
const amountOf = as("BalanceOf<T>", compact(TaoBalance));
const blockOf = as("BlockNumberFor<T>", compact(u32));

/** What users may ask of Crowdloan. */
export const calls = defineCalls("Crowdloan", {
  create: call(0, {
    docs: "Opens a crowdloan whose funds will go to an account, or to a call of the creator's.",
    args: {
      deposit: amountOf,
      min_contribution: amountOf,
      cap: amountOf,
      end: blockOf,
      call: option(BoxedCall),
      target_address: as("Option<T::AccountId>", option(AccountId32)),
    },
    weight: ({ call: inner }, state) =>
      inner === undefined
        ? weights.create
        : addWeight(weights.create, state.runtime.dispatchInfo(state, inner).call_weight),
    run: (state, origin, plan) => create(state, ensureSigned(origin), plan),
  }),
  contribute: call(1, {
    docs: "Gives rao to a crowdloan, as much as it still takes.",
    args: { crowdloan_id: id, amount: amountOf },
    weight: weights.contribute,
    run: (state, origin, { crowdloan_id, amount }) => contribute(state, ensureSigned(origin), crowdloan_id, amount),
  }),
  withdraw: call(2, {
    docs: "Takes back what the signer gave to a crowdloan that is not finalized.",
    args: { crowdloan_id: id },
    weight: weights.withdraw,
    run: (state, origin, { crowdloan_id }) => withdraw(state, ensureSigned(origin), crowdloan_id),
  }),
  finalize: call(3, {
    docs: "Sends the funds of a crowdloan that raised its cap, or makes its call (creator).",
    args: { crowdloan_id: id },
    weight: weights.finalize,
    run: (state, origin, { crowdloan_id }) => finalize(state, ensureSigned(origin), crowdloan_id),
  }),
  refund: call(4, {
    docs: "Returns contributions of a crowdloan, 50 at a time (creator).",
    args: { crowdloan_id: id },
    weight: (_, { rules }) => weights.refund(constants.RefundContributorsLimit.valueOf(rules)),
    run: (state, origin, { crowdloan_id }) => refund(state, ensureSigned(origin), crowdloan_id),
  }),
  dissolve: call(5, {
    docs: "Removes a crowdloan that holds only its creator's contribution (creator).",
    args: { crowdloan_id: id },
    weight: weights.dissolve,
    run: (state, origin, { crowdloan_id }) => dissolve(state, ensureSigned(origin), crowdloan_id),
  }),
  update_min_contribution: call(6, {
    docs: "Changes the least contribution of a crowdloan (creator).",
    args: { crowdloan_id: id, new_min_contribution: amountOf },
    weight: weights.updateMinContribution,
    run: (state, origin, { crowdloan_id, new_min_contribution }) =>
      updateMinContribution(state, ensureSigned(origin), crowdloan_id, new_min_contribution),
  }),
  update_end: call(7, {
    docs: "Changes the block at which a crowdloan ends (creator).",
    args: { crowdloan_id: id, new_end: blockOf },
    weight: weights.updateEnd,
    run: (state, origin, { crowdloan_id, new_end }) => updateEnd(state, ensureSigned(origin), crowdloan_id, new_end),
  }),
  update_cap: call(8, {
    docs: "Changes what a crowdloan is to raise (creator).",
    args: { crowdloan_id: id, new_cap: amountOf },
    weight: weights.updateCap,
    run: (state, origin, { crowdloan_id, new_cap }) => updateCap(state, ensureSigned(origin), crowdloan_id, new_cap),
  }),
  set_max_contribution: call(9, {
    docs: "Sets or lifts what one account may give to a crowdloan in all (creator).",
    args: {
      crowdloan_id: id,
      new_max_contribution: as("Option<BalanceOf<T>>", option(TaoBalance)),
    },
    weight: weights.setMaxContribution,
    run: (state, origin, { crowdloan_id, new_max_contribution }) =>
      setMaxContribution(state, ensureSigned(origin), crowdloan_id, new_max_contribution),
  }),
});
