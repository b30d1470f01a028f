import { UserError } from "../../lib/user-error.ts";
import { type ChainDatabaseOptions, openExistingDatabase, requireDatabase } from "../../node/chain-database.ts";
import type { Database } from "../../storage/database.ts";
import { verifyDatabase } from "../../storage/open-database.ts";
import type { Environment } from "../config.ts";
import { parseNumber, type Values } from "../option.ts";
import type { chainDataOptions, verifyOptions } from "../options/commands.ts";
import { targetOf } from "./target.ts";

type DataValues = Values<typeof chainDataOptions>;

/** The database that the options name. */
export function databaseOptionsOf(
  values: DataValues,
  environment: Environment,
): ChainDatabaseOptions & { path: string } {
  const { spec, rules, paths } = targetOf(values, environment);
  return { spec, rules, path: paths.database, statePruning: values.statePruning };
}

/** Opens the database that the options name, works on it, and closes it in every case. */
export async function withDatabase<T>(
  options: ChainDatabaseOptions & { path: string },
  work: (database: Database) => Promise<T>,
): Promise<T> {
  const database = await openExistingDatabase(options);
  try {
    return await work(database);
  } finally {
    await database.close();
  }
}

/** `chain-info`: what the database holds. */
export async function chainInfo(values: DataValues, environment: Environment): Promise<void> {
  const options = databaseOptionsOf(values, environment);
  await withDatabase(options, async (database) => {
    const best = database.best();
    const finalized = database.finalized();
    const leaves = database.leaves().filter((hash) => hash !== best.hash);
    const rows: [string, string][] = [
      ["chain", `${options.spec.name} (${options.spec.id})`],
      ["genesis", `${database.genesisHash}`],
      ["best block", `#${best.number} ${best.hash}`],
      ["finalized block", `#${finalized.number} ${finalized.hash}`],
      ["oldest state", `#${database.oldestState()}`],
      ["other leaves", leaves.length === 0 ? "none" : leaves.join(" ")],
      ["database", options.path],
    ];
    for (const [name, value] of rows) console.log(`${`${name}:`.padEnd(17)}${value}`);
  });
}

/** `revert`: takes the newest blocks back. */
export async function revert(values: DataValues, count: string | undefined, environment: Environment): Promise<void> {
  const blocks = count === undefined ? 256 : parseNumber(count, 1, 4_294_967_295);
  await withDatabase({ ...databaseOptionsOf(values, environment), dropDamaged: true }, async (database) => {
    const reverted = await database.revert(blocks);
    const { number, hash } = database.best();
    const why = reverted < blocks ? " (no older state is kept)" : "";
    console.log(`Reverted ${reverted} blocks${why}. Best: #${number} (${hash})`);
  });
}

/** `verify`: compares the stored state with the header of the last final block, and the trie with the state. */
export async function verify(values: Values<typeof verifyOptions>, environment: Environment): Promise<void> {
  const { path } = databaseOptionsOf(values, environment);
  requireDatabase(path);
  const wrong = await verifyDatabase(path, values.repair);
  for (const line of wrong) console.log(line);
  if (wrong.length === 0) {
    console.log("The database is sound.");
  } else if (!values.repair) {
    throw new UserError(`${wrong.length} things are wrong; --repair mends the trie when the values are right`);
  } else if ((await verifyDatabase(path)).length > 0) {
    throw new UserError("the values themselves are damaged: restore a copy, or remove the database with purge-chain");
  } else {
    console.log("Repaired.");
  }
}
