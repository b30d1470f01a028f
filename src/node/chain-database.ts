import { existsSync } from "node:fs";
import { UserError } from "../lib/user-error.ts";
import type { ChainSpec } from "../primitives/chain-spec.ts";
import type { Database } from "../storage/database.ts";
import { openDatabase } from "../storage/open-database.ts";
import type { Pruning } from "./config.ts";
import { genesisBlock, genesisStorage } from "./genesis.ts";

export interface ChainDatabaseOptions {
  spec: ChainSpec;
  rules: "production" | "local";
  /** The LevelDB directory; undefined keeps everything in memory. */
  path: string | undefined;
  statePruning: Pruning;
  /** Drops blocks after the last final one whose state is damaged, instead of refusing them. */
  dropDamaged?: boolean;
}

/**
 * Opens the database of a chain, and writes the genesis into an empty one.
 * @throws UserError when it holds a chain with another genesis. StorageError when it cannot be used.
 */
export async function openChainDatabase(options: ChainDatabaseOptions): Promise<Database> {
  const genesis = genesisBlock(await genesisStorage(options.spec, options.rules));
  const database = await openDatabase({
    ...(options.path === undefined ? {} : { path: options.path }),
    statesKept: typeof options.statePruning === "number" ? options.statePruning : Number.POSITIVE_INFINITY,
    dropDamaged: options.dropDamaged ?? false,
  });
  if (database.genesisHash === undefined) await database.initialise(genesis);
  if (database.genesisHash !== genesis.hash) {
    const found = database.genesisHash;
    await database.close();
    throw new UserError(
      `the database ${options.path} holds another chain (genesis ${found}, this one is ${genesis.hash}): give another --base-path, the --chain and --fast-runtime it was made with, or remove it with purge-chain`,
    );
  }
  return database;
}

/** The same for a command that needs a chain to be there: an absent database is an error, and none is made. */
export async function openExistingDatabase(options: ChainDatabaseOptions & { path: string }): Promise<Database> {
  requireDatabase(options.path);
  return openChainDatabase(options);
}

/** @throws UserError when there is no database at the path. */
export function requireDatabase(path: string): void {
  if (!existsSync(path))
    throw new UserError(`there is no database at ${path}: give the --base-path and --chain it has`);
}
