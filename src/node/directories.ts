import { accessSync, constants, mkdirSync, type Stats, statSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { UserError } from "../lib/user-error.ts";

function denied(act: "read" | "write"): string {
  return `this user may not ${act} there: check the owner and the permissions`;
}

const causes: Readonly<Record<string, string>> = {
  EACCES: denied("write"),
  EPERM: denied("write"),
  EROFS: "the file system is read-only: mount it for writing",
  ENOSPC: "no space is left there: free some",
  EDQUOT: "the quota of this user is used up: free some space",
  ENOENT: "the system makes no directories there",
  ENOTDIR: "a part of the path is no directory",
  ELOOP: "its links lead in a circle",
  ENAMETOOLONG: "the path is too long",
  EEXIST: "a link of that name leads nowhere",
  EIO: "the disk does not work",
};

/** What an error of the file system means for who chose the path. @param act what was tried */
export function pathTrouble(error: unknown, act: "read" | "write" = "write"): string {
  const { code = "", message } = error as NodeJS.ErrnoException;
  return act === "read" && causes[code] === denied("write") ? denied("read") : (causes[code] ?? message);
}

/** Undefined where nothing can be found. @throws when the system does not say. */
function statOf(path: string): Stats | undefined {
  try {
    return statSync(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ENOTDIR") return undefined;
    throw error;
  }
}

/** The directories that are missing on the way to a path, the outermost first. */
function missing(path: string): string[] {
  const found: string[] = [];
  for (let at = path; ; at = dirname(at)) {
    const stats = statOf(at);
    if (stats?.isDirectory()) return found;
    if (stats !== undefined) throw new UserError(`${at} is a file: give a directory`);
    found.unshift(at);
    if (dirname(at) === at) return found;
  }
}

/**
 * Makes a directory with all above it, and sees that files can be written in it. One after the other: Node's recursive
 * mkdir never returns where the system makes no directories, below /proc for one.
 * @param option chooses another directory: `--base-path`.
 * @throws UserError
 */
export function createDirectory(path: string, option: string): void {
  const full = resolve(path);
  try {
    for (const directory of missing(full)) {
      try {
        mkdirSync(directory);
      } catch (error) {
        // Another process may make the same ones.
        if (statOf(directory)?.isDirectory() !== true) throw error;
      }
    }
    accessSync(full, constants.W_OK | constants.X_OK);
  } catch (error) {
    const why = error instanceof UserError ? error.message : pathTrouble(error);
    throw new UserError(`the directory ${full} cannot be used: ${why}, or choose another with ${option}`);
  }
}
