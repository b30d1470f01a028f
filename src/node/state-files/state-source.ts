import { existsSync } from "node:fs";
import { isStepName } from "../../chain/step.ts";
import { programVersion } from "../../cli/version.ts";
import { fromHex, type Hex } from "../../lib/bytes.ts";
import { UserError } from "../../lib/user-error.ts";
import type { ChainSpec } from "../../primitives/chain-spec.ts";
import { StateFileError } from "../../state-file/format.ts";
import { loadChain } from "../../state-file/load-chain.ts";
import { openStateFile, type StateFile } from "../../state-file/open-state-file.ts";
import { acceptedGenesisName, type ChainSource } from "../chain-database.ts";
import type { StateFilesConfig } from "../config.ts";
import { worldRecord } from "../world/world-mark.ts";

/** This program, as state files name their writer. */
export const thisSoftware = (): string => `subtensor-ts ${programVersion()}`;

/** A state file that the node starts with. */
export interface StateSource extends ChainSource {
  readonly file: StateFile;
  /** How far the time of the next block lies after the earliest that it could have, ms; 0 until it filled a database. */
  clock(): number;
  /** The file filled a database. */
  taken(): void;
}

/**
 * Opens the state file that a node is to start with, and checks it.
 * @returns undefined where none is named, or one that may be absent is
 * @throws StateFileError
 */
export async function openStateSource(
  load: StateFilesConfig["load"],
  spec: ChainSpec,
  notice: (line: string) => void,
): Promise<StateSource | undefined> {
  if (load === undefined || (load.optional && !existsSync(load.path))) return undefined;
  const file = await openStateFile(load.path);
  const { head, path } = file;
  let clock = 0;
  const taken = (): void => {
    clock = head.clock;
    notice(`Loaded block #${head.block.number} (${head.block.hash}) from ${path}`);
  };
  return {
    file,
    clock: () => clock,
    taken,
    witness: {
      says: `the state file ${path} was made under the ${head.build} rules`,
      builds: [head.build],
      remedy: "give the option and the --chain that it was made with, or another file",
    },
    async fill(database, genesisHash, extra) {
      const other = head.genesis.hash !== genesisHash;
      if (other && load.anyChain !== true) checkSameChain(file, spec, genesisHash);
      const beside = new Map([...extra, ...(load.world === undefined ? [] : worldRecord(load.world, head.block))]);
      if (other) beside.set(acceptedGenesisName, fromHex(head.genesis.hash));
      await loadChain(database, file, beside, isStepName);
      if (other && load.anyChain !== true)
        notice(
          `${path} was written by ${head.software}, whose genesis of this chain is ${head.genesis.hash}, not ${genesisHash}: the chain goes on with its own`,
        );
      taken();
    },
    leave(database) {
      const { number } = database.best();
      const holds = `the database holds this chain already, up to block #${number}`;
      if (database.genesisHash !== head.genesis.hash)
        throw new UserError(
          `the state file ${path} is of another chain (genesis ${head.genesis.hash}) than the database (${database.genesisHash}): give another file or --base-path`,
        );
      if (!load.optional)
        throw new UserError(
          `--load-state fills an empty database, and ${holds}: leave it out, give another --base-path, or remove the database with purge-chain`,
        );
      notice(`${path} was not read: ${holds}, which goes on`);
    },
  };
}

/**
 * A release whose rules changed makes another genesis of the same development chain: a file of the release before goes on
 * with its own. Anything else is another chain, or one that was made with other options.
 * @throws StateFileError
 */
function checkSameChain({ path, head }: StateFile, spec: ChainSpec, genesisHash: Hex): void {
  const live = spec.chainType === "Live" || head.chain.type === "Live";
  if (!live && head.chain.id === spec.id && head.software !== thisSoftware()) return;
  throw new StateFileError(
    "other-chain",
    `the state file ${path} is of another chain, ${head.chain.name} with genesis ${head.genesis.hash} (this one is ${genesisHash}): give the --chain and the options it was made with`,
  );
}
