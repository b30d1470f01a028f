import { createRequire } from "node:module";
import { messageOf, UserError } from "../../lib/user-error.ts";
import { accountOf } from "./accounts.ts";
import { checkWorld } from "./check-description.ts";
import { readRootValidator, readSubnet } from "./read-subnet.ts";
import type { World } from "./world.ts";
import { worldShape } from "./world-shape.ts";

type Yaml = typeof import("yaml");

/** The values of a text: JSON when it begins as an object of JSON does, else YAML, whose reader is loaded only then. */
function parse(marked: string): unknown {
  // Some editors begin a text with a mark, which no JSON has.
  const text = marked.replace(/^\uFEFF/, "");
  if (/^\s*\{/.test(text)) return JSON.parse(text);
  const { parse: parseYaml } = createRequire(import.meta.url)("yaml") as Yaml;
  // A list may hold itself in YAML, which JSON does not know: it is refused here.
  return JSON.parse(
    JSON.stringify(parseYaml(text, { prettyErrors: true, uniqueKeys: true, maxAliasCount: 100 }) ?? null),
  );
}

/**
 * Reads a world file, JSON or YAML.
 * @param source what the file is called in errors
 * @throws UserError that names the place in the file and what is wrong there
 */
export function readWorld(text: string, source: string): World {
  let value: unknown;
  try {
    value = parse(text);
  } catch (error) {
    throw new UserError(`${source} does not parse: ${messageOf(error)}`);
  }
  try {
    return worldOf(value);
  } catch (error) {
    throw error instanceof UserError ? new UserError(`${source}: ${error.message}`) : error;
  }
}

/** The world that a value describes: what a world file holds. @throws UserError */
export function worldOf(value: unknown): World {
  const file = worldShape.read(value, "");
  const world: World = {
    name: file.name,
    seed: file.seed,
    chain: file.chain,
    balances: [...file.balances].map(([name, free]) => ({
      path: `balances.${name}`,
      account: accountOf(name),
      free,
    })),
    coldkeyBalance: file.coldkey_balance,
    root: file.root.map((entry, place) => readRootValidator(entry, `root[${place}]`)),
    subnets: file.subnets.map(readSubnet),
  };
  checkWorld(world);
  return world;
}
