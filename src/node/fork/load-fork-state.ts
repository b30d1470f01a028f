import { isStepName } from "../../chain/step.ts";
import type { Fork } from "../../fork/open-fork.ts";
import { utf8 } from "../../lib/bytes.ts";
import { UserError } from "../../lib/user-error.ts";
import { readForkContent } from "../../state-file/fork-content.ts";
import { StorageError } from "../../storage/errors.ts";
import { splitFlatKey } from "../../storage/layout.ts";
import { rulesName } from "../chain-database.ts";
import type { ForkOfNode } from "../config.ts";
import type { StateSource } from "../state-files/state-source.ts";

/**
 * Has a fork that begins go on from the block of its state file. One that has blocks already goes on with these.
 * @throws UserError when the file is of another fork, or cannot be loaded; the fork is as it was then
 */
export async function loadForkState(opened: Fork, { block }: ForkOfNode, source: StateSource): Promise<void> {
  const { database } = opened;
  const { head, path } = source.file;
  const { fork } = head;
  if (fork?.hash !== block.hash || head.genesis.hash !== block.genesis.hash)
    throw new UserError(
      `the state file ${path} is not that of a fork of block ${block.header.number} (${block.hash}): give another file, or fork the file itself, --fork ${path}`,
    );
  if (database.best().hash !== block.hash) return source.leave(database);
  const { blocks, differences, steps } = await readForkContent(source.file, fork, isStepName);
  const extra = new Map([...steps, [rulesName, utf8(head.build)] as const]);
  if (blocks.length > 0) {
    // The way to each of them is needed, and would be a request each.
    opened.readAhead(() =>
      [...differences.keys()].map(splitFlatKey).flatMap(({ child, key }) => (child === undefined ? [key] : [])),
    );
    try {
      await database.takeDifferences({ blocks, differences, extra });
    } catch (error) {
      if (!(error instanceof StorageError) || error.problem !== "misuse") throw error;
      throw new UserError(`the state file ${path} cannot be loaded: ${error.message}`);
    }
  }
  source.taken();
}
