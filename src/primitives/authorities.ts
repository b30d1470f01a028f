import { as } from "../codec/codec.ts";
import { wrapper } from "../codec/composites.ts";
import { fixedHex, u64 } from "../codec/primitives.ts";

/** Who votes in GRANDPA. */
export const GrandpaPublic = wrapper("sp_consensus_grandpa::app::Public", as("ed25519::Public", fixedHex(32)));

/** Who makes blocks. */
export const AuraPublic = wrapper(
  "sp_consensus_aura::sr25519::app_sr25519::Public",
  as("sr25519::Public", fixedHex(32)),
);

/** The length of a slot, ms. */
export const SlotDuration = wrapper("sp_consensus_slots::SlotDuration", u64);
