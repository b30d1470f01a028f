import { existsSync } from "node:fs";
import type { Chain } from "../../chain/chain.ts";
import type { Log } from "../../chain/environment.ts";
import type { ChainSpec } from "../../primitives/chain-spec.ts";
import type { StateFilesConfig } from "../config.ts";
import { copyLoadedDatabase } from "./loaded-database.ts";
import { checkSavePlace, type StateSaver, startStateSaver } from "./state-saver.ts";
import { openStateSource, type StateSource } from "./state-source.ts";

/** The files that a node's chain comes from and goes to. */
export interface StateFiles {
  /** Undefined where nothing is loaded. */
  readonly source: StateSource | undefined;
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
export async function openStateFiles({ config, spec, log, path }: StateFilesParts): Promise<StateFiles> {
  const { load, save } = config;
  if (save !== undefined) checkSavePlace(save);
  const notice = (line: string): void => log.info("state", `💾 ${line}`);
  const source = await sourceOf(load, { spec, path, notice });
  return {
    source,
    save: (chain, clock) => (save === undefined ? undefined : startStateSaver({ save, chain, spec, clock })),
  };
}

interface Place {
  readonly spec: ChainSpec;
  readonly path: string | undefined;
  notice(line: string): void;
}

async function sourceOf(
  load: StateFilesConfig["load"],
  { spec, path, notice }: Place,
): Promise<StateSource | undefined> {
  if (load?.loaded !== undefined && path !== undefined) {
    // What is kept is for a new chain: one that is there may be of other rules.
    if (existsSync(path)) return undefined;
    if (await copyLoadedDatabase(load.loaded, path)) {
      notice(`The chain begins with a copy of ${load.loaded}`);
      return undefined;
    }
  }
  return openStateSource(load, spec, notice);
}
