import { equalBytes } from "../../src/lib/bytes.ts";
import type { CallValue } from "../../src/runtime/frame/calls.ts";
import { NotBuilt } from "../../src/runtime/frame/not-built.ts";
import { RuntimePanic } from "../../src/runtime/frame/panic.ts";
import { memoryState } from "../../src/storage/state/memory-state.ts";
import { type Attempt, callOf } from "./attempt.ts";
import { apply, closeBlock, Defect, extrinsicOf, type FuzzChain, type OpenBlock, openBlock } from "./chain.ts";
import { callCount, count } from "./coverage.ts";
import { type Work, withWork } from "./faucet-work.ts";
import { generate, type Menu, makeInnerCall, menuOf } from "./generate.ts";
import { type Memory, newMemory } from "./memory.ts";
import { makeRandom, type Random, seedOf } from "./random.ts";
import { checkState } from "./state-checks.ts";
import { makeWorld, type World } from "./world.ts";

/** Which episode of which run, and how long. */
export interface EpisodeId {
  readonly seed: number;
  readonly episode: number;
  /** Extrinsics. */
  readonly length: number;
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
  last: CallValue | undefined;
}

const innerCalls = new WeakMap<Menu, ReturnType<typeof makeInnerCall>>();

function look(run: Pick<Run, "menu" | "memory">, chain: FuzzChain, block: OpenBlock): World {
  const inner = innerCalls.get(run.menu) ?? makeInnerCall(run.menu);
  innerCalls.set(run.menu, inner);
  return makeWorld(chain.runtime, block.execution, run.memory, inner);
}

/** Runs one episode on a copy of the prepared chain. Gives the failure it ended with, if any. */
export function runEpisode({ chain: prepared, work }: Start, id: EpisodeId): Failure | undefined {
  const chain: FuzzChain = { ...prepared, state: memoryState(prepared.state.entries()) };
  const menu = menuOf(chain.runtime);
  const memory = newMemory();
  const block = openBlock(chain);
  const run: Run = {
    menu,
    memory,
    r: makeRandom(seedOf(id.seed, id.episode)),
    chain,
    block,
    world: look({ menu, memory }, chain, block),
    done: 0,
    gentle: true,
    last: undefined,
  };
  try {
    if (work !== undefined) attempt(run, withWork(work));
    while (run.done < id.length) walkBlock(run, id.length);
    checkState(run.chain, { invariants: false, root: true });
    return undefined;
  } catch (error) {
    const { message, stack = "", name } = error as Error;
    return { ...id, at: run.done, what: `${name}: ${message}`, call: describe(run.last), stack };
  }
}

/** A block of some extrinsics, and at times empty ones after it. */
function walkBlock(run: Run, length: number): void {
  const { r } = run;
  run.gentle = run.done * 100 < length * gentleShare;
  const names = run.gentle ? run.menu.gentle : run.menu.names;
  for (let size = r.between(1, 50); size > 0 && run.done < length; size--) {
    const made = generate(run.world, r, names);
    if (made === undefined) continue;
    run.done++;
    if (!attempt(run, made)) break;
  }
  for (let blocks = r.chance(12) ? r.between(2, 12) : 1; blocks > 0; blocks--)
    nextBlock(run, r.chance(10) ? r.below(50) : 0);
}

function nextBlock(run: Run, skipped: number): void {
  run.last = undefined;
  run.chain = closeBlock(run.chain, run.block);
  const { number } = run.chain.head;
  checkState(run.chain, { invariants: run.gentle && number % 8 === 0, root: number % 64 === 0 });
  run.block = openBlock(run.chain, skipped);
  run.world = look(run, run.chain, run.block);
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
  const plain = (_: string, value: unknown): unknown =>
    typeof value === "bigint"
      ? `${value}n`
      : value instanceof Uint8Array
        ? `0x${Buffer.from(value.subarray(0, 64)).toString("hex")}`
        : value instanceof Map
          ? [...value]
          : value;
  return JSON.stringify(call, plain).slice(0, 3000);
}
