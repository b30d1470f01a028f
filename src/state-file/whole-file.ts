import { readFileSync } from "node:fs";
import { type FileHandle, open, readdir, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { threadId } from "node:worker_threads";

/** How many this thread has begun to write: two of one name are under way at once. */
let begun = 0;

/** A name beside a path that nobody else of this machine writes to: threads share the number of their process. */
export const nameBeside = (path: string): string => `${path}.${process.pid}-${threadId}-${++begun}.new`;

/**
 * Writes a file so that others find either the old one or the whole new one under its name, whatever happens to the process
 * or the machine: beside it first, synced, then renamed, and the directory synced.
 * @param write what fails in it leaves the old file
 */
export async function writeWholeFile<T>(path: string, write: (file: FileHandle) => Promise<T>): Promise<T> {
  await removeLeft(path);
  const temporary = nameBeside(path);
  const file = await open(temporary, "w");
  let result: T;
  try {
    try {
      result = await write(file);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  await syncDirectory(dirname(path));
  return result;
}

/** Removes what processes that were killed have left beside a file. */
async function removeLeft(path: string): Promise<void> {
  const front = `${basename(path)}.`;
  for (const name of await readdir(dirname(path))) {
    const pid = name.startsWith(front)
      ? /^([0-9]+)(?:-[0-9]+-[0-9]+)?\.new$/.exec(name.slice(front.length))?.[1]
      : undefined;
    if (pid !== undefined && !isRunning(Number(pid))) await rm(join(dirname(path), name), { force: true });
  }
}

/** Whether a process of this number runs: one that has ended, and that nobody has asked after, does not. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !hasEnded(pid);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** Whether Linux keeps nothing of a process but how it ended. */
function hasEnded(pid: number): boolean {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The state follows the name, which may hold anything.
    return /^[ZX]/.test(fields.slice(fields.lastIndexOf(")") + 2));
  } catch {
    return false;
  }
}

/** The new name is on the disk after it. Some systems cannot sync directories. */
export async function syncDirectory(path: string): Promise<void> {
  try {
    const directory = await open(path, "r");
    try {
      await directory.sync();
    } finally {
      await directory.close();
    }
  } catch (error) {
    if (!["EISDIR", "EPERM", "EINVAL", "ENOTSUP"].includes(`${(error as NodeJS.ErrnoException).code}`)) throw error;
  }
}
