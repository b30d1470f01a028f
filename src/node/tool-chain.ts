import { type Chain, makeChain } from "../chain/chain.ts";
import { createNativeEngine, everywhere } from "../engine/native/native-engine.ts";
import { type ChainDatabaseOptions, openChainDatabase } from "./chain-database.ts";
import { systemEnvironment } from "./environment.ts";
import { makeLog } from "./log.ts";
import { runtimeOfRules } from "./runtime.ts";

/**
 * A chain for commands: blocks go in, none are made. Chains of `--sealing`, whose headers have no seal, are taken too,
 * but not on a live network. Where one authority decides alone, what it sealed counts as final.
 */
export async function openToolChain(options: ChainDatabaseOptions): Promise<Chain> {
  const log = makeLog({ filters: ["warn"], detailed: false, write: (line) => void process.stderr.write(line) });
  return makeChain({
    engines: everywhere(createNativeEngine(runtimeOfRules(options.rules))),
    database: await openChainDatabase(options),
    environment: systemEnvironment(log),
    authors: false,
    seals: options.spec.chainType === "Live" ? "required" : "optional",
    checkClock: options.spec.chainType === "Live",
    badBlocks: options.spec.badBlocks ?? [],
    finalizesBest: (voters) => voters.length === 1,
  });
}
