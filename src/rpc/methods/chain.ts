import type { Context } from "../context.ts";
import { chainError } from "../errors.ts";
import { textOf } from "../json-parts.ts";
import { method, subscription } from "../method.ts";
import { type BlockNumber, blockNumber, hash, oneOrMany, optional } from "../schema.ts";
import { mapped } from "../slices/work.ts";
import { blockParts, headerJson } from "../views/header.ts";

export const chain_getHeader = method({
  doc: "The header of a block, null for an unknown one.",
  params: { hash: optional(hash) },
  run: (args, { chain }) => {
    const header = chain.header(args.hash ?? chain.bestHash());
    return header === undefined ? null : headerJson(header);
  },
});

export const chain_getBlock = method({
  doc: "A block with its extrinsics and justifications, null for an unknown or pruned one.",
  params: { hash: optional(hash) },
  run: (args, context) => {
    const { chain } = context;
    const at = args.hash ?? chain.bestHash();
    const header = chain.header(at);
    const body = header === undefined ? undefined : chain.body(at);
    if (header === undefined || body === undefined) return null;
    return textOf(blockParts(header, body, chain.justifications(at)), context);
  },
});

function hashOfNumber({ form, value }: BlockNumber, { chain }: Context): string | null {
  if (value > 0xffff_ffffn) throw chainError.other(`\`${form}(${value})\` > u32::MAX, the max block number is u32.`);
  return chain.hashOfNumber(Number(value)) ?? null;
}

export const chain_getBlockHash = method({
  doc: "The hash of a block of the best chain by its number, of several, or of the best block.",
  params: { hash: optional(oneOrMany(blockNumber)) },
  aliases: ["chain_getHead"],
  *run(args, context) {
    if (args.hash === undefined) return context.chain.bestHash();
    const { many, values } = args.hash;
    const hashes = yield* mapped(values, context.turn, (number) => hashOfNumber(number, context));
    return many ? hashes : hashes[0];
  },
});

export const chain_getFinalizedHead = method({
  doc: "The hash of the last finalized block.",
  params: {},
  aliases: ["chain_getFinalisedHead"],
  run: (_args, { chain }) => chain.finalizedHash(),
});

export const chain_subscribeAllHeads = subscription({
  doc: "The headers of all blocks imported, beginning with the best one.",
  params: {},
  notification: "chain_allHead",
  unsubscribe: "chain_unsubscribeAllHeads",
  start: (_args, { heads }, sink) => heads.subscribe("imported", sink),
});

export const chain_subscribeNewHeads = subscription({
  doc: "The headers of the best block, now and whenever it changes.",
  params: {},
  aliases: ["chain_subscribeNewHead", "subscribe_newHead"],
  notification: "chain_newHead",
  unsubscribe: "chain_unsubscribeNewHeads",
  unsubscribeAliases: ["chain_unsubscribeNewHead", "unsubscribe_newHead"],
  start: (_args, { heads }, sink) => heads.subscribe("best", sink),
});

export const chain_subscribeFinalizedHeads = subscription({
  doc: "The headers of finalized blocks, beginning with the last one.",
  params: {},
  aliases: ["chain_subscribeFinalisedHeads"],
  notification: "chain_finalizedHead",
  unsubscribe: "chain_unsubscribeFinalizedHeads",
  unsubscribeAliases: ["chain_unsubscribeFinalisedHeads"],
  start: (_args, { heads }, sink) => heads.subscribe("finalized", sink),
});
