import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { messageOf, UserError } from "../lib/user-error.ts";
import type { WorldConfig } from "../node/config.ts";
import type { BuildName } from "../primitives/build-name.ts";
import type { Environment } from "./config.ts";
import { versionText } from "./version.ts";

/** Counts the forms of what is kept of a world: one of another form is not taken. 2: its database says which world it is. */
const keptForm = 2;

interface Asked {
  readonly world: string;
  readonly play: boolean;
  readonly rules: BuildName;
  /** Whether blocks count their time from 1970, and not by the clock: what is kept has the time of its last block. */
  readonly counted: boolean;
}

/**
 * The world that options name: a file, or one that is known by name; where it is kept follows from its text, the rules, where
 * time begins and this program's version.
 * @throws UserError for a file that cannot be read
 */
export function worldChoice({ world, play, rules, counted }: Asked, environment: Environment): WorldConfig {
  const text = /[./\\]/.test(world) || existsSync(world) ? readText(world) : undefined;
  const digest = digestOf([text === undefined ? "name" : "file", text ?? world]);
  const key = digestOf([keptForm, versionText(), rules, counted, world, text]);
  const cache = environment.XDG_CACHE_HOME || join(environment.HOME || homedir(), ".cache");
  const kept = join(cache, "subtensor-ts", "worlds", `${key}.state`);
  return { source: world, digest, text, play, rules, kept, loaded: `${kept}.db` };
}

function digestOf(of: unknown): string {
  return createHash("sha256").update(JSON.stringify(of)).digest("hex").slice(0, 32);
}

function readText(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    throw new UserError(`--world ${path} cannot be read: ${messageOf(error)}`);
  }
}
