import { as } from "../../../codec/codec.ts";
import { vec } from "../../../codec/containers.ts";
import { u16 } from "../../../codec/primitives.ts";
import { call, defineCalls } from "../../frame/calls.ts";
import { OriginCaller, RuntimeCall } from "../../frame/outer-codecs.ts";
import { Weight } from "../../types/substrate.ts";

/** What users may ask of Utility. */
export const calls = defineCalls("Utility", {
  batch: call(0, {
    docs: "Batch.",
    args: { calls: vec(RuntimeCall) },
  }),
  as_derivative: call(1, {
    docs: "As derivative.",
    args: { index: u16, call: as("Box<<T as Config>::RuntimeCall>", RuntimeCall) },
  }),
  batch_all: call(2, {
    docs: "Batch all.",
    args: { calls: vec(RuntimeCall) },
  }),
  dispatch_as: call(3, {
    docs: "Dispatch as.",
    args: {
      as_origin: as("Box<T::PalletsOrigin>", OriginCaller),
      call: as("Box<<T as Config>::RuntimeCall>", RuntimeCall),
    },
  }),
  force_batch: call(4, {
    docs: "Force batch.",
    args: { calls: vec(RuntimeCall) },
  }),
  with_weight: call(5, {
    docs: "With weight.",
    args: { call: as("Box<<T as Config>::RuntimeCall>", RuntimeCall), weight: as("Weight", Weight) },
  }),
  if_else: call(6, {
    docs: "If else.",
    args: {
      main: as("Box<<T as Config>::RuntimeCall>", RuntimeCall),
      fallback: as("Box<<T as Config>::RuntimeCall>", RuntimeCall),
    },
  }),
  dispatch_as_fallible: call(7, {
    docs: "Dispatch as fallible.",
    args: {
      as_origin: as("Box<T::PalletsOrigin>", OriginCaller),
      call: as("Box<<T as Config>::RuntimeCall>", RuntimeCall),
    },
  }),
});
