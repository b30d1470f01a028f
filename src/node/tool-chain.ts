import { type Chain, createChain } from "../chain/chain.ts";
import type { Log } from "../chain/environment.ts";
import { openFinality } from "../chain/finality/open-finality.ts";
import { verifyVote } from "../chain/finality/verify-vote.ts";
import { unjustifiedBlocks } from "../consensus/grandpa/hard-forks.ts";
import { type ChainEngines, usualEngine } from "../engine/chain-engines.ts";
import { loadProgramVersions } from "../engine/native/program-version.ts";
import { createBlockRules } from "../primitives/block-rules.ts";
import type { Runtime } from "../runtime/frame/compose.ts";
import type { Database } from "../storage/database.ts";
import { type ChainDatabaseOptions, openChainDatabase, storedBuild } from "./chain-database.ts";
import type { NodeConfig } from "./config.ts";
import { chainEngines, noteChoice } from "./engines.ts";
import { systemEnvironment } from "./environment.ts";
import { runtimeOfBuild } from "./runtime.ts";
import { readReplacements } from "./runtime-files/read-replacements.ts";

export interface ToolChainOptions extends ChainDatabaseOptions {
  /** The directory of programs that are executed in place of the chain's. */
  readonly overrides?: string | undefined;
  /** Whose rules execute blocks; as `:code` says when absent. */
  readonly engine?: NodeConfig["engine"];
}

/** The rules that a chain's database was made under, and whose rules execute its blocks in a command. */
export async function toolEngines(
  database: Database,
  { spec, overrides, engine = usualEngine }: ToolChainOptions,
  log: Log,
): Promise<{ readonly runtime: Runtime; readonly engines: ChainEngines }> {
  const runtime = runtimeOfBuild(storedBuild(database));
  const replacements = await readReplacements({ spec, overrides });
  const engines = await chainEngines({ runtime, engine: { ...engine, replacements } }, log);
  await noteChoice(database, engine, engines, log);
  return { runtime, engines };
}

/**
 * A chain for commands: blocks go in, none are made. Chains of `--sealing`, whose headers have no seal, are taken too,
 * but not on a live network. Justifications that come with blocks make them final. Where one authority decides alone, what it sealed counts as final.
 */
export async function openToolChain(options: ToolChainOptions, log: Log): Promise<Chain> {
  const [database] = await Promise.all([openChainDatabase(options), loadProgramVersions()]);
  const { engines } = await toolEngines(database, options, log);
  const unjustified = unjustifiedBlocks(options.spec.chainType);
  return createChain({
    engines,
    database,
    finality: await openFinality({ database, engines, unjustified, verify: verifyVote }),
    environment: systemEnvironment(log),
    authors: false,
    seals: options.spec.chainType === "Live" ? "required" : "optional",
    checkClock: options.spec.chainType === "Live",
    blockRules: createBlockRules(options.spec),
    tryState: options.engine?.choice === "both",
    finalizesBest: (voters) => voters.length === 1,
  });
}
