import { as } from "../../../codec/codec.ts";
import { option } from "../../../codec/containers.ts";
import { u64 } from "../../../codec/primitives.ts";
import { call, defineCalls } from "../../frame/calls.ts";
import { MultiSignature } from "../../types/substrate.ts";
import { BeaconConfigurationPayload, PulsesPayload } from "./types.ts";

/** What users may ask of Drand. */
export const calls = defineCalls("Drand", {
  write_pulse: call(0, {
    docs: "Write pulse.",
    args: {
      pulses_payload: as("PulsesPayload<T::Public, BlockNumberFor<T>>", PulsesPayload),
      signature: as("Option<T::Signature>", option(MultiSignature)),
    },
  }),
  set_beacon_config: call(1, {
    docs: "Set beacon config.",
    args: {
      config_payload: as("BeaconConfigurationPayload<T::Public, BlockNumberFor<T>>", BeaconConfigurationPayload),
      signature: as("Option<T::Signature>", option(MultiSignature)),
    },
  }),
  set_oldest_stored_round: call(2, {
    docs: "Set oldest stored round.",
    args: { oldest_round: u64 },
  }),
});
