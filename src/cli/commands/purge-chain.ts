import { existsSync, rmSync } from "node:fs";
import { dirname } from "node:path";
import { messageOf, UserError } from "../../lib/user-error.ts";
import type { Environment } from "../config.ts";
import type { Values } from "../option.ts";
import type { purgeChainOptions } from "../options/commands.ts";
import { ask } from "../terminal.ts";
import { targetOf } from "./target.ts";

/** `purge-chain`: removes a chain's database. Keys and the node key stay. */
export function purgeChain(values: Values<typeof purgeChainOptions>, environment: Environment): void {
  const database = dirname(targetOf(values, environment).paths.database);
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
