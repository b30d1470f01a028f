import { as } from "../../../codec/codec.ts";
import { struct } from "../../../codec/composites.ts";
import { option, tuple } from "../../../codec/containers.ts";
import { fixedHex, u8, u32 } from "../../../codec/primitives.ts";
import { OriginCaller } from "../../frame/outer-codecs.ts";
import { AccountId32 } from "../../types/account-id.ts";
import { Bounded } from "../../types/frame.ts";

export const Scheduled = struct(
  "pallet_scheduler::Scheduled",
  {
    maybe_id: as("Option<Name>", option(fixedHex(32))),
    priority: as("schedule::Priority", u8),
    call: as("Call", Bounded),
    maybe_periodic: as("Option<schedule::Period<BlockNumber>>", option(tuple(u32, u32))),
    origin: as("PalletsOrigin", OriginCaller),
  },
  [
    { name: "Name", type: fixedHex(32).info },
    { name: "Call", type: Bounded.info },
    { name: "BlockNumber", type: u32.info },
    { name: "PalletsOrigin", type: OriginCaller.info },
    { name: "AccountId", type: AccountId32.info },
  ],
);

export const RetryConfig = struct(
  "pallet_scheduler::RetryConfig",
  { total_retries: u8, remaining: u8, period: as("Period", u32) },
  [{ name: "Period", type: u32.info }],
);
