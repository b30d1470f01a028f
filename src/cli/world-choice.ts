import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { messageOf, UserError } from "../lib/user-error.ts";
import type { WorldConfig } from "../node/config.ts";
import type { Environment } from "./config.ts";
import { versionText } from "./version.ts";

/**
 * The world that options name: a file, or one that is known by name; where it is kept follows from its text, the rules and
 * this program's version.
 * @throws UserError for a file that cannot be read
 */
export function worldChoice(
  { world, play, rules }: { readonly world: string; readonly play: boolean; readonly rules: string },
  environment: Environment,
): WorldConfig {
  const text = /[./\\]/.test(world) || existsSync(world) ? readText(world) : undefined;
  const key = createHash("sha256")
    .update(JSON.stringify([versionText(), rules, world, text]))
    .digest("hex")
    .slice(0, 32);
  const cache = environment.XDG_CACHE_HOME || join(environment.HOME || homedir(), ".cache");
  const kept = join(cache, "subtensor-ts", "worlds", `${key}.state`);
  return { source: world, text, play, kept, loaded: `${kept}.db` };
}

function readText(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    throw new UserError(`--world ${path} cannot be read: ${messageOf(error)}`);
  }
}
