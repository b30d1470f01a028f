import { isHex, toHex } from "../../lib/bytes.ts";
import type { Context } from "../context.ts";
import { anyJson, forOwner, ofOwner, refusedCode } from "../dev-context.ts";
import { dryRunJson, ofPage, rawChanges, storedJson } from "../dev-outcome.ts";
import { encodedCall, readDeal, readMoment, readTried } from "../dev-params.ts";
import { ofRun, phasesJson, readHeaderJson } from "../dev-run-block.ts";
import { readBuildMode, readTime, showBuildMode } from "../dev-time.ts";
import { anyAccount, readFields, wrongForm } from "../dev-values.ts";
import { RpcError } from "../errors.ts";
import { exactly } from "../exact-params.ts";
import { method } from "../method.ts";
import { absent, either, fields, flag, hash, hexBytes, integer, listOf, optional, pairOf, text } from "../schema.ts";
import { stateOf } from "../state-access.ts";
import { storageStep } from "../storage-step.ts";

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
      if (typeof hashOrNumber !== "number" || hashOrNumber > 0) return dev.setHead(hashOrNumber);
      return dev.setHead(bestNumber(context) + hashOrNumber);
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

const bestNumber = ({ chain }: Context): number => chain.header(chain.bestHash())?.number ?? 0;

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

export const dev_dump = method({
  doc: "Writes the chain to a state file on the node's machine, with `blocks` with its blocks, older states and steps. Answers with the block that it holds and its size in bytes.",
  params: { path: text, blocks: optional(flag) },
  ...ofOwner,
  run: ({ path, blocks }, context) => forOwner(context, (dev) => dev.dump(path, blocks ?? false)),
});

export const dev_load = method({
  doc: "Makes the state of the chain that of a state file on the node's machine, in a recorded step before a block. Answers with the block's hash.",
  params: { path: text },
  ...ofOwner,
  run: ({ path }, context) => forOwner(context, (dev) => dev.load(path)),
});

export const dev_prefetch = method({
  doc: "Reads a part of the state that a fork stands on, in few requests: `subnet:43`, `account:5F...` or `pallet:SubtensorModule`, or a list of such. Answers with the `keys` that the other node was asked for and the `requests` it was sent: none of a chain that has its whole state.",
  params: { what: either<string | readonly string[]>(text, listOf(text)) },
  ...ofOwner,
  run: ({ what }, context) => forOwner(context, (dev) => dev.prefetch(typeof what === "string" ? [what] : what)),
});

export const dev_pool = method({
  doc: "The transactions of the pool in hex: `ready` ones as a block would take them, and those `waiting` for others.",
  params: {},
  ...ofOwner,
  run: (_args, context) =>
    forOwner(context, (dev) => {
      const { ready, waiting } = dev.pool();
      return { ready: ready.map(toHex), waiting: waiting.map(toHex) };
    }),
});

export const dev_dropTransactions = method({
  doc: "Takes transactions out of the pool by their hashes, with those that depend on them; all without a parameter. Answers with the hashes of what went.",
  params: { hashes: optional(listOf(hash)) },
  ...ofOwner,
  run: ({ hashes }, context) => forOwner(context, (dev) => dev.dropTransactions(hashes)),
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

export const dev_setStorage = method({
  doc: "Changes storage items, in a block of their own: [[key, value or null], ...] in hex, or by name: { Pallet: { Item: value or [[[key, ...], value], ...] } }. Answers with the block's hash.",
  params: { values: anyJson, block: optional(hash) },
  ...ofOwner,
  run: ({ values, block }, context) =>
    forOwner(context, async (dev) => {
      if (block !== undefined && block !== context.chain.bestHash())
        throw new RpcError(
          refusedCode,
          "only the state after the best block can be changed: go back to it with dev_setHead",
        );
      return dev.setStorage(storageStep(values, await dev.types(), stateOf(context.chain, context.chain.bestHash())));
    }),
});

export const dev_getStorage = method({
  doc: "A storage item by its name, decoded: its value, or its default where nothing is stored. Without all its keys: pairs of further keys and values, refused where there are more than 1000; `page` asks for some of them: { size: 1 to 1000, after: the further keys of the last one before }. A page with fewer is the last one.",
  params: {
    ...{ pallet: text, item: text, keys: optional(listOf(anyJson)), block: optional(hash) },
    page: optional(exactly(ofPage)),
  },
  ...ofOwner,
  run: ({ pallet, item, keys = [], block, page }, context) =>
    forOwner(context, async (dev) => {
      const types = await dev.types();
      const state = stateOf(context.chain, block ?? context.chain.bestHash());
      return storedJson(types, state, { pallet, item, keys, page });
    }),
});

export const dev_deal = method({
  doc: "Gives TAO to an account, or alpha of a subnet to a coldkey with a hotkey, out of nothing, beside what they have: { account, tao } or { coldkey, hotkey, netuid, alpha }, in rao. Issuance and all totals stay right. Answers with the block's hash.",
  params: { deal: anyJson },
  ...ofOwner,
  run: ({ deal }, context) => forOwner(context, (dev) => dev.deal(readDeal(deal))),
});

export const dev_registerSubnet = method({
  doc: "Makes a subnet of a coldkey with a hotkey, paid for and started; rate limits and delays are set aside for it. Answers with its netuid and the last block's hash.",
  params: { owner: fields({ coldkey: anyAccount, hotkey: anyAccount }) },
  ...ofOwner,
  run: ({ owner }, context) => forOwner(context, (dev) => dev.registerSubnet(owner)),
});

export const dev_registerNeuron = method({
  doc: "Registers a hotkey on a subnet, paid for, whatever was registered before; one that is there keeps its uid. Refused for another coldkey's hotkey. Answers with its uid and the block's hash.",
  params: { neuron: fields({ netuid: integer(16), coldkey: anyAccount, hotkey: anyAccount }) },
  ...ofOwner,
  run: ({ neuron }, context) => forOwner(context, (dev) => dev.registerNeuron(neuron)),
});

export const dev_setWeights = method({
  doc: "Sets the weights of a neuron, whatever rate limits, permits and commit-reveal say: { netuid, hotkey, weights: [[uid, weight], ...], mechanism? }, in any unit. Answers with the block's hash.",
  params: {
    weights: fields({
      ...{ netuid: integer(16), hotkey: anyAccount, mechanism: optional(integer(8)) },
      weights: listOf(pairOf(integer(16), integer(32))),
    }),
  },
  ...ofOwner,
  run: ({ weights }, context) => forOwner(context, (dev) => dev.setWeights(weights)),
});

export const dev_dispatch = method({
  doc: 'Dispatches a call as root or as any account, by the chain\'s sudo key: { pallet, call, args } or the call in hex; `origin` "root" or an address. Answers with the hash of its block.',
  params: { call: anyJson, origin: optional(anyJson) },
  ...ofOwner,
  run: ({ call, origin }, context) =>
    forOwner(context, async (dev) => dev.dispatch([encodedCall(await dev.types(), call, origin ?? "root")])),
});

export const dev_dispatchAll = method({
  doc: "Dispatches calls in their order, in as few blocks as they fit into: [{ call, origin }, ...]; when one fails, none of them took place. Answers with the hash of the last block.",
  params: { calls: listOf(fields({ call: anyJson, origin: optional(anyJson) })) },
  ...ofOwner,
  run: ({ calls }, context) =>
    forOwner(context, async (dev) => {
      const types = await dev.types();
      return dev.dispatch(calls.map(({ call, origin }) => encodedCall(types, call, origin ?? "root")));
    }),
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

const tried =
  "An extrinsic in hex, { call, address } with a call in hex or by name (no signature is needed), or { extrinsic: one of them }";

export const dev_dryRun = method({
  doc: `What an extrinsic would do in the block after the best one, or after \`at\`; nothing stays. ${tried}. Answers with the outcome, the events and the changes of storage, by name where they have one; with \`raw\`, the changes alone, in hex.`,
  params: { options: anyJson, at: optional(hash) },
  ...ofOwner,
  run: ({ options, at }, context) =>
    forOwner(context, async (dev) => {
      const types = await dev.types();
      const { raw, at: within } = (options ?? {}) as { raw?: unknown; at?: unknown };
      const block = at ?? (isHex(within) ? within : undefined);
      const outcome = await dev.dryRun(readTried(types, options), block);
      if (raw !== true) return dryRunJson(types, outcome);
      if (outcome.failure?.kind === "invalid") throw new RpcError(refusedCode, outcome.failure.why);
      return rawChanges(outcome.changes);
    }),
});

export const dev_runBlock = method({
  doc: "Runs a block after its `parent` (the best block when not given) and tells what each phase changed in storage, without events; nothing stays. `block` is as chain_getBlock answers it; `includeRaw` (true unless said otherwise) gives keys and values in hex, `includeParsed` gives them by name.",
  params: { options: fields(ofRun) },
  ...ofOwner,
  run: ({ options }, context) =>
    forOwner(context, async (dev) => {
      const { parent, block, ...shown } = options;
      const phases = await dev.runBlock({ ...readHeaderJson(block.header), extrinsics: block.extrinsics }, parent);
      return phasesJson(await dev.types(), phases, shown);
    }),
});

export const dev_whenAllowed = method({
  doc: `The first block in which an extrinsic passes, its time, and what refuses it now, if nothing happens until then but that time goes by. ${tried}.`,
  params: { tried: anyJson },
  ...ofOwner,
  run: ({ tried: given }, context) =>
    forOwner(context, async (dev) => {
      const { block, refusedBy } = await dev.whenAllowed(readTried(await dev.types(), given));
      return {
        block: block?.number ?? null,
        time: block === undefined ? null : Number(block.moment),
        refusedBy: refusedBy ?? null,
      };
    }),
});
