import { existsSync } from "node:fs";
import { rm } from "node:fs/promises";
import type { Chain } from "../../chain/chain.ts";
import type { Log } from "../../chain/environment.ts";
import type { ChainSpec } from "../../primitives/chain-spec.ts";
import { StateFileError } from "../../state-file/format.ts";
import type { Database } from "../../storage/database.ts";
import { StorageError } from "../../storage/errors.ts";
import type { StateFilesConfig } from "../config.ts";
import { copyLoadedDatabase } from "./loaded-database.ts";
import { checkSavePlace, type StateSaver, startStateSaver } from "./state-saver.ts";
import { openStateSource, type StateSource } from "./state-source.ts";

/** The files that a node's chain comes from and goes to. */
export interface StateFiles {
  /**
   * Opens the chain's database, which the file fills where it is empty. A copy of what is kept of a world that is damaged makes place for a new chain.
   * @throws what `open` does
   */
  open(open: (source?: StateSource) => Promise<Database>): Promise<Database>;
  /** How far the time of the next block lies after the earliest that it could have, ms; 0 where nothing was loaded. */
  clock(): number;
  /** Begins to save, where that was asked for. */
  save(chain: Chain, clock: () => Promise<number>): StateSaver | undefined;
}

interface StateFilesParts {
  readonly config: StateFilesConfig;
  readonly spec: ChainSpec;
  readonly log: Log;
  /** Where the chain's database is, or will be; undefined in memory. */
  readonly path: string | undefined;
}

/** @throws UserError when the file that is loaded cannot be, or the place of the one that is saved is not fit */
export async function openStateFiles(parts: StateFilesParts): Promise<StateFiles> {
  const { load, save } = parts.config;
  const { spec, path } = parts;
  if (save !== undefined) checkSavePlace(save);
  const copied = await copyOf(parts);
  const source = copied === undefined ? await sourceOf(parts) : undefined;
  return {
    async open(open) {
      try {
        return await open(source);
      } catch (error) {
        if (copied === undefined || path === undefined || load?.world === undefined) throw error;
        if (!(error instanceof StorageError)) throw error;
        builtAnew(parts, `the database ${copied} cannot be opened`);
        for (const directory of [path, copied]) await rm(directory, { recursive: true, force: true });
        return await open();
      } finally {
        await source?.file.close();
      }
    },
    clock: () => source?.clock() ?? 0,
    save: (chain, clock) => (save === undefined ? undefined : startStateSaver({ save, chain, spec, clock })),
  };
}

const builtAnew = ({ config, log }: StateFilesParts, why: string): void =>
  log.warn("world", `what is kept of ${config.load?.world?.source} is not used, and it is built anew: ${why}`);

/** Begins with a copy of a database, where there is one. @returns the database that it is a copy of */
async function copyOf({ config, path, log }: StateFilesParts): Promise<string | undefined> {
  const loaded = config.load?.loaded;
  if (loaded === undefined || path === undefined || !(await copyLoadedDatabase(loaded, path))) return undefined;
  log.info("state", `💾 The chain begins with a copy of ${loaded}`);
  return loaded;
}

async function sourceOf(parts: StateFilesParts): Promise<StateSource | undefined> {
  const { config, spec, path, log } = parts;
  const { load } = config;
  // What is kept is for a new chain: one that is there may be of other rules.
  if (load?.world !== undefined && path !== undefined && existsSync(path)) return undefined;
  try {
    return await openStateSource(load, spec, (line) => log.info("state", `💾 ${line}`));
  } catch (error) {
    // Nobody but this program made what is kept of a world, and the world can be built again.
    if (load?.world === undefined || !(error instanceof StateFileError)) throw error;
    builtAnew(parts, `the state file ${load.path} is ${error.kind}`);
    return undefined;
  }
}
