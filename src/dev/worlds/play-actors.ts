import type { Hex } from "../../lib/bytes.ts";
import type { ReadState } from "../../runtime/frame/state.ts";
import { storage } from "../../runtime/pallets/subtensor/storage.ts";
import { createAxons } from "./play-axons.ts";
import { type Committed, hashedCommit, reveals, timelockedCommit } from "./play-commits.ts";
import { stakeMove } from "./play-stakes.ts";
import { intervalOf, lastWeights, playedWeights, type WeightRules, weightRules } from "./play-weights.ts";
import { type PlayedCall, playedCall } from "./played-call.ts";
import type { Subnet, Validator, World } from "./world.ts";

/** What validators and miners do, as a machine: a state in, calls out. */
interface Actors {
  /** What is due after a block, in the order in which it is to be done. */
  due(state: ReadState, block: number): PlayedCall[];
}

/** Validators that give weights after one block; the others are due after the next. */
const mostWeights = 64;
/** Encrypting takes a few hundredths of a second each. */
const mostTimelocked = 2;
/** Unrevealed commits of a hotkey that the rules keep; older ones have expired. */
const mostCommits = 10;

/** What a validator did on a subnet that the state does not tell. */
interface Memory {
  /** Commits that wait for their reveal. */
  readonly commits: Map<Hex, Committed>;
  /** The block after which weights were last sent: they may still be in the pool. */
  sentAfter: number;
}

function createMemories() {
  const known = new Map<string, Memory>();
  return ({ netuid }: Subnet, { hotkey }: Validator): Memory => {
    const place = `${netuid} ${hotkey.name}`;
    const memory = known.get(place) ?? { commits: new Map<Hex, Committed>(), sentAfter: 0 };
    known.set(place, memory);
    return memory;
  };
}

/** Whether a validator's last weights lie as far back as the rules and its strategy want, in the state and in the pool. */
function isDue(
  state: ReadState,
  subnet: Subnet,
  validator: Validator,
  { rules, memory, block }: { readonly rules: WeightRules; readonly memory: Memory; readonly block: number },
): boolean {
  // The chain was set back: what was sent then is gone.
  if (memory.sentAfter > block) memory.sentAfter = 0;
  const interval = intervalOf(validator, rules);
  const last = interval === undefined ? undefined : lastWeights(state, subnet, validator, rules);
  if (interval === undefined || last === undefined) return false;
  const sent = BigInt(memory.sentAfter);
  // The call is in the next block at the earliest.
  return BigInt(block) + 1n >= (sent > last ? sent : last) + interval;
}

export function createActors(world: World): Actors {
  const { seed } = world;
  const memoryOf = createMemories();
  const axons = createAxons(world);

  /** A validator's weights as its subnet wants them given: whether that is committed is the chain's to say. */
  const given = (state: ReadState, subnet: Subnet, validator: Validator, block: number): PlayedCall | undefined => {
    const weights = playedWeights(state, subnet, validator, seed);
    if (weights === undefined) return undefined;
    const { netuid, commitReveal } = subnet;
    if (!storage.CommitRevealWeightsEnabled.at(netuid).get(state)) {
      const { uids: dests, values, versionKey } = weights;
      return playedCall(validator.hotkey, "set_weights", { netuid, dests, weights: values, version_key: versionKey });
    }
    if (commitReveal === "timelocked") return timelockedCommit(state, subnet, validator, weights, { seed, block });
    const { call, hash, committed } = hashedCommit(subnet, validator, weights, { seed, block });
    const { commits } = memoryOf(subnet, validator);
    commits.set(hash, committed);
    const [oldest] = commits.keys();
    if (commits.size > mostCommits && oldest !== undefined) commits.delete(oldest);
    return call;
  };

  const weightsDue = (state: ReadState, block: number): PlayedCall[] => {
    const calls: PlayedCall[] = [];
    let [weights, timelocked] = [0, 0];
    for (const subnet of world.subnets) {
      if (!subnet.started || !storage.NetworksAdded.at(subnet.netuid).get(state)) continue;
      const rules = weightRules(state, subnet);
      for (const validator of subnet.validators) {
        const memory = memoryOf(subnet, validator);
        if (memory.commits.size > 0)
          for (const reveal of reveals(state, subnet, validator, memory.commits)) calls.push(reveal);
        if (weights >= mostWeights || !isDue(state, subnet, validator, { rules, memory, block })) continue;
        if (subnet.commitReveal === "timelocked" && ++timelocked > mostTimelocked) continue;
        const call = given(state, subnet, validator, block);
        if (call !== undefined) calls.push(call);
        memory.sentAfter = block;
        weights++;
      }
    }
    return calls;
  };

  return {
    due(state, block) {
      const move = stakeMove(world, state, block);
      return [...(move === undefined ? [] : [move]), ...weightsDue(state, block), ...axons(state)];
    },
  };
}
