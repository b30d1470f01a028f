import { closeSync, openSync } from "node:fs";
import { BrokenState } from "../../chain/broken-state.ts";
import type { Chain } from "../../chain/chain.ts";
import type { Log } from "../../chain/environment.ts";
import { oneLine } from "../../lib/excerpt.ts";
import { messageOf, UserError } from "../../lib/user-error.ts";
import { openToolChain } from "../../node/tool-chain.ts";
import type { BlockData } from "../../primitives/block.ts";
import { createExtrinsic } from "../../primitives/extrinsic.ts";
import type { FileBlock } from "../block-file.ts";
import { type Environment, engineChoice, genesisChoice } from "../config.ts";
import type { Values } from "../option.ts";
import type { importBlocksOptions } from "../options/commands.ts";
import { readBlockFile } from "../read-block-file.ts";
import { type OpenFile, readParts } from "../streams.ts";
import { databaseOptionsOf } from "./database.ts";
import { toolLog } from "./tool-log.ts";

function openInput(path: string | undefined): OpenFile {
  if (path === undefined) return { descriptor: 0, name: "standard input" };
  try {
    return { descriptor: openSync(path, "r"), name: path };
  } catch (error) {
    throw new UserError(`${path} cannot be read: ${messageOf(error)}`);
  }
}

/** So many blocks, or bytes of them, at most are one write. */
const most = { blocks: 128, bytes: 16 * 1024 * 1024 };

/** Blocks in lists, each to be imported at once. Those before a place where the file makes no sense come first. */
function* listsOf(blocks: Iterable<FileBlock>): Generator<BlockData[]> {
  let list: BlockData[] = [];
  let bytes = 0;
  try {
    for (const { header, extrinsics, justifications } of blocks) {
      list.push({ header, body: extrinsics.map(createExtrinsic), ...(justifications && { justifications }) });
      for (const extrinsic of extrinsics) bytes += extrinsic.length;
      if (list.length < most.blocks && bytes < most.bytes) continue;
      yield list;
      [list, bytes] = [[], 0];
    }
  } catch (error) {
    if (list.length > 0) yield list;
    throw error;
  }
  if (list.length > 0) yield list;
}

async function importAll(chain: Chain, blocks: Iterable<FileBlock>, log: Log): Promise<void> {
  const counts = { imported: 0, known: 0 };
  for (const list of listsOf(blocks)) {
    for (const result of await chain.writer.importBlocks(list)) {
      if (result.type !== "refused") counts[result.type]++;
      else {
        const { message, step, fault } = result.error;
        // Of the first block of a file alone: later ones follow on those before them.
        const other = step === "parent" && fault === "later" && counts.imported + counts.known === 0;
        const advice = other
          ? `: the file may lack the blocks before it, or be of a chain with another genesis than this one's, ${chain.database.genesisHash}: give the --chain and the options that it was made with`
          : "";
        throw new UserError(`${message} (refused at the step "${step}", after ${counts.imported} imported)${advice}`);
      }
    }
  }
  // While a list is written the state before it stays; nobody reads it here.
  await chain.database.finalize(chain.finalized().hash);
  const { number, hash } = chain.best();
  log.info("import", `Imported ${counts.imported} blocks, ${counts.known} were known. Best: #${number} (${hash})`);
}

/** `import-blocks`: executes the blocks of a file and stores them, as far as they verify. */
export async function importBlocks(
  values: Values<typeof importBlocksOptions>,
  input: string | undefined,
  environment: Environment,
): Promise<void> {
  const file = openInput(input);
  try {
    const options = {
      ...databaseOptionsOf(genesisChoice(values), environment),
      overrides: values.wasmRuntimeOverrides,
      engine: engineChoice(values),
    };
    const chain = await openToolChain(options, toolLog(values, environment, ["warn"]));
    try {
      await importAll(chain, readBlockFile(readParts(file), values.binary), toolLog(values, environment));
    } catch (error) {
      // Where the two engines differ.
      throw error instanceof BrokenState ? new UserError(oneLine(error.message)) : error;
    } finally {
      await chain.close();
    }
  } finally {
    if (input !== undefined) closeSync(file.descriptor);
  }
}
