import { type Chain, createChain } from "../chain/chain.ts";
import type { Log } from "../chain/environment.ts";
import { createNativeEngine, everywhere } from "../engine/native/native-engine.ts";
import { type ChainDatabaseOptions, openChainDatabase, storedBuild } from "./chain-database.ts";
import { systemEnvironment } from "./environment.ts";
import { runtimeOfBuild } from "./runtime.ts";

/**
 * A chain for commands: blocks go in, none are made. Chains of `--sealing`, whose headers have no seal, are taken too,
 * but not on a live network. Where one authority decides alone, what it sealed counts as final.
 */
export async function openToolChain(options: ChainDatabaseOptions, log: Log): Promise<Chain> {
  const database = await openChainDatabase(options);
  return createChain({
    engines: everywhere(createNativeEngine(runtimeOfBuild(storedBuild(database)))),
    database,
    environment: systemEnvironment(log),
    authors: false,
    seals: options.spec.chainType === "Live" ? "required" : "optional",
    checkClock: options.spec.chainType === "Live",
    badBlocks: options.spec.badBlocks ?? [],
    finalizesBest: (voters) => voters.length === 1,
  });
}
