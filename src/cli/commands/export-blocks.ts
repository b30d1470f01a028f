import { closeSync, openSync } from "node:fs";
import { mocksName, stepName } from "../../chain/step.ts";
import type { Hex } from "../../lib/bytes.ts";
import { messageOf, UserError } from "../../lib/user-error.ts";
import type { Database } from "../../storage/database.ts";
import { binaryHead, encodeBinaryBlock, encodeJsonBlock, type FileBlock } from "../block-file.ts";
import type { Environment } from "../config.ts";
import type { Values } from "../option.ts";
import type { exportBlocksOptions } from "../options/commands.ts";
import { type OpenFile, writeAll } from "../streams.ts";
import { findBlock, requireBody } from "./block-argument.ts";
import { databaseOptionsOf, withDatabase } from "./database.ts";
import { toolLog } from "./tool-log.ts";

/** A line of the log for so many blocks. */
const progressBlocks = 10_000;

function blockAt(database: Database, number: number): FileBlock {
  const block = findBlock(database, number);
  return {
    extrinsics: requireBody(database, block),
    header: database.header(block.hash) as Uint8Array,
    justifications: database.justifications(block.hash),
  };
}

/** The last block of the range. @throws UserError when the range is empty. */
function lastOf(database: Database, from: number, to: number | undefined): number {
  const best = database.best().number;
  // The original takes `--to 0` for 1.
  const wanted = to === undefined ? best : Math.max(to, 1);
  if (from > best) throw new UserError(`the range is empty: --from ${from} lies after the best block, #${best}`);
  if (wanted < from) throw new UserError(`the range is empty: --from ${from} lies after --to ${wanted}`);
  return Math.min(wanted, best);
}

function openOutput(path: string | undefined): OpenFile {
  if (path === undefined) return { descriptor: 1, name: "standard output" };
  try {
    return { descriptor: openSync(path, "w"), name: path };
  } catch (error) {
    throw new UserError(`${path} cannot be written: ${messageOf(error)}`);
  }
}

/** Says what these blocks lack, where a chain's owner changed it otherwise than by extrinsics. */
function notReplayed(steps: number, mocks: number): string[] {
  return [
    ...(steps === 0
      ? []
      : [
          `${steps} of these blocks begin with a direct change of the state: they do not replay without these steps, which a state file keeps`,
        ]),
    ...(mocks === 0 ? [] : [`${mocks} of these blocks hold mock signatures: they replay only with --mock-signatures`]),
  ];
}

/** `export-blocks`: blocks of the best chain, as JSON documents or SCALE. Rust: `sc-service chain_ops::export_blocks`. */
export async function exportBlocks(
  values: Values<typeof exportBlocksOptions>,
  output: string | undefined,
  environment: Environment,
): Promise<void> {
  const { from, to, binary } = values;
  const log = toolLog(values, environment);
  await withDatabase(databaseOptionsOf(values, environment), async (database) => {
    const last = lastOf(database, from, to);
    // Bodies are pruned from the oldest on: when the first is there, all are. Nothing is overwritten before that is known.
    blockAt(database, from);
    const file = openOutput(output);
    try {
      log.info("export", `Exporting blocks from #${from} to #${last}`);
      if (binary) writeAll(file, binaryHead(last - from + 1));
      let [steps, mocks] = [0, 0];
      for (let number = from; number <= last; number++) {
        const block = blockAt(database, number);
        const hash = database.hashAt(number) as Hex;
        if (database.getExtra(stepName(hash)) !== undefined) steps++;
        if (database.getExtra(mocksName(hash)) !== undefined) mocks++;
        writeAll(file, binary ? encodeBinaryBlock(block) : Buffer.from(encodeJsonBlock(block)));
        if (number % progressBlocks === 0) log.info("export", `#${number}`);
      }
      for (const line of notReplayed(steps, mocks)) log.warn("export", line);
    } finally {
      if (output !== undefined) closeSync(file.descriptor);
    }
    log.info("export", `Exported ${last - from + 1} blocks (#${from} to #${last}).`);
  });
}
