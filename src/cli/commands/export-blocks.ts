import { closeSync, openSync, writeSync } from "node:fs";
import { messageOf, UserError } from "../../lib/user-error.ts";
import type { Database } from "../../storage/database.ts";
import { binaryHead, encodeBinaryBlock, encodeJsonBlock, type FileBlock } from "../block-file.ts";
import type { Environment } from "../config.ts";
import type { Values } from "../option.ts";
import type { exportBlocksOptions } from "../options/commands.ts";
import { databaseOptionsOf, withDatabase } from "./database.ts";

function blockAt(database: Database, number: number): FileBlock {
  const hash = database.hashAt(number);
  const header = hash === undefined ? undefined : database.header(hash);
  const extrinsics = hash === undefined ? undefined : database.body(hash);
  if (hash === undefined || header === undefined || extrinsics === undefined) {
    throw new UserError(`block ${number} is not in the database: it was never made, or its body is not kept`);
  }
  return { header, extrinsics, justifications: database.justifications(hash) };
}

/** `export-blocks`: blocks of the best chain, as JSON documents or SCALE. */
export async function exportBlocks(
  values: Values<typeof exportBlocksOptions>,
  output: string | undefined,
  environment: Environment,
): Promise<void> {
  if (values.from < 1) throw new UserError("--from 0: the genesis block is part of the chain specification", 2);
  await withDatabase(databaseOptionsOf(values, environment), async (database) => {
    const last = Math.min(values.to ?? database.best().number, database.best().number);
    const count = Math.max(0, last - values.from + 1);
    let file: number;
    try {
      file = output === undefined ? 1 : openSync(output, "w");
    } catch (error) {
      throw new UserError(`${output} cannot be written: ${messageOf(error)}`);
    }
    if (values.binary) writeSync(file, binaryHead(count));
    for (let number = values.from; number <= last; number++) {
      const block = blockAt(database, number);
      writeSync(file, values.binary ? encodeBinaryBlock(block) : Buffer.from(encodeJsonBlock(block)));
    }
    if (output !== undefined) closeSync(file);
    console.error(`Exported ${count} blocks (#${values.from} to #${last}).`);
  });
}
