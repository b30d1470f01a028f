import type { Origin } from "../../../frame/origin.ts";
import type { WriteState } from "../../../frame/state.ts";
import type { NetUid } from "../../../types/balances.ts";
import { events } from "../events.ts";
import { storage } from "../storage.ts";
import { ensureSubnetOwnerOrRoot } from "../utils/misc.ts";
import { ensureSymbolAvailable, ensureSymbolExists } from "./symbols.ts";

/**
 * Gives a subnet's token another symbol of the list (UTF-8 bytes).
 * @throws BadOrigin, SymbolDoesNotExist, SymbolAlreadyInUse.
 * Rust: `pallets/subtensor/src/macros/dispatches.rs update_symbol`.
 */
export function doUpdateSymbol(state: WriteState, origin: Origin, netuid: NetUid, symbol: Uint8Array): void {
  ensureSubnetOwnerOrRoot(state, origin, netuid);
  ensureSymbolExists(symbol);
  ensureSymbolAvailable(state, symbol);
  storage.TokenSymbol.at(netuid).set(state, symbol);
  state.emit(events.SymbolUpdated({ netuid, symbol }));
}
