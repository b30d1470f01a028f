import { type Port, port } from "../../frame/ports.ts";
import type { WriteState } from "../../frame/state.ts";
import type { AccountId } from "../../types/account-id.ts";

/** What LimitOrders needs of SubtensorModule. Answers to `OrderSwapInterface`. */
export interface OrderSwap {
  /** Makes `coldkey` own `hotkey`, unless that has an owner. Throws when the hotkey may not be used. */
  registerPalletHotkey(state: WriteState, coldkey: AccountId, hotkey: AccountId): void;
}

export const orderSwap: Port<OrderSwap> = port("LimitOrders.SwapInterface");
