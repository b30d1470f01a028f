import { concatBytes, toHex, utf8 } from "../../../lib/bytes.ts";
import { okOr } from "../../frame/dispatch-error.ts";
import type { WriteState } from "../../frame/state.ts";
import type { AccountId } from "../../types/account-id.ts";
import { orderSwap } from "./ports.ts";
import { storage } from "./storage.ts";

/** The account of a pallet id of eight characters. Answers to `PalletId::into_account_truncating`. */
function palletAccount(id: string): AccountId {
  const name = concatBytes(utf8("modl"), utf8(id));
  return toHex(concatBytes(name, new Uint8Array(32 - name.length)));
}

/** The account that orders are settled through. */
export const limitOrdersAccount: AccountId = palletAccount("bt/limit");
/** The hotkey that it stakes with while it settles. */
export const limitOrdersHotkey: AccountId = palletAccount("bt/lmhky");

/** Answers to `pallet_limit_orders::GenesisConfig::build`: new chains have limit orders from the start. */
export function genesis(state: WriteState): void {
  okOr(() => orderSwap.of(state).registerPalletHotkey(state, limitOrdersAccount, limitOrdersHotkey));
  storage.LimitOrdersEnabled.set(state, true);
}
