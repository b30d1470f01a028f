import { as } from "../../../codec/codec.ts";
import { enumeration, names } from "../../../codec/composites.ts";
import { option, tuple } from "../../../codec/containers.ts";
import { u32, u64 } from "../../../codec/primitives.ts";
import { AccountId32 } from "../../types/account-id.ts";
import { TaoBalance } from "../../types/balances.ts";
import { HoldConsideration } from "../../types/frame.ts";

export const HoldReason = names("pallet_preimage::pallet::HoldReason", ["Preimage"]);

export const OldRequestStatus = enumeration(
  "pallet_preimage::OldRequestStatus",
  {
    Unrequested: { fields: { deposit: as("(AccountId, Balance)", tuple(AccountId32, TaoBalance)), len: u32 } },
    Requested: {
      fields: {
        deposit: as("Option<(AccountId, Balance)>", option(tuple(AccountId32, TaoBalance))),
        count: u32,
        len: option(u32),
      },
    },
  },
  [
    { name: "AccountId", type: AccountId32.info },
    { name: "Balance", type: u64.info },
  ],
);

export const RequestStatus = enumeration(
  "pallet_preimage::RequestStatus",
  {
    Unrequested: { fields: { ticket: as("(AccountId, Ticket)", tuple(AccountId32, HoldConsideration)), len: u32 } },
    Requested: {
      fields: {
        maybe_ticket: as("Option<(AccountId, Ticket)>", option(tuple(AccountId32, HoldConsideration))),
        count: u32,
        maybe_len: option(u32),
      },
    },
  },
  [
    { name: "AccountId", type: AccountId32.info },
    { name: "Ticket", type: HoldConsideration.info },
  ],
);
