import { fromHex, type Hex, toHex } from "../lib/bytes.ts";
import { callRuntimeApi } from "../runtime/executive/call-api.ts";
import type { Runtime } from "../runtime/frame/compose.ts";
import type { Execution } from "../runtime/frame/execution.ts";
import { NotBuilt } from "../runtime/frame/not-built.ts";
import { builds, createRuntime } from "../runtime/index.ts";
import { blockViolations, describeViolations } from "../runtime/try-block.ts";
import type { Violation } from "../runtime/try-state.ts";
import { type MemoryState, memoryState } from "../storage/state/memory-state.ts";
import type { Executor } from "../wasm/executor.ts";
import type { ChainFile } from "./chain-file.ts";
import { compareBlock, withOverrides } from "./compare-block.ts";
import { describeExtrinsic, describeKey, describeValue } from "./describe.ts";
import { epochKernelOf } from "./epoch-engine.ts";
import type { EpochEngine } from "./epoch-engines.ts";
import { genesisOf, genesisWith } from "./genesis.ts";
import { BlockStopped, type RebuiltBlock, rebuildBlock } from "./rebuild-block.ts";
import { programFault, rebuildByProgram } from "./rebuild-by-program.ts";

export interface ReplayOptions {
  /** Stop after this block. */
  readonly stopAt?: number | undefined;
  /** Print every storage access of this block. */
  readonly trace?: number | undefined;
  readonly epochEngine?: EpochEngine | undefined;
  /** Told of the header hash of each block. */
  readonly onBlock?: ((number: number, hash: Hex) => void) | undefined;
  readonly print?: ((line: string) => void) | undefined;
  /** Executes by a program instead of by the rules of this project. */
  readonly executor?: Executor | undefined;
  /** Check every invariant after each block. */
  readonly tryState?: boolean | undefined;
}

/** How far a recorded chain came: all of it, or to the block that differs or meets something not built. */
export interface ReplayOutcome {
  readonly passed: boolean;
  readonly blocks: number;
  /** Runtime API calls that were equal, and the methods that are not built. */
  readonly apiCalls: number;
  readonly failure?: {
    readonly block: number;
    readonly what: string;
    readonly details: readonly string[];
    readonly notBuilt: boolean;
  };
}

const runtimes = new Map<string, Runtime>();

function runtimeOf(config: ChainFile["config"], engine: EpochEngine): Runtime {
  const name = `${config} ${engine}`;
  const host = { epochKernel: epochKernelOf(engine) };
  const made = runtimes.get(name) ?? createRuntime(builds[config], host);
  runtimes.set(name, made);
  return made;
}

/** Executes a recorded chain again from its genesis and compares everything that the file records. */
export function replayChain(file: ChainFile, options: ReplayOptions = {}): ReplayOutcome {
  const runtime = runtimeOf(file.config, options.epochEngine ?? "wasm");
  const genesis = genesisOf(file.genesis, runtime);
  const overridden =
    Object.keys(file.overrides).length > 0
      ? genesisWith(memoryState(withOverrides(genesis.state.entries(), file.overrides)))
      : genesis;
  const { state } = overridden;
  const fail = (block: number, what: string, details: readonly string[] = [], notBuilt = false): ReplayOutcome => ({
    passed: false,
    blocks: block,
    apiCalls: 0,
    failure: { block, what, details, notBuilt },
  });
  const differs = (what: string, ours: Hex, recorded: Hex): ReplayOutcome =>
    fail(0, what, [`    ours:     ${ours}`, `    recorded: ${recorded}`]);
  const root = toHex(state.root());
  if (root !== file.genesisStateRoot) return differs("genesis state root", root, file.genesisStateRoot);
  // Overrides may have been put over a genesis that had its header already: the format does not say.
  if (![genesis.hash, overridden.hash].includes(file.genesisHash))
    return differs("genesis hash", overridden.hash, file.genesisHash);
  const faultOf = (error: unknown): string | undefined =>
    options.executor === undefined ? undefined : programFault(error);
  let parent: Hex = file.genesisHash;
  let done = 0;
  for (const block of file.blocks) {
    if (options.stopAt !== undefined && block.number > options.stopAt) break;
    const trace = options.trace === block.number ? tracer(runtime, state, options.print ?? console.log) : undefined;
    try {
      const executed =
        options.executor === undefined
          ? rebuildBlock(state, runtime, parent, block, trace)
          : rebuildByProgram(state, options.executor, runtime, parent, block);
      const difference = compareBlock(runtime, state, block, executed);
      if (difference !== undefined) return fail(block.number, difference.what, difference.details);
      const broken = options.tryState
        ? blockViolations(runtime, { before: state, after: executed.overlay, body: executed.extrinsics })
        : [];
      if (broken.length > 0)
        return fail(block.number, "the state breaks invariants", brokenBy(runtime, broken, executed));
      state.commit(executed.overlay);
      parent = executed.hash;
    } catch (error) {
      const fault = faultOf(error);
      if (fault !== undefined) return fail(block.number, fault);
      if (!(error instanceof BlockStopped))
        throw new Error(`block ${block.number}: ${(error as Error).message}`, { cause: error });
      const at =
        error.attempt === undefined
          ? []
          : [`  ${describeExtrinsic(runtime, block.attempts[error.attempt]?.extrinsic ?? "0x")}`];
      return fail(block.number, error.message, at, error.cause instanceof NotBuilt);
    }
    options.onBlock?.(block.number, parent);
    done++;
  }
  if (options.stopAt !== undefined) return { passed: true, blocks: done, apiCalls: 0 };
  const ask = (method: string, args: Uint8Array): Uint8Array =>
    options.executor === undefined
      ? callRuntimeApi(state.overlay(), runtime, method, args)
      : options.executor.call(state.overlay(), method, args);
  return compareApiCalls(file, { ask, faultOf }, done, fail);
}

/** The violations, then what the block held. */
function brokenBy(runtime: Runtime, broken: readonly Violation[], { extrinsics }: RebuiltBlock): string[] {
  return [
    ...describeViolations(broken),
    "  after",
    ...extrinsics.map((bytes) => `    ${describeExtrinsic(runtime, toHex(bytes))}`),
  ];
}

/** Whose runtime API answers: this project's rules, or a program. */
interface Rules {
  ask(method: string, args: Uint8Array): Uint8Array;
  /** What a program did wrong, in words; undefined for any other error. */
  faultOf(error: unknown): string | undefined;
}

function compareApiCalls(
  file: ChainFile,
  { ask, faultOf }: Rules,
  blocks: number,
  fail: (block: number, what: string, details?: readonly string[], notBuilt?: boolean) => ReplayOutcome,
): ReplayOutcome {
  let apiCalls = 0;
  const missing = new Set<string>();
  for (const { method, args, result, note } of file.apiCalls) {
    try {
      const ours = toHex(ask(method, fromHex(args)));
      if (ours !== result) {
        return fail(blocks, `runtime API ${method}`, [
          `    args:     ${args} ${note ?? ""}`,
          `    ours:     ${ours}`,
          `    recorded: ${result}`,
        ]);
      }
      apiCalls++;
    } catch (error) {
      const fault = faultOf(error);
      if (fault !== undefined) return fail(blocks, `runtime API ${method}: ${fault}`);
      if (!(error instanceof NotBuilt)) throw new Error(`${method}: ${(error as Error).message}`, { cause: error });
      missing.add(method);
    }
  }
  if (missing.size > 0) return fail(blocks, `${[...missing].join(", ")} not built`, [], true);
  return { passed: true, blocks, apiCalls };
}

function tracer(
  runtime: Runtime,
  state: MemoryState,
  print: (line: string) => void,
): NonNullable<Execution["onAccess"]> {
  return (kind, key, value) => {
    const shown = kind === "delete" ? "" : ` = ${describeValue(runtime, key, value ?? state.get(key))}`;
    print(`${kind.padEnd(6)} ${describeKey(runtime, key)}${shown}`);
  };
}
