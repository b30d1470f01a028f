import { readFileSync } from "node:fs";
import type { Chain } from "../../chain/chain.ts";
import { ImportError } from "../../chain/import-error.ts";
import { messageOf, UserError } from "../../lib/user-error.ts";
import { openToolChain } from "../../node/tool-chain.ts";
import { createExtrinsic } from "../../primitives/extrinsic.ts";
import { readBlockFile } from "../block-file.ts";
import type { Environment } from "../config.ts";
import type { Values } from "../option.ts";
import type { importBlocksOptions } from "../options/commands.ts";
import { targetOf } from "./target.ts";

function readInput(input: string | undefined): Uint8Array {
  try {
    return readFileSync(input ?? 0);
  } catch (error) {
    throw new UserError(`${input ?? "standard input"} cannot be read: ${messageOf(error)}`);
  }
}

async function importAll(chain: Chain, file: Uint8Array, binary: boolean): Promise<void> {
  const counts = { imported: 0, known: 0 };
  for (const { header, extrinsics } of readBlockFile(file, binary)) {
    try {
      counts[(await chain.writer.importBlock({ header, body: extrinsics.map(createExtrinsic) })).type]++;
    } catch (error) {
      if (!(error instanceof ImportError)) throw error;
      throw new UserError(`${error.message} (refused at the step "${error.step}", after ${counts.imported} imported)`);
    }
  }
  const { number, hash } = chain.best();
  console.error(`Imported ${counts.imported} blocks, ${counts.known} were known. Best: #${number} (${hash})`);
}

/** `import-blocks`: executes the blocks of a file and stores them, as far as they verify. */
export async function importBlocks(
  values: Values<typeof importBlocksOptions>,
  input: string | undefined,
  environment: Environment,
): Promise<void> {
  const file = readInput(input);
  const { spec, rules, paths } = targetOf(values, environment);
  const chain = await openToolChain({ spec, rules, path: paths.database, statePruning: 256 });
  try {
    await importAll(chain, file, values.binary);
  } finally {
    await chain.close();
  }
}
