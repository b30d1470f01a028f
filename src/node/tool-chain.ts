import { type Chain, createChain } from "../chain/chain.ts";
import type { Log } from "../chain/environment.ts";
import { openFinality } from "../chain/finality/open-finality.ts";
import { verifyVote } from "../chain/finality/verify-vote.ts";
import { unjustifiedBlocks } from "../consensus/grandpa/hard-forks.ts";
import { createChainEngines, programOptions } from "../engine/chain-engines.ts";
import { createNativeEngine } from "../engine/native/native-engine.ts";
import { loadProgramVersions } from "../engine/native/program-version.ts";
import { loadReplace } from "../engine/replacements.ts";
import { type ChainDatabaseOptions, openChainDatabase, storedBuild } from "./chain-database.ts";
import { systemEnvironment } from "./environment.ts";
import { runtimeOfBuild } from "./runtime.ts";
import { readReplacements } from "./runtime-files/read-replacements.ts";

export interface ToolChainOptions extends ChainDatabaseOptions {
  /** The directory of programs that are executed in place of the chain's. */
  readonly overrides?: string | undefined;
}

/**
 * A chain for commands: blocks go in, none are made. Chains of `--sealing`, whose headers have no seal, are taken too,
 * but not on a live network. Justifications that come with blocks make them final. Where one authority decides alone, what it sealed counts as final.
 */
export async function openToolChain(options: ToolChainOptions, log: Log): Promise<Chain> {
  const [database] = await Promise.all([openChainDatabase(options), loadProgramVersions()]);
  const rules = createNativeEngine(runtimeOfBuild(storedBuild(database)));
  const replacements = await readReplacements({ spec: options.spec, overrides: options.overrides });
  const replace = await loadReplace(replacements, (text) => log.warn("wasm_overrides", text));
  const engines = createChainEngines({ ...programOptions(log), rules, replace });
  const unjustified = unjustifiedBlocks(options.spec.chainType);
  return createChain({
    engines,
    database,
    finality: await openFinality({ database, engines, unjustified, verify: verifyVote }),
    environment: systemEnvironment(log),
    authors: false,
    seals: options.spec.chainType === "Live" ? "required" : "optional",
    checkClock: options.spec.chainType === "Live",
    badBlocks: options.spec.badBlocks ?? [],
    finalizesBest: (voters) => voters.length === 1,
  });
}
