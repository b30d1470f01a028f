import { existsSync, readdirSync, rmSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { messageOf, UserError } from "../../lib/user-error.ts";
import { destroyDatabase } from "../../storage/kv/level-key-value.ts";
import type { Environment } from "../config.ts";
import type { Values } from "../option.ts";
import type { purgeChainOptions } from "../options/commands.ts";
import { ask } from "../terminal.ts";
import { targetOf } from "./target.ts";

/**
 * `purge-chain`: removes a chain's database. Keys and the node key stay, and whatever else lies beside the database: the
 * original keeps its own in the same directory (db/full). Rust: `sc-cli PurgeChainCmd::run`.
 * @throws StorageError when a node uses the database.
 */
export async function purgeChain(values: Values<typeof purgeChainOptions>, environment: Environment): Promise<void> {
  const { paths } = targetOf({ ...values, runtime: undefined }, environment);
  const around = dirname(paths.database);
  const names = existsSync(around) ? readdirSync(around) : [];
  const own = names.filter((name) => isOwn(name, basename(paths.database)));
  const shared = own.length < names.length;
  const directory = shared ? paths.database : around;
  if (!values.yes) {
    const answer = ask(`Are you sure to remove "${directory}"? [y/N]: `);
    if (!/^\s*y/i.test(answer)) {
      console.log("Aborted");
      return;
    }
  }
  if (shared ? own.length === 0 : !existsSync(around)) {
    console.error(`"${directory}" did not exist.`);
    return;
  }
  await destroyDatabase(paths.database);
  try {
    for (const path of shared ? own.map((name) => join(around, name)) : [around]) {
      rmSync(path, { recursive: true, force: true });
    }
  } catch (error) {
    throw new UserError(`"${directory}" cannot be removed: ${messageOf(error)}`);
  }
  console.log(`"${directory}" removed.`);
}

/** Whether it is the database, or a copy of one that was begun for its place and not finished. */
function isOwn(name: string, database: string): boolean {
  return name === database || (name.startsWith(`${database}.`) && name.endsWith(".new"));
}
