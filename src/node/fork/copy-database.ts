import { accessSync, constants, existsSync, readFileSync } from "node:fs";
import { link, mkdir, readdir, rename, rm, symlink, unlink } from "node:fs/promises";
import { dirname, join } from "node:path";
import { UserError } from "../../lib/user-error.ts";
import { syncDirectory } from "../../state-file/whole-file.ts";
import { StorageError } from "../../storage/errors.ts";
import { levelKeyValue } from "../../storage/kv/level-key-value.ts";
import { copyToDisk, isCopied } from "../database-copy.ts";
import { createDirectory, pathTrouble } from "../directories.ts";

const lockName = "LOCK";

/** Whether a directory holds a LevelDB database. */
export const isDatabase = (directory: string): boolean => existsSync(join(directory, "CURRENT"));

/**
 * Copies a database that nobody uses; nothing in it is changed. Its tables, which LevelDB never writes to again, become
 * second names of the same files where both lie on one file system: that takes neither time nor room.
 * @param target absent; on the disk, but for its name, when this is done
 * @throws UserError when another process uses the database, or it cannot be read
 */
export async function copyDatabase(source: string, target: string): Promise<void> {
  const unlock = await lock(source, `${target}.lock`);
  try {
    await mkdir(target);
    const first = firstOwnNumber(source);
    for (const name of await readdir(source)) {
      if (!isCopied(name)) continue;
      const [from, to] = [join(source, name), join(target, name)];
      const number = /^([0-9]+)\.(ldb|sst)$/.exec(name)?.[1];
      if (number !== undefined && Number(number) < first && (await linked(from, to))) continue;
      await copyToDisk(from, to);
    }
    await syncDirectory(target);
  } catch (error) {
    await rm(target, { recursive: true, force: true });
    throw told(source, error);
  } finally {
    await unlock();
  }
}

/** Gives a copy its place, with the directories above it. @throws UserError */
export async function placeCopy(copy: string, path: string): Promise<void> {
  createDirectory(dirname(path), "--base-path");
  try {
    await rename(copy, path);
  } catch (error) {
    throw new UserError(`the database ${path} cannot be made: ${pathTrouble(error)}`);
  }
  await syncDirectory(dirname(path));
}

/**
 * Files that LevelDB makes in a copy have higher numbers than the manifest: none of them is one of the copied tables with a
 * lower one, which may be shared.
 */
function firstOwnNumber(source: string): number {
  const manifest = readFileSync(join(source, "CURRENT"), "latin1");
  return Number(/^MANIFEST-([0-9]+)\n?$/.exec(manifest)?.[1] ?? 0);
}

async function linked(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to);
    return true;
  } catch {
    // Another file system, or one that has no second names.
    return false;
  }
}

/**
 * Takes the lock of a database without opening it, which would write to it: a store beside, whose lock is that one.
 * @returns lets go
 */
async function lock(source: string, beside: string): Promise<() => Promise<void>> {
  const file = join(source, lockName);
  // A copy may lack it, and nobody can use a database that cannot be written to.
  if (!existsSync(file) || isReadOnly(file)) return async () => {};
  const clean = async (): Promise<void> => {
    await unlink(join(beside, lockName)).catch(() => {});
    await rm(beside, { recursive: true, force: true });
  };
  try {
    await mkdir(beside);
    await symlink(file, join(beside, lockName));
    const store = await levelKeyValue(beside);
    return async () => {
      await store.close();
      await clean();
    };
  } catch (error) {
    await clean();
    throw told(source, error);
  }
}

function isReadOnly(file: string): boolean {
  try {
    accessSync(file, constants.W_OK);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EROFS";
  }
}

function told(source: string, error: unknown): unknown {
  if (error instanceof StorageError && error.problem === "locked")
    return new UserError(
      `the database ${source} is in use by another process: fork that node by its RPC, --fork ws://HOST:PORT, or stop it`,
    );
  if (error instanceof StorageError) return new UserError(`the database ${source} cannot be forked: ${error.message}`);
  if (!(error instanceof Error && "code" in error)) return error;
  return new UserError(`the database ${source} cannot be copied: ${pathTrouble(error)}`);
}
