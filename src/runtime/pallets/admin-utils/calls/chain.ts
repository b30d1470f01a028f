import { as } from "../../../../codec/codec.ts";
import { option, tuple, vec } from "../../../../codec/containers.ts";
import { bool, u32, u64 } from "../../../../codec/primitives.ts";
import { AuraPublic, GrandpaPublic } from "../../../../primitives/authorities.ts";
import { call } from "../../../frame/calls.ts";
import { addWeight, benchmarked, weight } from "../../../frame/weight.ts";
import { boundedVec } from "../../../types/bounded.ts";
import { changeAuthorities } from "../../aura/slots.ts";
import { storage as evmChainId } from "../../evm-chain-id/storage.ts";
import { scheduleChange } from "../../grandpa/changes.ts";
import { events } from "../events.ts";
import { byRoot } from "../setters.ts";
import { storage } from "../storage.ts";
import { PrecompileEnum } from "../types.ts";

/** The authorities of the chain, and its Ethereum side. */
export const chainCalls = {
  swap_authorities: call(0, {
    docs: "Replaces the Aura authorities.",
    args: {
      new_authorities: as("BoundedVec<<T as Config>::AuthorityId, T::MaxAuthorities>", boundedVec(AuraPublic, 32)),
    },
    weight: ({ new_authorities }) =>
      addWeight(benchmarked(4_442_146n, 0n, 0, 1), weight(29_392n * BigInt(new_authorities.length))),
    run: byRoot({
      set: (state, { new_authorities }) => {
        changeAuthorities(state, new_authorities);
      },
    }),
  }),
  schedule_grandpa_change: call(59, {
    docs: "Replaces the GRANDPA authorities after some blocks.",
    args: {
      next_authorities: as("AuthorityList", vec(tuple(GrandpaPublic, u64))),
      in_blocks: as("BlockNumberFor<T>", u32),
      forced: as("Option<BlockNumberFor<T>>", option(u32)),
    },
    weight: ({ next_authorities }) =>
      addWeight(benchmarked(7_972_506n, 2779n, 1, 1), weight(15_444n * BigInt(next_authorities.length))),
    run: byRoot({
      set: (state, { next_authorities, in_blocks, forced }) => {
        scheduleChange(state, next_authorities, in_blocks, forced);
      },
    }),
  }),
  sudo_set_evm_chain_id: call(58, {
    docs: "Sets the chain id that Ethereum transactions carry.",
    args: { chain_id: u64 },
    weight: benchmarked(27_199_000n, 0n, 1, 1),
    run: byRoot({
      set: (state, { chain_id }) => {
        evmChainId.ChainId.set(state, chain_id);
      },
    }),
  }),
  sudo_toggle_evm_precompile: call(62, {
    docs: "Switches an EVM precompile on or off.",
    args: { precompile_id: as("PrecompileEnum", PrecompileEnum), enabled: bool },
    weight: benchmarked(6_162_000n, 3507n, 1, 0),
    run: byRoot({
      set: (state, { precompile_id, enabled }) => {
        const entry = storage.PrecompileEnable.at(precompile_id);
        if (entry.get(state) !== enabled) {
          entry.set(state, enabled);
          state.emit(events.PrecompileUpdated({ precompile_id, enabled }));
        }
      },
    }),
  }),
};
