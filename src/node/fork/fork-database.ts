import type { ChainEvents } from "../../chain/api.ts";
import type { Log } from "../../chain/environment.ts";
import { type Fork, openFork } from "../../fork/open-fork.ts";
import { keyToHex, toHex, utf8 } from "../../lib/bytes.ts";
import { UserError } from "../../lib/user-error.ts";
import type { BuildName } from "../../primitives/build-name.ts";
import type { ChainSpec } from "../../primitives/chain-spec.ts";
import { builds } from "../../runtime/rules.ts";
import type { Database } from "../../storage/database.ts";
import type { StorageError } from "../../storage/errors.ts";
import { agreedBuilds, buildWitnesses, databaseWitness } from "../build-choice.ts";
import { hasSlotsOf, rememberedBuild, rulesName, storedBuild } from "../chain-database.ts";
import type { CopiedDatabase, ForkOfNode, NodeConfig } from "../config.ts";
import { createDirectory } from "../directories.ts";
import { codeKey } from "../genesis.ts";
import { runtimeOfBuild } from "../runtime.ts";
import type { StateSource } from "../state-files/state-source.ts";
import { isDatabase, placeCopy } from "./copy-database.ts";
import { likelyKeys } from "./likely-keys.ts";
import { loadForkState } from "./load-fork-state.ts";

export interface ForkDatabaseOptions {
  readonly config: NodeConfig;
  readonly fork: ForkOfNode;
  /** The LevelDB directory; undefined keeps everything in memory. */
  readonly path: string | undefined;
  /** The state file that it begins with. */
  readonly source: StateSource | undefined;
  onFatal(error: StorageError): void;
}

/**
 * Opens the database of a fork. Afterwards it says which build its chain runs under, where its rules are this project's.
 * @throws UserError, StorageError
 */
export async function openForkDatabase({ config, fork, path, source, onFatal }: ForkDatabaseOptions): Promise<Fork> {
  const { block, remote, cache, caches, requests, copy } = fork;
  if (copy !== undefined) await placeFork(copy, path);
  if (path !== undefined) createDirectory(path, "--base-path");
  const { pruning } = config;
  const opened = await openFork({ block, remote, cache, caches, requests, path, pruning, onFatal });
  try {
    if (copy?.head !== undefined) await opened.database.moveTo(copy.head);
    if (source !== undefined) await loadForkState(opened, fork, source);
    await rememberBuild(opened.database, config, path, block.slot);
    const runtime = runtimeOfBuild(storedBuild(opened.database));
    // One that is cut to a subnet reads nothing of the others.
    if (config.forkNetuid === undefined) opened.readAhead((state) => likelyKeys(runtime, state));
    return opened;
  } catch (error) {
    await opened.database.close();
    throw error;
  }
}

/**
 * Gives the copy that a fork goes on from its place.
 * @throws UserError where there is none, or a database already
 */
export async function placeFork({ source, waiting }: CopiedDatabase, path: string | undefined): Promise<void> {
  if (waiting === undefined) return;
  if (path === undefined)
    throw new UserError(`a chain in memory cannot go on from the database ${source}: give it a --base-path`);
  if (isDatabase(path))
    throw new UserError(
      `the database ${path} is a fork already: leave --fork-block out to go on with it, or give another --base-path`,
    );
  await placeCopy(waiting, path);
}

/** @param slot ms, as far as it is known */
async function rememberBuild(
  database: Database,
  { spec, build }: NodeConfig,
  path: string | undefined,
  slot: number | undefined,
): Promise<void> {
  const witnesses = buildWitnesses(withCodeOf(database, spec), build);
  const remembered = rememberedBuild(database, { path });
  const known = remembered === undefined ? [] : [databaseWitness(path ?? "in memory", remembered)];
  const left = agreedBuilds([...witnesses, ...known]);
  if (remembered !== undefined) return;
  let chosen: BuildName = left[0];
  for (const one of left) {
    if (slot !== undefined && slot !== Number(builds[one].slotDuration)) continue;
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
