import { mkdirSync } from "node:fs";
import type { Log } from "../chain/environment.ts";
import { genesisBlock, genesisState } from "../chain/genesis.ts";
import { messageOf, UserError } from "../lib/user-error.ts";
import type { ChainSpec } from "../primitives/chain-spec.ts";
import type { Runtime } from "../runtime/frame/compose.ts";
import { local, makeRuntime, production } from "../runtime/index.ts";
import type { Database, NewGenesis } from "../storage/database.ts";
import { StorageError } from "../storage/errors.ts";
import { openDatabase } from "../storage/open-database.ts";
import { orderedRoot } from "../storage/trie/ordered-root.ts";
import type { NodeConfig, Pruning } from "./config.ts";

/** A database with the chain of a specification, and the runtime that executes it. */
export interface OpenChain {
  readonly runtime: Runtime;
  readonly database: Database;
}

export interface OpenOptions {
  readonly spec: ChainSpec;
  readonly rules: NodeConfig["rules"];
  /** The database's directory; undefined keeps everything in memory. */
  readonly path: string | undefined;
  readonly pruning: Pruning;
  /** For repair: drops blocks after the last final one whose stored state is damaged. */
  readonly dropDamaged?: boolean;
  readonly log?: Log;
}

/** How many states of final blocks `--state-pruning` keeps. */
function statesKept(pruning: Pruning): number {
  return typeof pruning === "number" ? pruning : Number.POSITIVE_INFINITY;
}

/** The runtime of a configuration. */
export function runtimeOfRules(rules: NodeConfig["rules"]): Runtime {
  return makeRuntime(rules === "local" ? local : production, { orderedRoot });
}

function genesisOf(spec: ChainSpec, runtime: Runtime): NewGenesis {
  try {
    return genesisBlock(genesisState(spec, runtime));
  } catch (error) {
    throw new UserError(`the genesis of the chain specification cannot be built: ${messageOf(error)}`);
  }
}

/**
 * Opens a chain's database; an empty one gets the genesis block.
 * @throws UserError with cause and remedy: in use, unreadable, damaged, or of another genesis.
 */
export async function openChain({ spec, rules, path, pruning, dropDamaged, log }: OpenOptions): Promise<OpenChain> {
  const runtime = runtimeOfRules(rules);
  const genesis = genesisOf(spec, runtime);
  const database = await explained(async () => {
    if (path !== undefined) mkdirSync(path, { recursive: true });
    return openDatabase({
      statesKept: statesKept(pruning),
      ...(path === undefined ? {} : { path }),
      ...(dropDamaged === undefined ? {} : { dropDamaged }),
    });
  }, path);
  try {
    await explained(() => useGenesis(database, genesis, path, log), path);
  } catch (error) {
    await database.close();
    throw error;
  }
  return { runtime, database };
}

async function useGenesis(database: Database, genesis: NewGenesis, path: string | undefined, log?: Log): Promise<void> {
  const stored = database.genesisHash;
  if (stored === undefined) {
    log?.info("sc_service::client", `🔨 Initializing Genesis block/state (header-hash: ${genesis.hash})`);
    await database.initialise(genesis);
  } else if (stored !== genesis.hash) {
    throw new UserError(
      `the database ${path ?? ""} holds another chain (genesis ${stored}, the specification has ${genesis.hash}): ` +
        "give another --base-path, or remove it with purge-chain",
    );
  }
}

/** Runs what uses the disk; what goes wrong there becomes one line. */
export async function explained<T>(use: () => Promise<T>, path: string | undefined): Promise<T> {
  try {
    return await use();
  } catch (error) {
    if (error instanceof StorageError) throw new UserError(error.message);
    const code = (error as { code?: unknown } | null)?.code;
    if (typeof code === "string" && /^E[A-Z]+$/.test(code)) {
      throw new UserError(`the data directory ${path ?? ""} cannot be used: ${messageOf(error)}`);
    }
    throw error;
  }
}
