import { existsSync, rmSync } from "node:fs";
import { dirname } from "node:path";
import { messageOf, UserError } from "../../lib/user-error.ts";
import { loadChainSpec } from "../../node/chain-specs.ts";
import { dataPaths, defaultBasePath } from "../../node/paths.ts";
import type { Values } from "../option.ts";
import type { purgeChainOptions } from "../options/commands.ts";
import { ask } from "../terminal.ts";

/** `purge-chain`: removes a chain's database. Keys and the node key stay. */
export function purgeChain(values: Values<typeof purgeChainOptions>, environment: NodeJS.ProcessEnv): void {
  const spec = loadChainSpec(values, environment);
  const database = dirname(dataPaths(values.basePath ?? defaultBasePath(environment), spec.id).database);
  if (!values.yes) {
    const answer = ask(`Are you sure to remove "${database}"? [y/N]: `);
    if (!/^\s*y/i.test(answer)) {
      console.log("Aborted");
      return;
    }
  }
  if (!existsSync(database)) {
    console.error(`"${database}" did not exist.`);
    return;
  }
  try {
    rmSync(database, { recursive: true });
  } catch (error) {
    throw new UserError(`"${database}" cannot be removed: ${messageOf(error)}`);
  }
  console.log(`"${database}" removed.`);
}
