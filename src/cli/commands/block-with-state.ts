import type { Log } from "../../chain/environment.ts";
import type { Database } from "../../storage/database.ts";
import type { Environment } from "../config.ts";
import { type FoundBlock, findBlock, parseBlockId, requireState } from "./block-argument.ts";
import { databaseOptionsOf, withDatabase } from "./database.ts";
import { toolLog } from "./tool-log.ts";

/** What is asked of a database: a block whose state it keeps. */
interface Asked {
  readonly values: Parameters<typeof databaseOptionsOf>[0] & Parameters<typeof toolLog>[0];
  /** As the command line names it; undefined: the best one. */
  readonly block: string | undefined;
  readonly environment: Environment;
}

interface BlockWithState {
  readonly database: Database;
  readonly found: FoundBlock;
  readonly spec: ReturnType<typeof databaseOptionsOf>["spec"];
  readonly log: Log;
}

/** Does something with a block of a database. @throws UserError when it is not there, or its state is not kept */
export async function withBlockAndState(
  { values, block, environment }: Asked,
  run: (found: BlockWithState) => void | Promise<void>,
): Promise<void> {
  const id = block === undefined ? undefined : parseBlockId(block);
  const options = databaseOptionsOf(values, environment);
  const log = toolLog(values, environment);
  await withDatabase(options, async (database) => {
    const found = id === undefined ? database.best() : findBlock(database, id);
    requireState(database, found);
    await run({ database, found, spec: options.spec, log });
  });
}
