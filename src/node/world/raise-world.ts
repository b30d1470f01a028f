import { dirname } from "node:path";
import type { Chain } from "../../chain/chain.ts";
import type { Log } from "../../chain/environment.ts";
import type { DevApi } from "../../dev/api.ts";
import { createCallRunner } from "../../dev/rules-calls.ts";
import { buildWorld } from "../../dev/worlds/build-world.ts";
import { loadWorld } from "../../dev/worlds/load-world.ts";
import { startPlay } from "../../dev/worlds/play.ts";
import { type ShownAccounts, worldAccounts } from "../../dev/worlds/world-accounts.ts";
import { readState } from "../../engine/native/state.ts";
import type { Hex } from "../../lib/bytes.ts";
import { messageOf, UserError } from "../../lib/user-error.ts";
import type { Runtime } from "../../runtime/frame/compose.ts";
import { storedBuild } from "../chain-database.ts";
import type { NodeConfig, WorldConfig } from "../config.ts";
import { createDirectory } from "../directories.ts";
import { isHalfBuilt, worldRecord } from "./world-mark.ts";

/** A world on a running chain. */
export interface RaisedWorld {
  /** Some of its accounts, whose secrets everybody knows, and how many there are besides. */
  readonly accounts: ShownAccounts;
  stop(): void;
}

interface WorldParts {
  readonly config: NodeConfig;
  readonly world: WorldConfig;
  readonly chain: Chain;
  readonly dev: DevApi | undefined;
  readonly runtime: Runtime;
}

/** Accounts that are shown: a large world has thousands, and each key that is shown is derived. */
const mostShown = 12;
/** A state file of so many bytes takes half a second to load. */
const largeFile = 1_000_000;
const target = "world";

/**
 * Builds a world on a new chain, and keeps it as a state file for the next start; on a chain that has blocks already, the
 * kept one or one that goes on, it is built, as `checkWorldMark` has seen. One that was left half-built is built anew. With `play` its
 * validators and miners act from then on.
 * @throws UserError when it cannot be read or built
 */
export async function raiseWorld(parts: WorldParts): Promise<RaisedWorld> {
  const { world: asked, chain, dev, runtime } = parts;
  if (dev === undefined) throw new Error("only a development chain has a world");
  const { log } = chain.environment;
  const { database } = chain;
  const world = loadWorld(asked.source, asked.text);
  const stateAt = (hash: Hex) => {
    const state = database.stateAt(hash);
    return state === undefined ? undefined : readState(runtime, state);
  };
  if (isHalfBuilt(database)) await beginAnew(dev, log);
  if (chain.best().number === 0) {
    const began = performance.now();
    await database.putExtra(worldRecord(asked));
    await buildWorld(world, {
      runner: createCallRunner(runtime, dev),
      stateAt: (hash) => stateAt(hash) ?? failed(),
      onPhase: ({ name, calls, ms }) => log.debug(target, `${name}: ${calls} calls, ${Math.round(ms)} ms`),
    }).catch((error: unknown) => {
      throw error instanceof UserError ? new UserError(`${asked.source}: ${error.message}`) : error;
    });
    await database.putExtra(worldRecord(asked, database.best()));
    log.info(target, `🌍 ${asked.source} was built in ${((performance.now() - began) / 1000).toFixed(1)} s`);
    await keep(parts);
  }
  const play = asked.play ? startPlay({ world, chain: chain.api, runtime, stateAt, log }) : undefined;
  dev.pace(play?.settled);
  return { accounts: worldAccounts(world, mostShown), stop: () => play?.stop() };
}

/** Takes a chain back to its genesis, and leaves its time as it is. */
async function beginAnew(dev: DevApi, log: Log): Promise<void> {
  const { next } = await dev.time();
  await dev.setHead(0);
  await dev.timeTravel(next);
  log.warn(target, "a world was left half-built here: the chain goes back to block 0, and it is built anew");
}

function failed(): never {
  throw new UserError("a state of the world is not kept while it is built");
}

/** Keeps the chain as it is; a chain that cannot be kept goes on all the same. */
async function keep({ config, world, chain }: WorldParts): Promise<void> {
  const { environment, database } = chain;
  // On a directory that a chain of other rules was begun in, nothing is kept for a new chain.
  if (world.kept === undefined || world.rules !== storedBuild(database)) return;
  try {
    const { saveChain } = await import("../state-files/save-chain.ts");
    createDirectory(dirname(world.kept), "XDG_CACHE_HOME");
    const { spec, pruning } = config;
    const { size } = await saveChain({ database, spec, environment, path: world.kept, blocks: false, clock: 0 });
    if (size < largeFile || world.loaded === undefined) return;
    const { makeLoadedDatabase } = await import("../state-files/loaded-database.ts");
    await makeLoadedDatabase({ path: world.kept, world, spec, pruning, directory: world.loaded });
  } catch (error) {
    if (!(error instanceof UserError) && !(error instanceof Error && "code" in error)) throw error;
    environment.log.warn(target, `the world is not kept for the next start: ${messageOf(error)}`);
  }
}
