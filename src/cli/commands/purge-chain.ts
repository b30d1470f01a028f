import { existsSync, rmSync } from "node:fs";
import { dirname } from "node:path";
import { messageOf, UserError } from "../../lib/user-error.ts";
import { destroyDatabase } from "../../storage/kv/level-key-value.ts";
import type { Environment } from "../config.ts";
import type { Values } from "../option.ts";
import type { purgeChainOptions } from "../options/commands.ts";
import { ask } from "../terminal.ts";
import { targetOf } from "./target.ts";

/**
 * `purge-chain`: removes a chain's database. Keys and the node key stay. Rust: `sc-cli PurgeChainCmd::run`.
 * @throws StorageError when a node uses the database.
 */
export async function purgeChain(values: Values<typeof purgeChainOptions>, environment: Environment): Promise<void> {
  const { paths } = targetOf({ ...values, runtime: undefined }, environment);
  const directory = dirname(paths.database);
  if (!values.yes) {
    const answer = ask(`Are you sure to remove "${directory}"? [y/N]: `);
    if (!/^\s*y/i.test(answer)) {
      console.log("Aborted");
      return;
    }
  }
  if (!existsSync(directory)) {
    console.error(`"${directory}" did not exist.`);
    return;
  }
  await destroyDatabase(paths.database);
  try {
    rmSync(directory, { recursive: true });
  } catch (error) {
    throw new UserError(`"${directory}" cannot be removed: ${messageOf(error)}`);
  }
  console.log(`"${directory}" removed.`);
}
