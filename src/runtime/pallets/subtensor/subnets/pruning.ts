import type { ReadState } from "../../../frame/state.ts";
import type { AccountId } from "../../../types/account-id.ts";
import type { AlphaBalance, NetUid, Uid } from "../../../types/balances.ts";
import { storage } from "../storage.ts";
import { getNeuronIsImmune } from "../utils/neuron-vectors.ts";

/**
 * Uids of an owner's hotkeys that are never pruned: as many as the subnet allows, oldest registration first, with the
 * subnet's owner hotkey in front of all.
 * Rust: `pallets/subtensor/src/subnets/registration.rs get_immune_owner_uids`.
 */
export function getImmuneOwnerUids(state: ReadState, netuid: NetUid, coldkey: AccountId): Uid[] {
  const limit = storage.ImmuneOwnerUidsLimit.at(netuid).get(state);
  const registered = storage.OwnedHotkeys.at(coldkey)
    .get(state)
    .flatMap((hotkey) => {
      const uid = storage.Uids.at(netuid, hotkey).get(state);
      return uid === undefined ? [] : [{ uid, block: storage.BlockAtRegistration.at(netuid, uid).get(state) }];
    })
    .sort((a, b) => (a.block === b.block ? a.uid - b.uid : a.block < b.block ? -1 : 1));
  const immune = registered.slice(0, limit).map(({ uid }) => uid);
  const ownerHotkey = storage.SubnetOwnerHotkey.at(netuid).find(state);
  const ownerUid = ownerHotkey === undefined ? undefined : storage.Uids.at(netuid, ownerHotkey).get(state);
  if (ownerUid === undefined || immune.includes(ownerUid)) return immune;
  return [ownerUid, ...immune].slice(0, limit);
}

interface Candidate {
  readonly uid: Uid;
  readonly emission: AlphaBalance;
  readonly block: bigint;
}

/** Less emission goes first, then the earlier registration, then the lower uid. */
function goesBefore(a: Candidate, b: Candidate): boolean {
  if (a.emission !== b.emission) return a.emission < b.emission;
  return a.block === b.block ? a.uid < b.uid : a.block < b.block;
}

/**
 * The neuron whose uid a new one gets: the worst that is not immune, as long as enough of those stay, and otherwise the
 * worst that is. Undefined when all are the owner's.
 * Rust: `pallets/subtensor/src/subnets/registration.rs get_neuron_to_prune`.
 */
export function getNeuronToPrune(state: ReadState, netuid: NetUid): Uid | undefined {
  const size = storage.SubnetworkN.at(netuid).get(state);
  const owned = new Set(getImmuneOwnerUids(state, netuid, storage.SubnetOwner.at(netuid).get(state)));
  const emissions = storage.Emission.at(netuid).get(state);
  let free = 0;
  let worst: Candidate | undefined;
  let worstImmune: Candidate | undefined;
  for (let uid = 0; uid < size; uid++) {
    if (owned.has(uid) || !storage.Keys.at(netuid, uid).exists(state)) continue;
    const block = storage.BlockAtRegistration.at(netuid, uid).get(state);
    const candidate = { uid, block, emission: emissions[uid] ?? 0n };
    if (getNeuronIsImmune(state, netuid, uid)) {
      if (worstImmune === undefined || goesBefore(candidate, worstImmune)) worstImmune = candidate;
    } else {
      free++;
      if (worst === undefined || goesBefore(candidate, worst)) worst = candidate;
    }
  }
  const enoughFree = free > storage.MinNonImmuneUids.at(netuid).get(state);
  return (enoughFree && worst !== undefined ? worst : worstImmune)?.uid;
}
