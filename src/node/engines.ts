import type { Log } from "../chain/environment.ts";
import { type ChainEngineOptions, type ChainEngines, createChainEngines } from "../engine/chain-engines.ts";
import { choiceNotice } from "../engine/choice-notice.ts";
import { createNativeEngine } from "../engine/native/native-engine.ts";
import { loadReplace } from "../engine/replacements.ts";
import { UserError } from "../lib/user-error.ts";
import type { Runtime } from "../runtime/frame/compose.ts";
import { builds } from "../runtime/rules.ts";
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

/**
 * Says in the log where blocks are executed otherwise than `--engine` sounds.
 * @throws UserError when the program that was given can only differ from the rules that it stands beside
 */
export async function noteChoice(
  database: Database,
  { choice, program }: NodeConfig["engine"],
  engines: ChainEngines,
  log: Log,
): Promise<void> {
  const state = database.stateAt(database.best().hash);
  if (state === undefined) return;
  const notice = choiceNotice(choice, program, state);
  if (notice !== undefined) log.warn("engine", notice);
  // Beside a program of the chain, or one that replaces it, the given one is not executed.
  if (choice === "both" && program !== undefined && engines.programAt(state) === undefined)
    await agreeVersions(program);
}

/** Two spec versions leave two states after each block, so the first block would end the node. */
async function agreeVersions(program: Uint8Array): Promise<void> {
  const { specOf } = await import("../engine/replace-code.ts");
  const given = specOf(program)?.specVersion;
  const { specVersion } = builds.production;
  if (given === undefined || given === specVersion) return;
  throw new UserError(
    `--engine both: the program that --runtime gives has spec version ${given}, and the rules that it stands beside have ${specVersion}, so they differ at each block: give a program of ${specVersion}, or try the upgrade with rehearse`,
  );
}
