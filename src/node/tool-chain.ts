import { type Chain, createChain } from "../chain/chain.ts";
import type { Log } from "../chain/environment.ts";
import { openFinality } from "../chain/finality/open-finality.ts";
import { verifyVote } from "../chain/finality/verify-vote.ts";
import { unjustifiedBlocks } from "../consensus/grandpa/hard-forks.ts";
import { createChainEngines, programOptions } from "../engine/chain-engines.ts";
import { createNativeEngine } from "../engine/native/native-engine.ts";
import { loadProgramVersions } from "../engine/native/program-version.ts";
import { type ChainDatabaseOptions, openChainDatabase, storedBuild } from "./chain-database.ts";
import { systemEnvironment } from "./environment.ts";
import { runtimeOfBuild } from "./runtime.ts";

/**
 * A chain for commands: blocks go in, none are made. Chains of `--sealing`, whose headers have no seal, are taken too,
 * but not on a live network. Justifications that come with blocks make them final. Where one authority decides alone, what it sealed counts as final.
 */
export async function openToolChain(options: ChainDatabaseOptions, log: Log): Promise<Chain> {
  const [database] = await Promise.all([openChainDatabase(options), loadProgramVersions()]);
  const rules = createNativeEngine(runtimeOfBuild(storedBuild(database)));
  const engines = createChainEngines({ ...programOptions(log), rules });
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
