import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { UserError } from "../lib/user-error.ts";
import type { ForkOrigin, StateFilesConfig } from "../node/config.ts";
import type { RunValues } from "./options/run.ts";

/** The file that the chain begins with, where that is one. @throws UserError where a fork has another beginning */
function loadedFile(
  given: string | undefined,
  optional: boolean,
  fork: ForkOrigin | undefined,
): StateFilesConfig["load"] {
  const own = fork?.kind === "node" ? fork.state : fork?.kind === "file" && fork.isState ? fork.path : undefined;
  const path = given === undefined ? undefined : resolve(given);
  const isThere = path !== undefined && (!optional || existsSync(path));
  if (path !== undefined && (fork === undefined || (fork.kind === "node" && own === undefined)))
    return { path, optional };
  if (!isThere || path === own) return own === undefined ? undefined : { path: own, optional: true, anyChain: true };
  throw new UserError(
    `the fork begins with what --fork names, and not with ${path}: give --fork ${path} to go on with that`,
    2,
  );
}

/** The files that the chain comes from and goes to; undefined where nothing names one. */
export function stateFiles(
  { state, loadState, dumpState, stateInterval, stateBlocks }: RunValues,
  fork: ForkOrigin | undefined,
): StateFilesConfig | undefined {
  const [given, save] = [state ?? loadState, state ?? dumpState];
  const load = loadedFile(given, state !== undefined, fork);
  if (load === undefined && save === undefined) return undefined;
  const interval = stateInterval === undefined ? undefined : stateInterval * 1000;
  return {
    load,
    save: save === undefined ? undefined : { path: resolve(save), interval, blocks: stateBlocks },
  };
}
