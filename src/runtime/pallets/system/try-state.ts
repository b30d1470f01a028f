import type { ReadState } from "../../frame/state.ts";
import { type Finding, holds, same } from "../../frame/try-state.ts";
import { storage } from "./storage.ts";

/** How many hashes of blocks are kept. */
const blockHashCount = 2400;

/** References of accounts, and what is kept of the block. */
export function* tryState(state: ReadState): Generator<Finding> {
  for (const [[who], { nonce, consumers, providers, sufficients, data }] of storage.Account.entries(state)) {
    yield* holds(
      "An account that is consumed has a provider.",
      [who],
      consumers === 0 || providers > 0,
      { consumers, providers },
      "a provider",
    );
    yield* holds(
      "An account that is kept has a reference, or has sent something free and has nothing else.",
      [who],
      providers + sufficients > 0 || (nonce > 0 && data.free + data.reserved === 0n),
      { nonce, consumers, providers, sufficients },
      "a reference",
    );
  }
  yield* same(
    "Events are as many as are counted.",
    [],
    storage.EventCount.get(state),
    storage.Events.get(state).length,
  );
  const number = storage.Number.get(state);
  for (const [block] of storage.BlockHash.keys(state))
    yield* holds(
      "Hashes are kept of block 0 and of the last blocks only.",
      [block],
      block === 0 || (block <= number && number - block <= blockHashCount + 1),
      block,
      `${blockHashCount} blocks up to ${number}`,
    );
}
