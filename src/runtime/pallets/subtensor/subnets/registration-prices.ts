import { greatest, least } from "../../../../lib/integers.ts";
import { U64F64 } from "../../../fixed/formats.ts";
import type { ReadState, WriteState } from "../../../frame/state.ts";
import { type NetUid, rootNetuid, type TaoBalance } from "../../../types/balances.ts";
import { shouldRunEpoch } from "../emissions/epoch-due.ts";
import { storage } from "../storage.ts";
import { decayFactorQ32, mulByQ32 } from "../utils/decay.ts";
import { getCurrentBlockAsU64 } from "../utils/misc.ts";

/** A price (rao) held in the bounds of a subnet; the upper one wins. */
function bounded(state: ReadState, netuid: NetUid, price: TaoBalance): TaoBalance {
  return least(greatest(price, storage.MinBurn.at(netuid).get(state)), storage.MaxBurn.at(netuid).get(state));
}

/** Factors by half-life: the search for one is long, and every subnet of a block asks for its own. */
const factors = new Map<number, bigint>();

function factorOf(halfLife: number): bigint {
  let factor = factors.get(halfLife);
  if (factor === undefined) {
    factor = decayFactorQ32(halfLife);
    factors.set(halfLife, factor);
  }
  return factor;
}

/**
 * What each block does to the prices of registration: they decay with the subnet's half-life; counters of the block
 * start again, and root's of the interval where its epoch would be due.
 * Rust: `pallets/subtensor/src/subnets/registration.rs update_registration_prices_for_networks`.
 */
export function updateRegistrationPricesForNetworks(state: WriteState): void {
  const now = getCurrentBlockAsU64(state);
  for (const [[netuid]] of storage.NetworksAdded.entries(state)) {
    const price = storage.Burn.at(netuid).get(state);
    const halfLife = storage.BurnHalfLife.at(netuid).get(state);
    const decayed = halfLife > 0 && now > 1n ? mulByQ32(price, factorOf(halfLife)) : price;
    const next = bounded(state, netuid, decayed);
    if (next !== price) storage.Burn.at(netuid).set(state, next);
    storage.RegistrationsThisBlock.at(netuid).set(state, 0);
    if (netuid === rootNetuid && shouldRunEpoch(state, netuid, now))
      storage.RegistrationsThisInterval.at(netuid).set(state, 0);
  }
}

/**
 * Raises the price of the next registration; root has none.
 * Rust: `pallets/subtensor/src/subnets/registration.rs bump_registration_price_after_registration`.
 */
export function bumpRegistrationPriceAfterRegistration(state: WriteState, netuid: NetUid): void {
  if (netuid === rootNetuid) return;
  const factor = greatest(storage.BurnIncreaseMult.at(netuid).get(state), U64F64.one);
  const price = U64F64.saturatingFromNum(storage.Burn.at(netuid).get(state));
  const raised = U64F64.saturatingToU64(U64F64.saturatingMul(price, factor));
  storage.Burn.at(netuid).set(state, bounded(state, netuid, raised));
}
