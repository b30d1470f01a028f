import type { ReadState } from "../../runtime/frame/state.ts";
import { storage } from "../../runtime/pallets/subtensor/storage.ts";
import { type PlayedCall, playedCall } from "./played-call.ts";
import type { World } from "./world.ts";

/** 10.0.0.0 as a number: addresses of miners lie in this private network. */
const network = 0x0a_00_00_00n;

/** Miners that are looked at after one block. */
const mostAxons = 32;

/** Lets each miner that has not said where it answers say so once, some after each block. */
export function createAxons({ subnets }: World): (state: ReadState) => PlayedCall[] {
  const waiting = subnets.flatMap(({ netuid, miners }) => miners.map((miner) => ({ netuid, miner })));
  let next = 0;
  return (state) => {
    const turn = waiting.slice(next, next + mostAxons);
    next += turn.length;
    return turn.flatMap(({ netuid, miner: { hotkey } }) => {
      const uid = hotkey.secret === undefined ? undefined : storage.Uids.at(netuid, hotkey.id).get(state);
      if (uid === undefined || storage.Axons.at(netuid, hotkey.id).exists(state)) return [];
      const axon = { version: 1, port: 8091, ip_type: 4, protocol: 4, placeholder1: 0, placeholder2: 0 };
      const args = { netuid, ip: network + BigInt(netuid * 256 + uid), ...axon };
      return [playedCall(hotkey, "serve_axon", args)];
    });
  };
}
