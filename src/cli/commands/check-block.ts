import { checkStoredBlock } from "../../chain/check-block.ts";
import { ImportError } from "../../chain/import-error.ts";
import type { Hex } from "../../lib/bytes.ts";
import { UserError } from "../../lib/user-error.ts";
import { requireDatabase } from "../../node/chain-database.ts";
import { openToolChain } from "../../node/tool-chain.ts";
import { decodeHeader } from "../../primitives/header.ts";
import type { Database } from "../../storage/database.ts";
import type { Environment } from "../config.ts";
import type { Values } from "../option.ts";
import type { checkBlockOptions } from "../options/commands.ts";
import { findBlock, parseBlockId, requireBody, requireState } from "./block-argument.ts";
import { databaseOptionsOf } from "./database.ts";
import { toolLog } from "./tool-log.ts";

/** The block to check: known, not the genesis, with its body and the state before it. @throws UserError */
function checkableBlock(database: Database, id: number | Hex): Hex {
  const block = findBlock(database, id);
  if (block.number === 0) throw new UserError("block #0 is the genesis: it has no parent to be executed on");
  requireBody(database, block);
  const { parentHash } = decodeHeader(database.header(block.hash) as Uint8Array);
  requireState(database, { hash: parentHash, number: block.number - 1 });
  return block.hash;
}

/** `check-block`: executes a stored block again and compares. Rust: `sc-service chain_ops::check_block`. */
export async function checkBlock(
  values: Values<typeof checkBlockOptions>,
  block: string,
  environment: Environment,
): Promise<void> {
  const id = parseBlockId(block);
  const options = { ...databaseOptionsOf(values, environment), overrides: values.wasmRuntimeOverrides };
  requireDatabase(options.path);
  const chain = await openToolChain(options, toolLog(values, environment, ["warn"]));
  try {
    const hash = checkableBlock(chain.database, id);
    const { number, extrinsics, milliseconds } = await checkStoredBlock(chain, hash);
    console.log(`Block #${number} (${hash}) was executed again with its ${extrinsics} extrinsics: all is as stored.`);
    console.log(`Completed in ${milliseconds} ms.`);
  } catch (error) {
    if (error instanceof ImportError) throw new UserError(`${error.message} (at the step "${error.step}")`);
    throw error;
  } finally {
    await chain.close();
  }
}
