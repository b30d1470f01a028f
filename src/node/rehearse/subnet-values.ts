import type { Engine } from "../../chain/engine.ts";
import { decode, encode } from "../../codec/codec.ts";
import { u16, u64 } from "../../codec/primitives.ts";
import { readState } from "../../engine/native/state.ts";
import type { StateReader } from "../../primitives/state.ts";
import type { Runtime } from "../../runtime/frame/compose.ts";
import { storage } from "../../runtime/pallets/subtensor/storage.ts";
import { createOverlay } from "../../storage/state/overlay.ts";
import type { ParentState } from "../../storage/state/parent-state.ts";

/** A neuron's figures: alpha of the last epoch in rao, shares in parts of 65535, alpha staked with it in rao. */
export interface UidValues {
  readonly emission: bigint;
  readonly incentive: number;
  readonly dividends: number;
  readonly stake: bigint;
}

/** A subnet's figures in one state: its pool in rao, its price in rao for one alpha, and its neurons by uid. */
export interface SubnetValues {
  readonly price: bigint | undefined;
  readonly tao: bigint;
  readonly alphaIn: bigint;
  readonly alphaOut: bigint;
  readonly uids: readonly UidValues[];
}

/** The netuids of a state, in order. */
export function netuidsOf(runtime: Runtime, state: StateReader): number[] {
  const entries = [...storage.NetworksAdded.entries(readState(runtime, state))];
  return entries.flatMap(([[netuid], added]) => (added ? [netuid] : [])).sort((a, b) => a - b);
}

/**
 * Reads them by the storage items of spec 425, whose keys and layouts other versions have too where they have the items.
 * @throws DecodeError where a version has another layout
 */
export async function subnetValues(
  runtime: Runtime,
  engine: Engine,
  state: ParentState,
  netuid: number,
): Promise<SubnetValues> {
  const read = readState(runtime, state);
  const [emission, incentive, dividends] = [
    storage.Emission.at(netuid).get(read),
    storage.Incentive.at(netuid).get(read),
    storage.Dividends.at(netuid).get(read),
  ];
  const count = storage.SubnetworkN.at(netuid).get(read);
  const uids = Array.from({ length: count }, (_, uid): UidValues => {
    const hotkey = storage.Keys.at(netuid, uid).get(read);
    return {
      emission: emission[uid] ?? 0n,
      incentive: incentive[uid] ?? 0,
      dividends: dividends[uid] ?? 0,
      stake: storage.TotalHotkeyAlpha.at(hotkey, netuid).get(read),
    };
  });
  return {
    price: await priceOf(engine, state, netuid),
    tao: storage.SubnetTAO.at(netuid).get(read),
    alphaIn: storage.SubnetAlphaIn.at(netuid).get(read),
    alphaOut: storage.SubnetAlphaOut.at(netuid).get(read),
    uids,
  };
}

async function priceOf(engine: Engine, state: ParentState, netuid: number): Promise<bigint | undefined> {
  try {
    const method = "SwapRuntimeApi_current_alpha_price";
    return decode(u64, await engine.call(createOverlay(state), method, encode(u16, netuid)));
  } catch {
    // A version without this API has no price to tell.
    return undefined;
  }
}
