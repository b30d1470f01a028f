import { revertWithFinality } from "../../chain/finality/revert-finality.ts";
import { UserError } from "../../lib/user-error.ts";
import { type ChainDatabaseOptions, openExistingDatabase, requireDatabase } from "../../node/chain-database.ts";
import type { Database } from "../../storage/database.ts";
import { verifyDatabase } from "../../storage/verify/verify-database.ts";
import type { Environment } from "../config.ts";
import { parseNumber, type Values } from "../option.ts";
import type { chainInfoOptions, revertOptions, verifyOptions } from "../options/commands.ts";
import { targetOf } from "./target.ts";
import { toolLog } from "./tool-log.ts";

type DataValues = Values<typeof chainInfoOptions>;

/** The database that the options name. */
export function databaseOptionsOf(
  values: DataValues,
  environment: Environment,
): ChainDatabaseOptions & { path: string } {
  const { spec, build, genesisOptions, paths } = targetOf(values, environment);
  return {
    spec,
    build,
    genesisOptions,
    path: paths.database,
    pruning: { state: values.statePruning, blocks: values.blocksPruning },
  };
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

/**
 * `chain-info`: the heads of the database as JSON, first the members that the original prints, then others. A line of the
 * log has what is kept. Rust: `sc-cli ChainInfoCmd::run`.
 */
export async function chainInfo(values: DataValues, environment: Environment): Promise<void> {
  const options = databaseOptionsOf(values, environment);
  const log = toolLog(values, environment);
  await withDatabase(options, async (database) => {
    const best = database.best();
    const finalized = database.finalized();
    const info = {
      best_hash: best.hash,
      best_number: best.number,
      genesis_hash: database.genesisHash,
      finalized_hash: finalized.hash,
      finalized_number: finalized.number,
      chain: options.spec.name,
      state_pruning: database.pruning().state,
      blocks_pruning: database.pruning().blocks,
      oldest_state: database.oldestState(),
      oldest_body: database.oldestBody(),
      other_leaves: database.leaves().filter((hash) => hash !== best.hash),
      database: options.path,
    };
    const kept = [
      `oldest state: #${info.oldest_state} (--state-pruning ${info.state_pruning})`,
      `oldest body: #${info.oldest_body} (--blocks-pruning ${info.blocks_pruning})`,
    ];
    log.info("database", kept.join(", "));
    console.log(JSON.stringify(info, null, 2));
  });
}

/** `revert`: takes the newest blocks back. Rust: `sc-cli RevertCmd::run`. */
export async function revert(
  values: Values<typeof revertOptions>,
  count: string | undefined,
  environment: Environment,
): Promise<void> {
  const blocks = count === undefined ? 256 : parseNumber(count, 0, 4_294_967_295);
  const log = toolLog(values, environment);
  await withDatabase({ ...databaseOptionsOf(values, environment), dropDamaged: true }, async (database) => {
    const reverted = await revertWithFinality(database, blocks);
    const { number, hash } = database.best();
    const why = reverted < blocks ? ` (${blocks} were asked for: no older state is kept)` : "";
    log.info("revert", `Reverted ${reverted} blocks${why}. Best: #${number} (${hash})`);
  });
}

/**
 * `verify`: compares everything that is stored with what it must be, and says what was looked at. Options that give the
 * chain another genesis say which chain it is: a sound database of another one is refused, as by every command.
 */
export async function verify(values: Values<typeof verifyOptions>, environment: Environment): Promise<void> {
  const options = databaseOptionsOf(values, environment);
  const { path, genesisOptions = [] } = options;
  requireDatabase(path);
  const { problems, mendable, repaired, checked } = await verifyDatabase(path, {
    repair: values.repair,
    rewrite: async (body) => {
      const [{ runtimeOfBuild }, { rewriteBody }] = await Promise.all([
        import("../../node/runtime.ts"),
        import("../../node/rewrite-body.ts"),
      ]);
      // This build has every call that another has.
      return rewriteBody(runtimeOfBuild("local"), body);
    },
  });
  console.log(`Checked: ${checked.join("; ")}.`);
  for (const line of repaired) console.log(`Repaired: ${line}`);
  for (const line of problems) console.log(`Wrong: ${line}`);
  if (problems.length === 0) {
    // What its files hold is right: only now may it be opened.
    if (genesisOptions.length > 0) await withDatabase({ ...options, pruning: {} }, async () => {});
    console.log("The database is sound.");
  } else {
    const remedy =
      problems.length === mendable
        ? "--repair mends it from what is right"
        : "restore a copy, or remove it with purge-chain";
    throw new UserError(`the database ${path} is damaged: ${remedy}`);
  }
}
