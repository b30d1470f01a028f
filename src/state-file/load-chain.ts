import { fromHex, type Hex } from "../lib/bytes.ts";
import type { Database } from "../storage/database.ts";
import { RecordError, StorageError } from "../storage/errors.ts";
import { requireWhole } from "./fork-content.ts";
import type { StateFile } from "./open-state-file.ts";
import { addStep } from "./records.ts";

/**
 * Takes the chain of a state file into an empty database: its block is the best and final one, its genesis block is known
 * by hash and header, the blocks of the file lie under it. What fails leaves the database empty.
 * @param extra what is kept beside the chain, in the same write
 * @param isStep which names the steps of the file may have: they are kept beside the chain too, where others have theirs
 * @throws StateFileError
 */
export async function loadChain(
  database: Database,
  file: StateFile,
  extra: ReadonlyMap<string, Uint8Array>,
  isStep: (name: string) => boolean,
): Promise<void> {
  requireWhole(file);
  const { genesis, block } = file.head;
  const intake = await database.takeChain();
  try {
    const steps = new Map<string, Uint8Array>();
    let last: Hex | undefined;
    for await (const part of file.parts()) {
      if (part.type === "entries") await intake.state.put(part.child, part.entries);
      else if (part.type === "block") {
        await intake.addBlock(part.block);
        last = part.block.hash;
      } else if (part.type === "step") addStep(steps, part.step, isStep);
    }
    if (last !== block.hash) throw new RecordError("its last block is not the one that its head names");
    await intake.use({ hash: genesis.hash, header: fromHex(genesis.header), extra: new Map([...steps, ...extra]) });
  } catch (error) {
    await intake.abandon();
    // What storage will not have of it was not written by a state file's writer.
    const refused = error instanceof StorageError && error.problem === "misuse";
    throw file.explain(refused ? new RecordError(error.message) : error);
  }
}
