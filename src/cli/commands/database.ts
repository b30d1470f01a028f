import { UserError } from "../../lib/user-error.ts";
import { type ChainDatabaseOptions, openExistingDatabase, requireDatabase } from "../../node/chain-database.ts";
import type { Database } from "../../storage/database.ts";
import { verifyDatabase } from "../../storage/verify/verify-database.ts";
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
  return { spec, rules, path: paths.database, pruning: { state: values.statePruning, blocks: values.blocksPruning } };
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
      ["oldest body", `#${database.oldestBody()}`],
      ["state pruning", `${database.pruning().state}`],
      ["blocks pruning", `${database.pruning().blocks}`],
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

/** `verify`: compares everything that is stored with what it must be, and says what was looked at. */
export async function verify(values: Values<typeof verifyOptions>, environment: Environment): Promise<void> {
  const { path, rules } = databaseOptionsOf(values, environment);
  requireDatabase(path);
  const { problems, mendable, repaired, checked } = await verifyDatabase(path, {
    repair: values.repair,
    rewrite: async (body) => {
      const [{ runtimeOfRules }, { rewriteBody }] = await Promise.all([
        import("../../node/runtime.ts"),
        import("../../node/rewrite-body.ts"),
      ]);
      return rewriteBody(runtimeOfRules(rules), body);
    },
  });
  console.log(`Checked: ${checked.join("; ")}.`);
  for (const line of repaired) console.log(`Repaired: ${line}`);
  for (const line of problems) console.log(`Wrong: ${line}`);
  if (problems.length === 0) console.log("The database is sound.");
  else {
    const remedy =
      problems.length === mendable
        ? "--repair mends it from what is right"
        : "restore a copy, or remove it with purge-chain";
    throw new UserError(`the database ${path} is damaged: ${remedy}`);
  }
}
