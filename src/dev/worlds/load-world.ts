import { UserError } from "../../lib/user-error.ts";
import { namedWorld, worldNames } from "./named-worlds.ts";
import { readWorld, worldOf } from "./read-world.ts";
import type { World } from "./world.ts";

/**
 * The world of a name, or of a file's text.
 * @param source a name, or the file's path
 * @param text what the file holds; undefined for a name
 * @throws UserError for a name that is none, or a file that does not describe a world
 */
export function loadWorld(source: string, text?: string): World {
  if (text !== undefined) return readWorld(text, source);
  const value = namedWorld(source);
  if (value === undefined)
    throw new UserError(
      `no world is called ${source}; there are ${worldNames.join(", ")}, or write the path of a file`,
    );
  return worldOf(value);
}
