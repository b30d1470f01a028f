import { anyJson, forOwner, ofOwner } from "../dev-context.ts";
import { readMoment } from "../dev-params.ts";
import { readBuildMode, readTime, showBuildMode } from "../dev-time.ts";
import { readFields, wrongForm } from "../dev-values.ts";
import { method } from "../method.ts";
import { absent, either, flag, hash, hexBytes, integer, listOf, optional } from "../schema.ts";

/** What Chopsticks takes besides, for chains that exchange messages. */
const ofOtherChains = absent(
  "this chain exchanges no messages with others, and numbers its blocks one after the other",
);

const ofBlocks = {
  count: optional(integer(32)),
  to: optional(integer(32)),
  spacing: optional(integer(32)),
  transactions: optional(listOf(hexBytes)),
  finalize: optional(flag),
  ...{ dmp: ofOtherChains, ump: ofOtherChains, hrmp: ofOtherChains, unsafeBlockHeight: ofOtherChains },
  ...{ relayChainStateOverrides: ofOtherChains, relayParentNumber: ofOtherChains },
};

export const dev_newBlock = method({
  doc: "Makes blocks: one, `count` of them, or up to number `to`; `spacing` ms apart. What the pool has goes into the first one; with `transactions` those do, and the pool is left alone. Answers with the hash of the last one.",
  params: { options: optional(anyJson) },
  ...ofOwner,
  run: ({ options }, context) =>
    forOwner(context, (dev) => {
      const { count, to, spacing, transactions, finalize } = readFields(ofBlocks, options ?? {});
      if (count !== undefined && to !== undefined) return wrongForm("give count or to, not both");
      return dev.newBlocks({
        ...{ count, to, transactions, finalize },
        spacing: spacing === undefined ? undefined : BigInt(spacing),
      });
    }),
});

export const dev_cancel = method({
  doc: "Calls off the blocks that dev_newBlock, dev_until and dev_nextEpoch are making, whoever asked for them; those that are made stay. dev_revert, dev_setHead, dev_load and dev_reset do so too. Answers with how many such runs there were.",
  params: {},
  ...ofOwner,
  run: (_args, context) => forOwner(context, (dev) => dev.cancel()),
});

export const dev_timeTravel = method({
  doc: "Gives the next block a time: ms since 1970, or a date as text. Answers with the time that it will have, ms.",
  params: { date: anyJson },
  ...ofOwner,
  run: ({ date }, context) => forOwner(context, async (dev) => Number(await dev.timeTravel(readTime(date)))),
});

export const dev_time = method({
  doc: "The time that the next block will have, ms since 1970, and the length of a slot, ms.",
  params: {},
  ...ofOwner,
  run: (_args, context) =>
    forOwner(context, async (dev) => {
      const { next, slot } = await dev.time();
      return { next: Number(next), slotDuration: Number(slot) };
    }),
});

export const dev_setBlockBuildMode = method({
  doc: "Changes how blocks are made by themselves: Manual (on command only: it pauses), Instant or Batch (for each transaction), an interval in ms, { mixed: ms } (both), or Aura (in slots, where the chain has them). Answers with null.",
  params: { mode: anyJson },
  ...ofOwner,
  run: ({ mode }, context) =>
    forOwner(context, async (dev) => {
      await dev.setMode(readBuildMode(mode));
      return null;
    }),
});

export const dev_blockBuildMode = method({
  doc: "How blocks are made by themselves, as dev_setBlockBuildMode takes it.",
  params: {},
  ...ofOwner,
  run: (_args, context) => forOwner(context, (dev) => showBuildMode(dev.mode())),
});

export const dev_setHead = method({
  doc: "Makes a block the best and final one: by its hash, its number, or so many blocks back as a negative number. Answers with its hash.",
  params: { hashOrNumber: either<`0x${string}` | number>(hash, signedInteger()) },
  ...ofOwner,
  run: ({ hashOrNumber }, context) =>
    forOwner(context, (dev) => {
      const isBack = typeof hashOrNumber === "number" && hashOrNumber <= 0;
      return dev.setHead(isBack ? { back: -hashOrNumber } : hashOrNumber);
    }),
});

function signedInteger() {
  return {
    expects: "a block number, or a negative number of blocks",
    optional: false,
    read(value: unknown): number {
      if (typeof value === "number" && Number.isSafeInteger(value)) return value;
      throw new Error(`expected ${this.expects}`);
    },
  };
}

export const dev_reorg = method({
  doc: "Makes the best chain another one: it leaves the last `depth` blocks, which must not be final, for one more new ones; their transactions wait again. Answers with the best block's hash.",
  params: { depth: integer(16) },
  ...ofOwner,
  run: ({ depth }, context) => forOwner(context, (dev) => dev.reorganise(depth)),
});

export const dev_reset = method({
  doc: "Goes back to where this run of the node began: block, time and an empty pool. Answers with the block's hash.",
  params: {},
  ...ofOwner,
  run: (_args, context) => forOwner(context, (dev) => dev.reset()),
});

export const dev_snapshot = method({
  doc: "Remembers the chain as it is: best block, time and pool. Answers with the snapshot's number.",
  params: {},
  ...ofOwner,
  run: (_args, context) => forOwner(context, (dev) => dev.snapshot()),
});

export const dev_revert = method({
  doc: "Goes to a snapshot, back or forward; it stays, and so do all others. Answers with the best block's hash.",
  params: { id: integer(32) },
  ...ofOwner,
  run: ({ id }, context) => forOwner(context, (dev) => dev.revert(id)),
});

export const dev_dropSnapshot = method({
  doc: "Forgets a snapshot. Answers whether there was one.",
  params: { id: integer(32) },
  ...ofOwner,
  run: ({ id }, context) => forOwner(context, (dev) => dev.dropSnapshot(id)),
});

export const dev_snapshots = method({
  doc: "The snapshots that there are: number, and the block each goes to.",
  params: {},
  ...ofOwner,
  run: (_args, context) => forOwner(context, (dev) => dev.snapshots()),
});

const momentForms =
  "{ block: N }, { epoch: netuid, count? }, { immunityEnd: { netuid, uid } }, { children: { netuid, hotkey } }, { reveal: { netuid, hotkey } }, { leaseEnd: lease }, { halving: true } (the first block that creates half as much TAO) or { allowed: { call, address } } (the next block takes that call)";

export const dev_landing = method({
  doc: `The block that a moment comes with, as far as the state says, and its time, ms since 1970. A moment is ${momentForms}.`,
  params: { moment: anyJson },
  ...ofOwner,
  run: ({ moment }, context) =>
    forOwner(context, async (dev) => {
      const { number, moment: time } = await dev.landing(readMoment(await dev.types(), moment));
      return { number, time: Number(time) };
    }),
});

export const dev_until = method({
  doc: `Makes blocks until a moment, by unchanged rules: ${momentForms}. Answers with the best block's hash.`,
  params: { moment: anyJson },
  ...ofOwner,
  run: ({ moment }, context) => forOwner(context, async (dev) => dev.until(readMoment(await dev.types(), moment))),
});

export const dev_nextEpoch = method({
  doc: "Makes blocks until the next epoch of a subnet, or so many epochs. Answers with the best block's hash.",
  params: { netuid: integer(16), count: optional(integer(16)) },
  ...ofOwner,
  run: ({ netuid, count }, context) => forOwner(context, (dev) => dev.until({ until: "epoch", netuid, count })),
});
