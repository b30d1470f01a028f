import { as } from "../../../codec/codec.ts";
import { call, defineCalls } from "../../frame/calls.ts";
import { RuntimeCall } from "../../frame/outer-codecs.ts";
import { MultiAddress, Weight } from "../../types/substrate.ts";

/** What users may ask of Sudo. */
export const calls = defineCalls("Sudo", {
  sudo: call(0, {
    docs: "Sudo.",
    args: { call: as("Box<<T as Config>::RuntimeCall>", RuntimeCall) },
  }),
  sudo_unchecked_weight: call(1, {
    docs: "Sudo unchecked weight.",
    args: { call: as("Box<<T as Config>::RuntimeCall>", RuntimeCall), weight: as("Weight", Weight) },
  }),
  set_key: call(2, {
    docs: "Set key.",
    args: { new: as("AccountIdLookupOf<T>", MultiAddress) },
  }),
  sudo_as: call(3, {
    docs: "Sudo as.",
    args: { who: as("AccountIdLookupOf<T>", MultiAddress), call: as("Box<<T as Config>::RuntimeCall>", RuntimeCall) },
  }),
  remove_key: call(4, {
    docs: "Remove key.",
    args: {},
  }),
});
