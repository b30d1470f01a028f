import type { Log } from "../chain/environment.ts";
import { type ChainEngineOptions, type ChainEngines, createChainEngines } from "../engine/chain-engines.ts";
import { choiceNotice } from "../engine/choice-notice.ts";
import { createNativeEngine } from "../engine/native/native-engine.ts";
import { loadReplace } from "../engine/replacements.ts";
import type { Runtime } from "../runtime/frame/compose.ts";
import type { Database } from "../storage/database.ts";
import type { NodeConfig } from "./config.ts";

/** What the engines of a chain are made of. */
export interface EngineParts {
  /** This project's rules, in the build of the chain. */
  readonly runtime: Runtime;
  readonly engine: NodeConfig["engine"];
  /** Whether every invariant is checked too where a second engine executes each block. */
  readonly tryState?: boolean;
  /** Whether signatures are checked on threads of their own. */
  readonly verifyThreads?: boolean;
  /** Has programs executed elsewhere. */
  readonly elsewhere?: ChainEngineOptions["elsewhere"];
}

/** Whose rules execute the blocks of a chain, for the node and for commands alike. */
export async function chainEngines(parts: EngineParts, log: Log): Promise<ChainEngines> {
  const { runtime, engine, tryState = false, verifyThreads = false, elsewhere } = parts;
  const replace = await loadReplace(engine.replacements, (text) => log.warn("wasm_overrides", text));
  return createChainEngines({
    ...{ ...engine, log, replace, rules: createNativeEngine(runtime, { verifyThreads }) },
    ...(engine.choice === "both" ? { beside: (await import("./beside.ts")).besideEngine(runtime, tryState) } : {}),
    ...(elsewhere === undefined ? {} : { elsewhere }),
  });
}

/** Says in the log where blocks are executed otherwise than `--engine` sounds. */
export function noteChoice(database: Database, { choice, program }: NodeConfig["engine"], log: Log): void {
  const state = database.stateAt(database.best().hash);
  const notice = state && choiceNotice(choice, program, state);
  if (notice !== undefined) log.warn("engine", notice);
}
