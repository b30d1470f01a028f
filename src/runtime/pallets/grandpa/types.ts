import { as } from "../../../codec/codec.ts";
import { enumeration, struct } from "../../../codec/composites.ts";
import { option, tuple } from "../../../codec/containers.ts";
import { u32, u64 } from "../../../codec/primitives.ts";
import { GrandpaPublic } from "../../../primitives/authorities.ts";
import { weakBoundedVec } from "../../types/bounded.ts";

export const StoredState = enumeration(
  "pallet_grandpa::StoredState",
  {
    Live: "unit",
    PendingPause: { fields: { scheduled_at: as("N", u32), delay: as("N", u32) } },
    Paused: "unit",
    PendingResume: { fields: { scheduled_at: as("N", u32), delay: as("N", u32) } },
  },
  [{ name: "N", type: u32.info }],
);

export const StoredPendingChange = struct(
  "pallet_grandpa::StoredPendingChange",
  {
    scheduled_at: as("N", u32),
    delay: as("N", u32),
    next_authorities: as("BoundedAuthorityList<Limit>", weakBoundedVec(tuple(GrandpaPublic, u64))),
    forced: as("Option<N>", option(u32)),
  },
  [
    { name: "N", type: u32.info },
    { name: "Limit", type: undefined },
  ],
);
