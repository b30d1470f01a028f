import { memoryState } from "../../src/storage/state/memory-state.ts";
import { type Attempt, callOf } from "./attempt.ts";
import { apply, closeBlock, extrinsicOf, type FuzzChain, openBlock } from "./chain.ts";
import { callCount } from "./coverage.ts";
import { alice } from "./world.ts";

/**
 * Makes blocks of the given extrinsics, one after another, on a copy of the chain.
 * @throws Error when one of them is not valid or does not succeed.
 */
export function play(chain: FuzzChain, blocks: readonly (readonly Attempt[])[]): FuzzChain {
  const { runtime, watch } = chain;
  let at: FuzzChain = { ...chain, state: memoryState(chain.state.entries()) };
  for (const attempts of blocks) {
    const block = openBlock(at);
    for (const { call: wanted, from } of attempts) {
      const name = `${wanted.pallet}.${wanted.name}`;
      const { succeeded } = callCount(watch.coverage, name);
      const call = from === "root" ? callOf("Sudo", "sudo", { call: wanted }) : wanted;
      const signer = from === "root" ? alice : from === "none" ? undefined : from;
      const result = apply(block, runtime, extrinsicOf(block, runtime, call, signer));
      if (callCount(watch.coverage, name).succeeded > succeeded) continue;
      const errors = Object.keys(callCount(watch.coverage, name).errors);
      throw new Error(`${name} did not succeed: ${JSON.stringify(result)}, ${errors.join(", ")}`);
    }
    at = closeBlock(at, block);
  }
  return at;
}
