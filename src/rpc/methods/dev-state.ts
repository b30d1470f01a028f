import { anyJson, forOwner, ofOwner, refusedCode } from "../dev-context.ts";
import { ofPage, storedJson } from "../dev-outcome.ts";
import { encodedCall, readDeal } from "../dev-params.ts";
import { anyAccount } from "../dev-values.ts";
import { RpcError } from "../errors.ts";
import { exactly } from "../exact-params.ts";
import { method } from "../method.ts";
import { either, flag, hash, integer, listOf, optional, pairOf, text } from "../schema.ts";
import { stateOf } from "../state-access.ts";
import { storageStep } from "../storage-step.ts";

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

export const dev_setStorage = method({
  doc: "Changes storage items, in a block of their own: [[key, value or null], ...] in hex, or by name: { Pallet: { Item: value or [[[key, ...], value], ...] } }. Answers with the block's hash.",
  params: { values: anyJson, block: optional(hash) },
  ...ofOwner,
  run: ({ values, block }, context) =>
    forOwner(context, (dev) =>
      dev.setStorage(async (state, best) => {
        if (block !== undefined && block !== best)
          throw new RpcError(
            refusedCode,
            "only the state after the best block can be changed: go back to it with dev_setHead",
          );
        return storageStep(values, await dev.types(), state);
      }),
    ),
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
  params: { owner: exactly({ coldkey: anyAccount, hotkey: anyAccount }) },
  ...ofOwner,
  run: ({ owner }, context) => forOwner(context, (dev) => dev.registerSubnet(owner)),
});

export const dev_registerNeuron = method({
  doc: "Registers a hotkey on a subnet, paid for, whatever was registered before; one that is there keeps its uid. Refused for another coldkey's hotkey. Answers with its uid and the block's hash.",
  params: { neuron: exactly({ netuid: integer(16), coldkey: anyAccount, hotkey: anyAccount }) },
  ...ofOwner,
  run: ({ neuron }, context) => forOwner(context, (dev) => dev.registerNeuron(neuron)),
});

export const dev_setWeights = method({
  doc: "Sets the weights of a neuron, whatever rate limits, permits and commit-reveal say: { netuid, hotkey, weights: [[uid, weight], ...], mechanism? }, in any unit. Answers with the block's hash.",
  params: {
    weights: exactly({
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
  params: { calls: listOf(exactly({ call: anyJson, origin: optional(anyJson) })) },
  ...ofOwner,
  run: ({ calls }, context) =>
    forOwner(context, async (dev) => {
      const types = await dev.types();
      return dev.dispatch(calls.map(({ call, origin }) => encodedCall(types, call, origin ?? "root")));
    }),
});
