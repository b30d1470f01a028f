import { existsSync } from "node:fs";
import { mkdir, readdir, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { UserError } from "../../lib/user-error.ts";
import type { ChainSpec } from "../../primitives/chain-spec.ts";
import { nameBeside, syncDirectory } from "../../state-file/whole-file.ts";
import type { RequestedPruning } from "../../storage/pruning.ts";
import { openChainDatabase } from "../chain-database.ts";
import type { WorldId } from "../config.ts";
import { copyToDisk, isCopied, syncFile } from "../database-copy.ts";
import { createDirectory, pathTrouble } from "../directories.ts";
import { openStateSource } from "./state-source.ts";

interface LoadedDatabase {
  /** The state file, and the world that it was kept of. */
  readonly path: string;
  readonly world?: WorldId | undefined;
  readonly spec: ChainSpec;
  readonly pruning: RequestedPruning | undefined;
  /** Where the database goes; nothing happens where there is one already. */
  readonly directory: string;
}

/**
 * Loads a state file into a database that chains begin with a copy of: copying takes a fiftieth of the time. It is whole, and on the
 * disk, when it has its name.
 * @throws UserError
 */
export async function makeLoadedDatabase({ path, world, spec, pruning, directory }: LoadedDatabase): Promise<void> {
  if (existsSync(directory)) return;
  await whole(directory, async (temporary) => {
    const source = await openStateSource({ path, optional: false, world }, spec, () => {});
    const opened = openChainDatabase({ spec, build: source?.file.head.build, path: temporary, pruning, source });
    const database = await opened.finally(() => source?.file.close());
    await database.close();
    for (const name of await readdir(temporary)) await syncFile(join(temporary, name));
  });
}

/**
 * Begins a chain with a copy of a loaded database, where there is one, and no chain yet.
 * @returns whether it was so
 * @throws UserError
 */
export async function copyLoadedDatabase(directory: string, path: string): Promise<boolean> {
  if (existsSync(path) || !existsSync(directory)) return false;
  createDirectory(dirname(path), "--base-path");
  await whole(path, async (temporary) => {
    await mkdir(temporary);
    for (const name of await readdir(directory)) {
      if (!isCopied(name)) continue;
      await copyToDisk(join(directory, name), join(temporary, name));
    }
  });
  return true;
}

/** Makes a directory under another name first. @throws UserError */
async function whole(directory: string, make: (temporary: string) => Promise<void>): Promise<void> {
  const temporary = nameBeside(directory);
  try {
    await rm(temporary, { recursive: true, force: true });
    await make(temporary);
    await syncDirectory(temporary);
    await rename(temporary, directory);
    await syncDirectory(dirname(directory));
  } catch (error) {
    await rm(temporary, { recursive: true, force: true });
    if (!(error instanceof Error && "code" in error)) throw error;
    throw new UserError(`the directory ${directory} cannot be made: ${pathTrouble(error)}`);
  }
}
