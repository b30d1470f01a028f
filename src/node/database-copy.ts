import { constants } from "node:fs";
import { copyFile, open } from "node:fs/promises";

/** What LevelDB makes for itself where a database is opened. */
const notCopied = new Set(["LOCK", "LOG", "LOG.old"]);

/** Whether a file of a database's directory belongs to a copy of it. */
export const isCopied = (name: string): boolean => !notCopied.has(name);

/** Copies a file, which the disk has then; on file systems that can, it takes no room until one of both is written. */
export async function copyToDisk(from: string, to: string): Promise<void> {
  await copyFile(from, to, constants.COPYFILE_FICLONE);
  await syncFile(to);
}

/** The disk has a file after it. */
export async function syncFile(path: string): Promise<void> {
  const file = await open(path, "r+");
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}
