import { equalBytes } from "../../src/lib/bytes.ts";
import type { StateReader } from "../../src/primitives/state.ts";
import type { CallValue } from "../../src/runtime/frame/calls.ts";
import { NotBuilt } from "../../src/runtime/frame/not-built.ts";
import { RuntimePanic } from "../../src/runtime/frame/panic.ts";
import { ValidityFailure } from "../../src/runtime/frame/validity.ts";
import { memoryState } from "../../src/storage/state/memory-state.ts";
import { askApis } from "./apis.ts";
import { type Attempt, callOf } from "./attempt.ts";
import { apply, closeBlock, Defect, extrinsicOf, type FuzzChain, type OpenBlock, openBlock } from "./chain.ts";
import { callCount, count } from "./coverage.ts";
import { type Work, withWork } from "./faucet-work.ts";
import { createInnerCall, generate, type Menu, menuOf } from "./generate.ts";
import { type Memory, newMemory } from "./memory.ts";
import { createRandom, type Random, seedOf } from "./random.ts";
import { type Broken, checkRoot, newlyBroken, plain } from "./state-checks.ts";
import { createWorld, type World } from "./world.ts";

/** Which episode of which run, and how long. */
export interface EpisodeId {
  readonly seed: number;
  readonly episode: number;
  /** Extrinsics. */
  readonly length: number;
  /** Look at the invariants after each extrinsic. */
  readonly trace?: boolean;
}

/** How an episode ended. */
export interface Ending {
  readonly failure: Failure | undefined;
  readonly broken: readonly Broken[];
}

/** What an episode starts from. */
export interface Start {
  readonly chain: FuzzChain;
  /** Work for the faucet over the chain's last blocks. */
  readonly work?: Work | undefined;
}

/** What went wrong, and where: the same seed, episode and length lead there again. */
export interface Failure extends EpisodeId {
  /** How many extrinsics came before. */
  readonly at: number;
  readonly what: string;
  /** The call, as text, if one did it. */
  readonly call: string;
  readonly stack: string;
}

/** Extrinsics after which calls may be ruinous, of a hundred. */
const gentleShare = 88;

interface Run {
  readonly menu: Menu;
  readonly memory: Memory;
  readonly r: Random;
  chain: FuzzChain;
  block: OpenBlock;
  world: World;
  done: number;
  /** Nothing ruinous has been done yet: invariants hold. */
  gentle: boolean;
  /** Invariants are looked at after each extrinsic. */
  readonly trace: boolean;
  readonly broken: Map<string, Broken>;
  last: CallValue | undefined;
}

const innerCalls = new WeakMap<Menu, ReturnType<typeof createInnerCall>>();

function look(run: Pick<Run, "menu" | "memory">, chain: FuzzChain, block: OpenBlock): World {
  const inner = innerCalls.get(run.menu) ?? createInnerCall(run.menu);
  innerCalls.set(run.menu, inner);
  return createWorld(chain.runtime, block.execution, run.memory, inner);
}

/** Runs one episode on a copy of the prepared chain. Gives the failure it ended with, if any, and which invariants broke. */
export function runEpisode({ chain: prepared, work }: Start, id: EpisodeId): Ending {
  const chain: FuzzChain = { ...prepared, state: memoryState(prepared.state.entries()) };
  const menu = menuOf(chain.runtime);
  const memory = newMemory();
  const block = openBlock(chain);
  const run: Run = {
    menu,
    memory,
    r: createRandom(seedOf(id.seed, id.episode)),
    chain,
    block,
    world: look({ menu, memory }, chain, block),
    done: 0,
    gentle: true,
    trace: id.trace === true,
    broken: new Map(),
    last: undefined,
  };
  try {
    if (work !== undefined) attempt(run, withWork(work));
    while (run.done < id.length) walkBlock(run, id.length);
    checkRoot(run.chain);
    return end(run, undefined);
  } catch (error) {
    const { message, stack = "", name } = error as Error;
    // Root can leave a state on which no block can be built: the original's chain ends there too.
    if (!run.gentle && error instanceof RuntimePanic) {
      count(run.chain.watch.coverage.panics, `(hooks, after Root's ruin): ${message}`);
      return end(run, undefined);
    }
    return end(run, { ...id, at: run.done, what: `${name}: ${message}`, call: describe(run.last), stack });
  }
}

const end = ({ broken }: Run, failure: Failure | undefined): Ending => ({ failure, broken: [...broken.values()] });

/** A block of some extrinsics, and at times empty ones after it. */
function walkBlock(run: Run, length: number): void {
  const { r } = run;
  run.gentle = run.done * 100 < length * gentleShare;
  const names = run.gentle ? run.menu.gentle : run.menu.ending;
  for (let size = r.between(1, 50); size > 0 && run.done < length; size--) {
    const made = generate(run.world, r, names);
    if (made === undefined) continue;
    run.done++;
    const goesOn = attempt(run, made);
    if (run.trace) checkInvariants(run, run.block.execution);
    if (!goesOn) break;
  }
  for (let blocks = r.chance(12) ? r.between(2, 12) : 1; blocks > 0; blocks--)
    nextBlock(run, r.chance(10) ? r.below(50) : 0);
}

function nextBlock(run: Run, skipped: number): void {
  run.last = undefined;
  const looked = run.chain.head.number % 8 === 7;
  run.chain = closeBlock(run.chain, run.block, (before, after) => {
    if (looked) checkInvariants(run, after, before);
  });
  const { number } = run.chain.head;
  if (number % 64 === 0) checkRoot(run.chain);
  run.block = openBlock(run.chain, skipped);
  run.world = look(run, run.chain, run.block);
  if (looked) askApis({ chain: run.chain, block: run.block, w: run.world, r: run.r }, 4);
  if (run.trace) checkInvariants(run, run.block.execution);
}

/** Which invariants hold, as long as nothing ruinous was done; also of what a block changed when it is told from what. */
function checkInvariants(run: Run, state: StateReader, before?: StateReader): void {
  if (run.gentle) newlyBroken(run.chain.runtime, [state, before], run.broken, () => describe(run.last));
}

/** Makes one extrinsic; false when the block is full. */
function attempt(run: Run, { call: wanted, from }: Attempt): boolean {
  const { chain, block } = run;
  const { coverage } = chain.watch;
  const call = from === "root" ? callOf("Sudo", "sudo", { call: wanted }) : wanted;
  run.last = call;
  const signer = from === "none" ? undefined : from === "root" ? run.world.sudoKey() : from;
  const line = callCount(coverage, `${wanted.pallet}.${wanted.name}`);
  line.tried++;
  coverage.extrinsics++;
  checkRoundTrip(chain, call);
  try {
    const result = apply(block, chain.runtime, extrinsicOf(block, chain.runtime, call, signer, 0n));
    if ("ok" in result) {
      line.included++;
      return true;
    }
    const { value } = result.err;
    const reason = "value" in value ? `${value.type} ${value.value}` : value.type;
    count(coverage.invalid, reason);
    return reason !== "ExhaustsResources";
  } catch (error) {
    if (error instanceof NotBuilt) return true;
    // What a signature covers cannot be told any more when Root removed the hashes of blocks.
    if (error instanceof ValidityFailure) return false;
    if (!(error instanceof RuntimePanic)) throw error;
    count(coverage.panics, `${wanted.pallet}.${wanted.name}: ${error.message}`);
    return true;
  }
}

function checkRoundTrip({ runtime }: FuzzChain, call: CallValue): void {
  const bytes = runtime.encodeCall(call);
  if (!equalBytes(runtime.encodeCall(runtime.decodeCall(bytes)), bytes))
    throw new Defect("a call encodes differently after decoding");
}

function describe(call: CallValue | undefined): string {
  if (call === undefined) return "(a block's hooks)";
  return JSON.stringify(call, plain).slice(0, 3000);
}
