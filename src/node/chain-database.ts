import { existsSync } from "node:fs";
import { UserError } from "../lib/user-error.ts";
import type { ChainSpec } from "../primitives/chain-spec.ts";
import type { Database, NewGenesis } from "../storage/database.ts";
import type { StorageError } from "../storage/errors.ts";
import { openDatabase } from "../storage/open-database.ts";
import type { RequestedPruning } from "../storage/pruning.ts";
import { makeDirectory } from "./directories.ts";
import { genesisBlock, genesisStorage } from "./genesis.ts";

export interface ChainDatabaseOptions {
  spec: ChainSpec;
  rules: "production" | "local";
  /** The LevelDB directory; undefined keeps everything in memory. */
  path: string | undefined;
  /** What the user says of it; what the database was made with holds otherwise. */
  pruning?: RequestedPruning;
  /** Drops blocks after the last final one whose state is damaged, instead of refusing them. */
  dropDamaged?: boolean;
  /** Told once when the database can go on no more. With it, nobody waits for the disk to have the genesis. */
  onFatal?(error: StorageError): void;
}

/**
 * Opens the database of a chain, and writes the genesis into an empty one.
 * @throws UserError when it holds a chain with another genesis. StorageError when it cannot be used.
 */
export async function openChainDatabase(options: ChainDatabaseOptions): Promise<Database> {
  if (options.path !== undefined) makeDirectory(options.path, "--base-path");
  // The disk is busy with it while the genesis is worked out.
  const opening = openDatabase({
    ...(options.path === undefined ? {} : { path: options.path }),
    ...(options.pruning === undefined ? {} : { pruning: options.pruning }),
    dropDamaged: options.dropDamaged ?? false,
    ...(options.onFatal === undefined ? {} : { onFatal: options.onFatal }),
  });
  const [opened, made] = await Promise.allSettled([
    opening,
    genesisStorage(options.spec, options.rules).then(genesisBlock),
  ]);
  if (opened.status === "rejected") throw opened.reason;
  const database = opened.value;
  try {
    if (made.status === "rejected") throw made.reason;
    await useGenesis(database, made.value, options);
    await database.storePruning();
    return database;
  } catch (error) {
    await database.close();
    throw error;
  }
}

async function useGenesis(database: Database, genesis: NewGenesis, options: ChainDatabaseOptions): Promise<void> {
  const found = database.genesisHash;
  if (found === undefined) {
    const written = database.initialise(genesis);
    // What is written later is on disk only after this: whoever waits for that need not wait here.
    if (options.onFatal === undefined) await written;
    else written.catch(() => {});
  } else if (found !== genesis.hash) {
    throw new UserError(
      `the database ${options.path} holds another chain (genesis ${found}, this one is ${genesis.hash}): give another --base-path, the --chain and --fast-runtime it was made with, or remove it with purge-chain`,
    );
  }
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
