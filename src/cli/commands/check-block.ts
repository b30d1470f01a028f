import { checkStoredBlock } from "../../chain/check-block.ts";
import { ImportError } from "../../chain/import-error.ts";
import { type Hex, isHex } from "../../lib/bytes.ts";
import { UserError } from "../../lib/user-error.ts";
import { requireDatabase } from "../../node/chain-database.ts";
import { openToolChain } from "../../node/tool-chain.ts";
import type { Environment } from "../config.ts";
import { parseNumber, type Values } from "../option.ts";
import type { chainDataOptions } from "../options/commands.ts";
import { databaseOptionsOf } from "./database.ts";

/** `check-block`: executes a stored block again and compares. */
export async function checkBlock(
  values: Values<typeof chainDataOptions>,
  block: string,
  environment: Environment,
): Promise<void> {
  const options = databaseOptionsOf(values, environment);
  requireDatabase(options.path);
  const chain = await openToolChain(options);
  try {
    const hash = isHex(block)
      ? (block.toLowerCase() as Hex)
      : chain.database.hashAt(parseNumber(block, 1, 4_294_967_295));
    if (hash === undefined) throw new UserError(`block ${block} is not in the database`);
    const { number, extrinsics, milliseconds } = await checkStoredBlock(chain, hash);
    console.log(`Block #${number} (${hash}) with ${extrinsics} extrinsics is right: executed in ${milliseconds} ms`);
  } catch (error) {
    if (error instanceof ImportError) throw new UserError(`${error.message} (at the step "${error.step}")`);
    throw error;
  } finally {
    await chain.close();
  }
}
