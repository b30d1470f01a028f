import type { WriteState } from "../../../frame/state.ts";
import type { Entry } from "../../../frame/storage.ts";
import type { AccountId } from "../../../types/account-id.ts";
import type { NetUid } from "../../../types/balances.ts";
import { storage } from "../storage.ts";
import { mechanismIndices } from "../subnets/storage-index.ts";
import { addUse, type DbUse } from "../utils/db-use.ts";

/** Moves a stored value to another key, if there is one. */
function moveEntry<T, V>(state: WriteState, from: Entry<T, V>, to: Entry<T, V>, use: DbUse): void {
  const found = from.find(state);
  if (found === undefined) return;
  from.remove(state);
  to.set(state, found);
  addUse(use, 1, 2);
}

/** Where something is kept for a hotkey. */
type PlaceOf<T, V> = (hotkey: AccountId) => Entry<T, V>;

/**
 * Gives a hotkey's place on a subnet to another one: membership, uid, endpoints, commits, certificate and the take of
 * a child.
 * Rust: `pallets/subtensor/src/swap/swap_hotkey.rs perform_hotkey_swap_on_one_subnet`, steps 3.1 to 3.8.
 */
export function swapNeuron(
  state: WriteState,
  oldHotkey: AccountId,
  newHotkey: AccountId,
  netuid: NetUid,
  use: DbUse,
): void {
  const move = <T, V>(place: PlaceOf<T, V>): void => moveEntry(state, place(oldHotkey), place(newHotkey), use);
  const member = storage.IsNetworkMember.at(oldHotkey, netuid).take(state);
  storage.IsNetworkMember.at(newHotkey, netuid).set(state, member);
  addUse(use, 1, 2);
  if (member) {
    const uid = storage.Uids.at(netuid, oldHotkey).get(state);
    move((hotkey) => storage.Uids.at(netuid, hotkey));
    if (uid !== undefined) {
      storage.Keys.at(netuid, uid).set(state, newHotkey);
      addUse(use, 0, 1);
    }
    move((hotkey) => storage.Prometheus.at(netuid, hotkey));
    move((hotkey) => storage.Axons.at(netuid, hotkey));
    for (const index of mechanismIndices(state, netuid)) move((hotkey) => storage.WeightCommits.at(index, hotkey));
    swapLoadedEmission(state, oldHotkey, newHotkey, netuid, use);
    move((hotkey) => storage.NeuronCertificates.at(netuid, hotkey));
  }
  const take = storage.ChildkeyTake.at(oldHotkey, netuid);
  if (!take.exists(state)) return;
  storage.ChildkeyTake.at(newHotkey, netuid).set(state, take.take(state));
  addUse(use, 1, 2);
}

function swapLoadedEmission(
  state: WriteState,
  oldHotkey: AccountId,
  newHotkey: AccountId,
  netuid: NetUid,
  use: DbUse,
): void {
  const loaded = storage.LoadedEmission.at(netuid);
  const emissions = loaded.get(state);
  if (emissions === undefined) return;
  loaded.set(
    state,
    emissions.map(([hotkey, ...amounts]) => [hotkey === oldHotkey ? newHotkey : hotkey, ...amounts]),
  );
  addUse(use, 1, 2);
}
