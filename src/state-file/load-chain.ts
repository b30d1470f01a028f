import { fromHex, type Hex } from "../lib/bytes.ts";
import type { Database } from "../storage/database.ts";
import { RecordError, StorageError } from "../storage/errors.ts";
import { requireWhole } from "./fork-content.ts";
import type { StateFile } from "./open-state-file.ts";
import type { Step } from "./records.ts";

/**
 * Takes the chain of a state file into an empty database: its block is the best and final one, its genesis block is known
 * by hash and header, the blocks of the file lie under it. What fails leaves the database empty.
 * @param extra what is kept beside the chain, in the same write
 * The steps of the file are kept in it too.
 * @throws StateFileError
 */
export async function loadChain(
  database: Database,
  file: StateFile,
  extra: ReadonlyMap<string, Uint8Array>,
): Promise<void> {
  requireWhole(file);
  const { genesis, block } = file.head;
  const intake = await database.takeChain();
  try {
    const steps: Step[] = [];
    let last: Hex | undefined;
    for await (const part of file.parts()) {
      if (part.type === "entries") await intake.state.put(part.child, part.entries);
      else if (part.type === "block") {
        await intake.addBlock(part.block);
        last = part.block.hash;
      } else if (part.type === "step") steps.push(part.step);
    }
    if (last !== block.hash) throw new RecordError("its last block is not the one that its head names");
    const beside = new Map([...steps.map(({ name, bytes }) => [name, bytes] as const), ...extra]);
    await intake.use({ hash: genesis.hash, header: fromHex(genesis.header), extra: beside });
  } catch (error) {
    await intake.abandon();
    // What storage will not have of it was not written by a state file's writer.
    const refused = error instanceof StorageError && error.problem === "misuse";
    throw file.explain(refused ? new RecordError(error.message) : error);
  }
}
