import { fixedBytes, u64 } from "../../../codec/primitives.ts";
import { RuntimeFreezeReason, RuntimeHoldReason } from "../../frame/outer-codecs.ts";
import { definePallet } from "../../frame/pallet.ts";
import { calls } from "./calls.ts";
import { constants } from "./constants.ts";
import { errors } from "./errors.ts";
import { events } from "./events.ts";
import { genesis } from "./genesis.ts";
import { storage } from "./storage.ts";
import { tryChange } from "./try-change.ts";
import { tryState } from "./try-state.ts";

/** The pallet Balances. */
export const balances = definePallet({
  name: "Balances",
  docs: "The TAO of every account, in rao.",
  module: "pallet_balances::pallet",
  associatedTypes: {
    RuntimeHoldReason,
    Balance: u64,
    ReserveIdentifier: fixedBytes(8),
    FreezeIdentifier: RuntimeFreezeReason,
  },
  storageVersion: 1,
  generics: ["T", "I"],
  storage,
  calls,
  events,
  errors,
  constants,
  genesis,
  tryState,
  tryChange,
});
