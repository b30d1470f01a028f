import { as } from "../../../codec/codec.ts";
import { option, vec } from "../../../codec/containers.ts";
import { fixedHex, u16 } from "../../../codec/primitives.ts";
import { call, defineCalls } from "../../frame/calls.ts";
import { RuntimeCall } from "../../frame/outer-codecs.ts";
import { AccountId32 } from "../../types/account-id.ts";
import { Weight } from "../../types/substrate.ts";
import { Timepoint } from "./types.ts";

/** What users may ask of Multisig. */
export const calls = defineCalls("Multisig", {
  as_multi_threshold_1: call(0, {
    docs: "As multi threshold 1.",
    args: {
      other_signatories: as("Vec<T::AccountId>", vec(AccountId32)),
      call: as("Box<<T as Config>::RuntimeCall>", RuntimeCall),
    },
  }),
  as_multi: call(1, {
    docs: "As multi.",
    args: {
      threshold: u16,
      other_signatories: as("Vec<T::AccountId>", vec(AccountId32)),
      maybe_timepoint: as("Option<Timepoint<BlockNumberFor<T>>>", option(Timepoint)),
      call: as("Box<<T as Config>::RuntimeCall>", RuntimeCall),
      max_weight: as("Weight", Weight),
    },
  }),
  approve_as_multi: call(2, {
    docs: "Approve as multi.",
    args: {
      threshold: u16,
      other_signatories: as("Vec<T::AccountId>", vec(AccountId32)),
      maybe_timepoint: as("Option<Timepoint<BlockNumberFor<T>>>", option(Timepoint)),
      call_hash: fixedHex(32),
      max_weight: as("Weight", Weight),
    },
  }),
  cancel_as_multi: call(3, {
    docs: "Cancel as multi.",
    args: {
      threshold: u16,
      other_signatories: as("Vec<T::AccountId>", vec(AccountId32)),
      timepoint: as("Timepoint<BlockNumberFor<T>>", Timepoint),
      call_hash: fixedHex(32),
    },
  }),
  poke_deposit: call(4, {
    docs: "Poke deposit.",
    args: { threshold: u16, other_signatories: as("Vec<T::AccountId>", vec(AccountId32)), call_hash: fixedHex(32) },
  }),
});
