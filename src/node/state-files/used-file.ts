import { readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { UserError } from "../../lib/user-error.ts";
import { isRunning } from "../../state-file/whole-file.ts";

/** The marks that this process has set: its number may have been another's before a restart, as that of the first in a container. */
const own = new Set<string>();

/** Where a file is marked as used, by whatever way it is named. */
const markOf = (path: string): string => join(realpathSync(dirname(path)), `${basename(path)}.lock`);

/** @throws UserError when a node that runs saves to a file, here or in another process */
export function checkUnused(path: string): void {
  const mark = markOf(path);
  let holder: number;
  try {
    holder = Number(readFileSync(mark, "utf8"));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return;
    throw error;
  }
  if (holder === process.pid ? !own.has(mark) : holder > 0 && !isRunning(holder)) return;
  const who = holder > 0 ? `process ${holder}` : "another process";
  throw new UserError(
    `${who} saves its chain to ${path}: end it, name another file, or remove ${mark} when it is no node`,
  );
}

/**
 * Marks a file as one that this node saves to. A mark that a killed process left does not count.
 * @returns removes the mark
 * @throws UserError when another node has marked it
 */
export function useFile(path: string): () => void {
  checkUnused(path);
  const mark = markOf(path);
  rmSync(mark, { force: true });
  try {
    writeFileSync(mark, `${process.pid}\n`, { flag: "wx" });
  } catch (error) {
    // Another one was as quick.
    if ((error as NodeJS.ErrnoException).code === "EEXIST") checkUnused(path);
    throw error;
  }
  own.add(mark);
  return () => {
    own.delete(mark);
    rmSync(mark, { force: true });
  };
}
