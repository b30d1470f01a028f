import { type Chain, makeChain } from "../chain/chain.ts";
import { storage as grandpa } from "../runtime/pallets/grandpa/storage.ts";
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
    runtime: runtimeOfRules(options.rules),
    database: await openChainDatabase(options),
    environment: systemEnvironment(log),
    authors: false,
    seals: options.spec.chainType === "Live" ? "required" : "optional",
    checkClock: options.spec.chainType === "Live",
    badBlocks: options.spec.badBlocks ?? [],
    finalizesBest: (state) => grandpa.Authorities.get(state).length === 1,
  });
}
