import type { Hex } from "../../lib/bytes.ts";
import { messageOf, UserError } from "../../lib/user-error.ts";
import type { ReadState } from "../../runtime/frame/state.ts";
import type { CallRunner } from "../api.ts";
import { type Batch, batchCalls } from "./batch-calls.ts";
import { differencesOf } from "./compare-world.ts";
import type { PlannedCall } from "./phase.ts";
import { planWorld } from "./plan-world.ts";
import type { World } from "./world.ts";

/** Told of each phase when it is done, for people who wait: its name, calls and the time that it took, ms. */
export type PhaseListener = (phase: { readonly name: string; readonly calls: number; readonly ms: number }) => void;

/** What a world is built with. */
export interface WorldBuilder {
  readonly runner: CallRunner;
  /** The state after a block. */
  stateAt(hash: Hex): ReadState;
  readonly onPhase?: PhaseListener;
}

/** Makes a batch; when it fails, its calls one by one, to say which one it was. @throws UserError */
async function runBatch(runner: CallRunner, { calls, whole }: Batch<PlannedCall>): Promise<Hex> {
  try {
    return await runner.run([whole]);
  } catch (error) {
    const [first] = calls;
    if (calls.length === 1 && first !== undefined) throw failed(first, error);
    for (const call of calls) await runner.run([call]).catch((reason) => Promise.reject(failed(call, reason)));
    throw error;
  }
}

function failed({ of, call }: PlannedCall, error: unknown): Error {
  if (!(error instanceof UserError)) return error instanceof Error ? error : new Error(messageOf(error));
  return new UserError(`${of}: ${call.pallet}.${call.name} failed: ${error.message}`);
}

/**
 * Builds a world on a new chain by calls that the chain's sudo key makes in real blocks, so that they replay anywhere.
 * @returns the last block
 * @throws UserError that names the place in the world whose call failed, or what is not as described in the end
 */
export async function buildWorld(world: World, { runner, stateAt, onPhase }: WorldBuilder): Promise<Hex> {
  let last = await runner.mine(1);
  for (const { name, calls, mine = 0 } of planWorld(world, stateAt(last))) {
    const began = performance.now();
    const state = stateAt(last);
    const wanted = calls(state);
    for (const batch of batchCalls(state, wanted)) last = await runBatch(runner, batch);
    if (mine > 0 && wanted.length > 0) last = await runner.mine(mine);
    onPhase?.({ name, calls: wanted.length, ms: performance.now() - began });
  }
  const differences = differencesOf(world, stateAt(last));
  const [first] = differences;
  if (first !== undefined) {
    const others = differences.length === 1 ? "" : ` (and ${differences.length - 1} more)`;
    throw new UserError(`the world is not as described: ${first}${others}`);
  }
  return last;
}
