import { type Asking, createAsking } from "../../fork/asking.ts";
import { keepBlock, keptBlocks } from "../../fork/block-files.ts";
import { askForkedBlock, type ForkedBlock, Unreachable } from "../../fork/forked-block.ts";
import type { KeptBlock } from "../../fork/kept-block.ts";
import type { RemoteOptions } from "../../fork/remote-messages.ts";
import type { Hex } from "../../lib/bytes.ts";
import { createDirectory } from "../directories.ts";

export interface BlockChoice {
  readonly remote: RemoteOptions;
  /** A number or a hash; undefined for the node's last final block. */
  readonly wanted: number | Hex | undefined;
  /** The directory that forks share. */
  readonly cache: string;
  /** Told in one line where the block is another one than the node would name now. */
  warn(line: string): void;
}

export interface ChosenBlock {
  readonly block: ForkedBlock;
  /** Messages that the node was sent for it. */
  readonly requests: number;
}

/**
 * The block that a fork stands on, and where its state is kept. One that is named by its hash and was read before is not
 * asked for; any other is, and where the node cannot be asked, what was read of it before serves.
 * @throws UserError
 */
export async function chooseBlock({ remote, wanted, cache, warn }: BlockChoice): Promise<ChosenBlock> {
  const kept = keptBlocks(cache);
  const known = kept.find(({ block }) => block.hash === wanted);
  if (known !== undefined) return { block: known.block, requests: 0 };
  const before = readBefore(kept, remote.url, wanted);
  // Who has something to go on with does not wait for a node that is away.
  const asking = createAsking(remote, before === undefined ? undefined : 1);
  let requests = 0;
  const ask: Asking["ask"] = async (calls) => {
    const answer = await asking.ask(calls);
    requests += answer.messages;
    return answer;
  };
  try {
    const block = await askForkedBlock(ask, remote.url, wanted);
    createDirectory(cache, "--fork-cache");
    keepBlock(cache, block, remote.url);
    return { block, requests };
  } catch (error) {
    if (!(error instanceof Unreachable) || before === undefined) throw error;
    const { number } = before.header;
    warn(
      `${(error as Error).message}: the fork stands on block ${number} (${before.hash}), as far as it was read before`,
    );
    return { block: before, requests: 0 };
  } finally {
    asking.close();
  }
}

function readBefore(
  kept: readonly KeptBlock[],
  url: string,
  wanted: number | Hex | undefined,
): ForkedBlock | undefined {
  const found = kept.find((one) => one.url === url && (wanted === undefined || one.block.header.number === wanted));
  return found?.block;
}
