import { u32 } from "../../../codec/primitives.ts";
import { fromHex } from "../../../lib/bytes.ts";
import { constant, defineConstants } from "../../frame/constants.ts";
import { AccountId32 } from "../../types/account-id.ts";
import { PalletId } from "../../types/frame.ts";

/** What is fixed for LimitOrders. */
export const constants = defineConstants({
  MaxOrdersPerBatch: constant("How many orders one call executes at most.", u32, 100),
  PalletId: constant("What the pallet's account is made from.", PalletId, fromHex("0x62742f6c696d6974")),
  PalletHotkey: constant(
    "The hotkey that the pallet stakes with while it settles a batch.",
    AccountId32,
    "0x6d6f646c62742f6c6d686b790000000000000000000000000000000000000000",
  ),
});
