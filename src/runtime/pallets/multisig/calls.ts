import { as } from "../../../codec/codec.ts";
import { option, vec } from "../../../codec/containers.ts";
import { fixedHex, u16 } from "../../../codec/primitives.ts";
import { call, defineCalls } from "../../frame/calls.ts";
import { ensureSigned } from "../../frame/origin.ts";
import { BoxedCall } from "../../frame/outer-codecs.ts";
import { addWeight, dbWeight } from "../../frame/weight.ts";
import { AccountId32 } from "../../types/account-id.ts";
import { Weight } from "../../types/substrate.ts";
import { cancelAsMulti } from "./cancel.ts";
import { pokeDeposit } from "./deposits.ts";
import { asMultiThreshold1, operate } from "./operate.ts";
import { Timepoint } from "./types.ts";
import { approveWorst, asMultiWorst, weights } from "./weights.ts";

const accounts = as("Vec<T::AccountId>", vec(AccountId32));
const timepoint = as("Timepoint<BlockNumberFor<T>>", Timepoint);
const someTimepoint = as("Option<Timepoint<BlockNumberFor<T>>>", option(Timepoint));
const weight = as("Weight", Weight);

/** What users may ask of Multisig. */
export const calls = defineCalls("Multisig", {
  as_multi_threshold_1: call(0, {
    docs: "Makes a call as an account of several signatories, any one of whom is enough.",
    args: { other_signatories: accounts, call: BoxedCall },
    weight: ({ call: inner }, state) =>
      addWeight(
        weights.asMultiThreshold1(state.runtime.encodeCall(inner).length),
        dbWeight(1, 1),
        state.runtime.dispatchInfo(state, inner).call_weight,
      ),
    class: ({ call: inner }, state) => state.runtime.dispatchInfo(state, inner).class,
    run: (state, origin, { other_signatories, call: inner }) =>
      asMultiThreshold1(state, ensureSigned(origin), other_signatories, inner),
  }),
  as_multi: call(1, {
    docs: "Approves a call of an account of several signatories, and makes it when enough have approved.",
    args: {
      threshold: u16,
      other_signatories: accounts,
      maybe_timepoint: someTimepoint,
      call: BoxedCall,
      max_weight: weight,
    },
    weight: ({ other_signatories, call: inner, max_weight }, state) =>
      addWeight(asMultiWorst(other_signatories.length, state.runtime.encodeCall(inner).length), max_weight),
    run: (state, origin, { threshold, other_signatories, maybe_timepoint, call: inner, max_weight }) =>
      operate(state, ensureSigned(origin), threshold, other_signatories, maybe_timepoint, {
        call: inner,
        maxWeight: max_weight,
      }),
  }),
  approve_as_multi: call(2, {
    docs: "Approves, by its hash, a call of an account of several signatories.",
    args: {
      threshold: u16,
      other_signatories: accounts,
      maybe_timepoint: someTimepoint,
      call_hash: fixedHex(32),
      max_weight: weight,
    },
    weight: ({ other_signatories, max_weight }) => addWeight(approveWorst(other_signatories.length), max_weight),
    run: (state, origin, { threshold, other_signatories, maybe_timepoint, call_hash }) =>
      operate(state, ensureSigned(origin), threshold, other_signatories, maybe_timepoint, { hash: call_hash }),
  }),
  cancel_as_multi: call(3, {
    docs: "Ends an operation that the signer opened; its deposit goes back.",
    args: { threshold: u16, other_signatories: accounts, timepoint, call_hash: fixedHex(32) },
    weight: ({ other_signatories }) => weights.cancelAsMulti(other_signatories.length),
    run: (state, origin, { threshold, other_signatories, timepoint: when, call_hash }) =>
      cancelAsMulti(state, ensureSigned(origin), threshold, other_signatories, when, call_hash),
  }),
  poke_deposit: call(4, {
    docs: "Brings the deposit of an operation that the signer opened to what it costs today; free when it changes.",
    args: { threshold: u16, other_signatories: accounts, call_hash: fixedHex(32) },
    weight: ({ other_signatories }) => weights.pokeDeposit(other_signatories.length),
    run: (state, origin, { threshold, other_signatories, call_hash }) =>
      pokeDeposit(state, ensureSigned(origin), threshold, other_signatories, call_hash),
  }),
});
