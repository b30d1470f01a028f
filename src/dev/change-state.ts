import type { Step } from "../chain/step.ts";
import { fromKey, type Hex, toHex } from "../lib/bytes.ts";
import type { ChainTypes } from "../metadata/chain-types.ts";
import { type Blocks, type Change, changeFor } from "./blocks.ts";
import { type EncodedCall, PoorSudoKey, type SudoCalls } from "./call-runner.ts";

/** Storage items that one call sets at most. */
const itemsOfCall = 256;

/**
 * Changes a state directly, in a block of its own: where the chain's sudo key is known, by `System.set_storage`, so that
 * exported blocks replay anywhere; elsewhere, and where that key cannot pay, as a recorded step before the block.
 */
export function createStateChange(parts: {
  readonly blocks: Blocks;
  readonly sudo: SudoCalls;
  typesAt(): Promise<ChainTypes>;
}): (change: Change) => Promise<Hex> {
  const { blocks, sudo, typesAt } = parts;
  return async (change) => {
    const key = await sudo.key();
    if (key === undefined) return blocks.own({ step: change });
    const types = await typesAt();
    try {
      return await sudo.run((overlay) => callsOf(types, changeFor(change, overlay)), key);
    } catch (error) {
      if (!(error instanceof PoorSudoKey)) throw error;
      return blocks.own({ step: change });
    }
  };
}

/** The calls of root that change these keys. */
function callsOf(types: ChainTypes, step: Step): EncodedCall[] {
  const set: [Hex, Hex][] = [];
  const kill: Hex[] = [];
  for (const [key, value] of step) {
    if (value === undefined) kill.push(toHex(fromKey(key)));
    else set.push([toHex(fromKey(key)), toHex(value)]);
  }
  const calls: EncodedCall[] = [];
  const add = (call: string, args: object): void => {
    calls.push({ origin: "root", call: types.encodeCall({ pallet: "System", call, args }), name: `System.${call}` });
  };
  for (let at = 0; at < set.length; at += itemsOfCall) add("set_storage", { items: set.slice(at, at + itemsOfCall) });
  for (let at = 0; at < kill.length; at += itemsOfCall) add("kill_storage", { keys: kill.slice(at, at + itemsOfCall) });
  return calls;
}
