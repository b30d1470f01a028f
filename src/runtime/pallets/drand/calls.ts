import { as } from "../../../codec/codec.ts";
import { option } from "../../../codec/containers.ts";
import { u64 } from "../../../codec/primitives.ts";
import { addU32 } from "../../../lib/integers.ts";
import { call, defineCalls } from "../../frame/calls.ts";
import { ensureNone, ensureRoot } from "../../frame/origin.ts";
import { benchmarked } from "../../frame/weight.ts";
import { MultiSignature } from "../../types/substrate.ts";
import { storage as system } from "../system/storage.ts";
import { events } from "./events.ts";
import { writePulses } from "./pulses.ts";
import { storage } from "./storage.ts";
import { BeaconConfigurationPayload, PulsesPayload } from "./types.ts";

const signatureOf = as("Option<T::Signature>", option(MultiSignature));

/** What users may ask of Drand. */
export const calls = defineCalls("Drand", {
  write_pulse: call(0, {
    docs: "Stores pulses of the beacon (unsigned, by nodes that watch it).",
    args: {
      pulses_payload: as("PulsesPayload<T::Public, BlockNumberFor<T>>", PulsesPayload),
      signature: signatureOf,
    },
    weight: benchmarked(4_294_000_000n, 0n, 3, 4),
    run(state, origin, { pulses_payload }) {
      ensureNone(origin);
      writePulses(state, pulses_payload.pulses);
    },
  }),
  set_beacon_config: call(1, {
    docs: "Sets the beacon whose pulses are stored (root).",
    args: {
      config_payload: as("BeaconConfigurationPayload<T::Public, BlockNumberFor<T>>", BeaconConfigurationPayload),
      signature: signatureOf,
    },
    weight: benchmarked(8_766_000n, 0n, 0, 2),
    run(state, origin, { config_payload }) {
      ensureRoot(origin);
      storage.BeaconConfig.set(state, config_payload.config);
      storage.NextUnsignedAt.set(state, addU32(system.Number.get(state), 1));
      state.emit(events.BeaconConfigChanged());
    },
  }),
  set_oldest_stored_round: call(2, {
    docs: "Sets from which round on pulses are stored (root).",
    args: { oldest_round: u64 },
    weight: benchmarked(5_370_000n, 0n, 0, 1),
    run(state, origin, { oldest_round }) {
      ensureRoot(origin);
      storage.OldestStoredRound.set(state, oldest_round);
      state.emit(events.SetOldestStoredRound(oldest_round));
    },
  }),
});
