import { applyStep, isStepName, type Step } from "../../chain/step.ts";
import { originOf } from "../../fork/fork-origin.ts";
import { equalBytes, fromHex, type StateKey } from "../../lib/bytes.ts";
import { UserError } from "../../lib/user-error.ts";
import { decodeHeader } from "../../primitives/header.ts";
import { readForkContent } from "../../state-file/fork-content.ts";
import type { ForkHint } from "../../state-file/head.ts";
import type { StateFile } from "../../state-file/open-state-file.ts";
import type { StateDifference } from "../../storage/chain-view.ts";
import type { Database } from "../../storage/database.ts";
import { splitFlatKey } from "../../storage/layout.ts";
import { rootHash } from "../../storage/trie/trie.ts";

/**
 * What makes the state of a fork's best block that of a state file of the same fork.
 * @throws UserError when the chain does not stand on the block that the file's fork does, or child tries differ
 */
export async function forkStep(file: StateFile, fork: ForkHint, database: Database): Promise<Step> {
  const origin = originOf(database);
  const under = origin === undefined ? undefined : database.stateAt(origin.block.hash);
  if (origin?.block.hash !== fork.hash || under === undefined)
    throw new UserError(
      `the state file ${file.path} is that of a fork of block ${fork.number} (${fork.hash}), on which this chain does not stand: start one with --fork ${file.path}`,
    );
  const { hash } = database.best();
  const { differences } = await readForkContent(file, fork, isStepName);
  const step = new Map<StateKey, Uint8Array | undefined>();
  const view = await database.view();
  try {
    for await (const { child, key } of view.differences(hash) as AsyncIterable<StateDifference>) {
      if (child !== undefined) throw childTries(file);
      step.set(key, under.get(key));
    }
  } finally {
    await view.release();
  }
  for (const [flat, value] of differences) {
    const { child, key } = splitFlatKey(flat);
    if (child !== undefined) throw childTries(file);
    step.set(key, value);
  }
  const overlay = database.overlayAt(hash);
  const { stateRoot } = decodeHeader(fromHex(file.head.block.header));
  if (overlay === undefined || !equalBytes(rootHash(applyStep(overlay, step).trie()), fromHex(stateRoot)))
    throw new UserError(`${file.path} does not lead to the state that it names: copy it again, or take another`);
  return step;
}

const childTries = ({ path }: StateFile): UserError =>
  new UserError(`${path} or the chain holds child tries of its own: not built; start with --fork ${path}`);
