import type { ChainEvents } from "../../chain/api.ts";
import type { Log } from "../../chain/environment.ts";
import { type Fork, openFork } from "../../fork/open-fork.ts";
import { keyToHex, toHex, utf8 } from "../../lib/bytes.ts";
import type { BuildName } from "../../primitives/build-name.ts";
import type { ChainSpec } from "../../primitives/chain-spec.ts";
import type { Database } from "../../storage/database.ts";
import type { StorageError } from "../../storage/errors.ts";
import { agreedBuilds, buildWitnesses, databaseWitness } from "../build-choice.ts";
import { hasSlotsOf, rememberedBuild, rulesName, storedBuild } from "../chain-database.ts";
import type { NodeConfig } from "../config.ts";
import { createDirectory } from "../directories.ts";
import { codeKey } from "../genesis.ts";
import { runtimeOfBuild } from "../runtime.ts";
import { likelyKeys } from "./likely-keys.ts";

export interface ForkDatabaseOptions {
  readonly config: NodeConfig;
  readonly fork: NonNullable<NodeConfig["fork"]>;
  /** The LevelDB directory; undefined keeps everything in memory. */
  readonly path: string | undefined;
  onFatal(error: StorageError): void;
}

/**
 * Opens the database of a fork. Afterwards it says which build its chain runs under, where its rules are this project's.
 * @throws UserError, StorageError
 */
export async function openForkDatabase({ config, fork, path, onFatal }: ForkDatabaseOptions): Promise<Fork> {
  if (path !== undefined) createDirectory(path, "--base-path");
  const { block, remote, cache, requests } = fork;
  const opened = await openFork({ block, remote, cache, requests, path, pruning: config.pruning, onFatal });
  try {
    await rememberBuild(opened.database, config, path);
    const runtime = runtimeOfBuild(storedBuild(opened.database));
    opened.readAhead((state) => likelyKeys(runtime, state));
    return opened;
  } catch (error) {
    await opened.database.close();
    throw error;
  }
}

async function rememberBuild(database: Database, { spec, build }: NodeConfig, path: string | undefined): Promise<void> {
  const witnesses = buildWitnesses(withCodeOf(database, spec), build);
  const remembered = rememberedBuild(database, { path });
  const known = remembered === undefined ? [] : [databaseWitness(path ?? "in memory", remembered)];
  const left = agreedBuilds([...witnesses, ...known]);
  if (remembered !== undefined) return;
  let chosen: BuildName = left[0];
  for (const one of left) {
    if (!(await hasSlotsOf(database, one))) continue;
    chosen = one;
    break;
  }
  await database.putExtra(new Map([[rulesName, utf8(chosen)]]));
}

/** The specification with the program that the fork begins with, which tells the rules. */
function withCodeOf(database: Database, spec: ChainSpec): ChainSpec {
  const code = database.stateAt(database.finalized().hash)?.get(codeKey);
  const top = new Map(code === undefined ? [] : [[keyToHex(codeKey), toHex(code)] as const]);
  return { ...spec, genesis: { type: "raw", top, children: new Map() } };
}

/** Says in the log what was asked of the other node, with each block for which that was something. */
export function tellForkReads({ fork, events, log }: { fork: Fork; events: ChainEvents; log: Log }): void {
  let told = 0;
  const tell = (): void => {
    const { keys, requests } = fork.counts;
    if (requests === told) return;
    told = requests;
    log.info(
      "fork",
      `🍴 fork: ${keys} ${keys === 1 ? "key" : "keys"} in ${requests} ${requests === 1 ? "request" : "requests"}`,
    );
  };
  tell();
  events.onImported(tell);
}
