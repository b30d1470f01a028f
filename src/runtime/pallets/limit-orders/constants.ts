import { u32 } from "../../../codec/primitives.ts";
import { fromHex } from "../../../lib/bytes.ts";
import { constant, defineConstants } from "../../frame/constants.ts";
import { AccountId32 } from "../../types/account-id.ts";
import { PalletId } from "../../types/frame.ts";

/** What is fixed for LimitOrders. */
export const constants = defineConstants({
  MaxOrdersPerBatch: constant("Max orders per batch.", u32, 100),
  PalletId: constant("Pallet id.", PalletId, fromHex("0x62742f6c696d6974")),
  PalletHotkey: constant(
    "Pallet hotkey.",
    AccountId32,
    "0x6d6f646c62742f6c6d686b790000000000000000000000000000000000000000",
  ),
});
