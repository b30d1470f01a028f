import { concatBytes, toHex, utf8 } from "../../../lib/bytes.ts";
import { okOr } from "../../frame/dispatch-error.ts";
import { palletGenesis } from "../../frame/pallet-genesis.ts";
import type { AccountId } from "../../types/account-id.ts";
import { orderSwap } from "./ports.ts";
import { storage } from "./storage.ts";

/** The account of a pallet id of eight characters. Rust: `PalletId::into_account_truncating`. */
function palletAccount(id: string): AccountId {
  const name = concatBytes(utf8("modl"), utf8(id));
  return toHex(concatBytes(name, new Uint8Array(32 - name.length)));
}

/** The account that orders are settled through. */
export const limitOrdersAccount: AccountId = palletAccount("bt/limit");
/** The hotkey that it stakes with while it settles. */
export const limitOrdersHotkey: AccountId = palletAccount("bt/lmhky");

/** New chains have limit orders from the start. Rust: pallet-limit-orders `GenesisConfig::build`. */
export const genesis = palletGenesis({
  section: "limitOrders",
  fields: {},
  defaults: {},
  build(state) {
    okOr(() => orderSwap.of(state).registerPalletHotkey(state, limitOrdersAccount, limitOrdersHotkey));
    storage.LimitOrdersEnabled.set(state, true);
  },
});
