import { decode } from "../../src/codec/codec.ts";
import { vec } from "../../src/codec/containers.ts";
import { u16, u64 } from "../../src/codec/primitives.ts";
import { fromHex, type Hex, keyToHex, type StateKey } from "../../src/lib/bytes.ts";
import { storage } from "../../src/runtime/pallets/subtensor/storage.ts";
import { indexOfMechanism0, type NetUid } from "../../src/runtime/types/balances.ts";
import type { NodeProcess } from "./node-process.ts";

/** What a miner was paid: incentive as a share of 65535, emission and stake in alpha rao. */
export interface MinerValues {
  readonly incentive: number;
  readonly emission: bigint;
  readonly stake: bigint;
}

/** Reads them from raw storage at a block. The stake is all that lies on the hotkey. */
export async function minerValues(
  node: NodeProcess,
  { netuid, uid, hotkey, block }: { netuid: NetUid; uid: number; hotkey: Hex; block: Hex },
): Promise<MinerValues> {
  const read = async (key: StateKey): Promise<Uint8Array> => {
    const value = (await node.rpc("state_getStorage", [keyToHex(key), block])) as Hex | null;
    if (value === null) throw new Error(`nothing is stored below ${keyToHex(key)} at ${block}`);
    return fromHex(value);
  };
  const incentives = decode(vec(u16), await read(storage.Incentive.at(indexOfMechanism0(netuid)).key));
  const emissions = decode(vec(u64), await read(storage.Emission.at(netuid).key));
  const stake = decode(u64, await read(storage.TotalHotkeyAlpha.at(hotkey, netuid).key));
  const [incentive, emission] = [incentives[uid], emissions[uid]];
  if (incentive === undefined || emission === undefined) throw new Error(`subnet ${netuid} has no uid ${uid}`);
  return { incentive, emission, stake };
}
