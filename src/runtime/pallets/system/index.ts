import { u32 } from "../../../codec/primitives.ts";
import { RuntimeCall } from "../../frame/outer-codecs.ts";
import { definePallet } from "../../frame/pallet.ts";
import { AccountId32 } from "../../types/account-id.ts";
import { Block } from "../../types/block.ts";
import { H256 } from "../../types/hashes.ts";
import { BlakeTwo256 } from "../../types/substrate.ts";
import { AccountData } from "../balances/types.ts";
import { calls } from "./calls.ts";
import { constants } from "./constants.ts";
import { errors } from "./errors.ts";
import { events } from "./events.ts";
import { genesis } from "./genesis.ts";
import { storage } from "./storage.ts";
import { tryState } from "./try-state.ts";
import { validateUnsigned } from "./validate-unsigned.ts";

/** The pallet System. */
export const system = definePallet({
  name: "System",
  docs: "Accounts, blocks and events: what every other pallet stands on.",
  module: "frame_system::pallet",
  associatedTypes: {
    RuntimeCall,
    Nonce: u32,
    Hash: H256,
    Hashing: BlakeTwo256,
    AccountId: AccountId32,
    Block,
    AccountData,
  },
  storage,
  calls,
  events,
  errors,
  constants,
  genesis,
  validateUnsigned,
  tryState,
});
