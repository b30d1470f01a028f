import { decode } from "../codec/codec.ts";
import { u64 } from "../codec/primitives.ts";
import { equalBytes, fromHex, type Hex, isHex } from "../lib/bytes.ts";
import { UserError } from "../lib/user-error.ts";
import { encodeHeader, type Header, headerHash } from "../primitives/header.ts";
import { hashOfJson, headerOfJson } from "../primitives/header-json.ts";
import { orderedRoot } from "../storage/trie/ordered-root.ts";
import type { AnswerMessage, RemoteCall } from "./remote-messages.ts";

/** The block that a fork stands on, with what its clients are told of its chain. */
export interface ForkedBlock {
  readonly hash: Hex;
  readonly header: Header;
  /** Extrinsics, each with its length in front. */
  readonly body: readonly Uint8Array[];
  readonly genesis: { readonly hash: Hex; readonly header: Header };
  /** What `system_chain` and `system_properties` answer. */
  readonly name: string;
  readonly properties: Readonly<Record<string, unknown>>;
  /** The length of its chain's slots, ms, as the node says it of a genesis block, in which no time shows it. */
  readonly slot?: number;
}

/** A node that gives no answer that could be used. The cache may do. */
export class Unreachable extends UserError {}

type Ask = (calls: readonly RemoteCall[]) => Promise<AnswerMessage>;

/**
 * The block of another node that a fork is to stand on. Its header must have its hash, and its body the root in the header;
 * which block lies on the chain, and what the chain is called, is the node's word.
 * @param wanted number or hash; undefined for the last final one
 * @throws Unreachable, UserError
 */
export async function askForkedBlock(ask: Ask, url: string, wanted: number | Hex | undefined): Promise<ForkedBlock> {
  const results = async (...calls: readonly (readonly [string, ...unknown[]])[]): Promise<readonly unknown[]> => {
    const answer = await ask(calls.map(([method, ...params]) => ({ method, params })));
    if ("failed" in answer) throw new Unreachable(`${url} ${answer.failed}`);
    return answer.answers.map((one, index) => {
      if ("result" in one) return one.result;
      throw new UserError(`${url} refuses ${calls[index]?.[0]}: ${one.refused}`);
    });
  };
  const untrusted = (why: string): UserError => new UserError(`${url} is not to be trusted: ${why}`);
  const headerOf = (answer: unknown, hash: Hex): Header => {
    const header = headerOfJson(answer);
    if (header === undefined) throw untrusted("what it answers is no header");
    if (headerHash(encodeHeader(header)) === hash) return header;
    throw untrusted(`the header that it answers is not that of block ${hash}`);
  };

  const which: readonly [string, ...unknown[]] =
    wanted === undefined ? ["chain_getFinalizedHead"] : ["chain_getBlockHash", typeof wanted === "number" ? wanted : 0];
  const [zero, at, name, properties] = await results(
    ["chain_getBlockHash", 0],
    which,
    ["system_chain"],
    ["system_properties"],
  );
  const genesisHash = hashOfJson(zero);
  const hash = typeof wanted === "string" ? wanted : hashOfJson(at);
  if (genesisHash === undefined) throw untrusted("it has no genesis block");
  if (hash === undefined) throw new UserError(`${url} has no block ${wanted}: give another --fork-block`);
  const [block, genesis] = await results(["chain_getBlock", hash], ["chain_getHeader", genesisHash]);
  if (block === null) throw new UserError(`${url} has no block ${hash}: give another --fork-block, or another node`);
  const { header, extrinsics } = ((block as { block?: unknown }).block ?? {}) as Record<string, unknown>;
  const checked = headerOf(header, hash);
  if (!Array.isArray(extrinsics) || !extrinsics.every(isHex)) throw untrusted("what it answers is no block");
  const body = extrinsics.map(fromHex);
  if (!equalBytes(orderedRoot(body), fromHex(checked.extrinsicsRoot)))
    throw untrusted(`the extrinsics that it answers are not those of block ${hash}`);
  const slot = checked.number === 0 ? await slotOf(ask, hash) : undefined;
  return {
    ...{ hash, header: checked, body, name: textOf(name), properties: membersOf(properties) },
    ...(slot === undefined ? {} : { slot }),
    genesis: { hash: genesisHash, header: headerOf(genesis, genesisHash) },
  };
}

/** Undefined where the node does not say. */
async function slotOf(ask: Ask, block: Hex): Promise<number | undefined> {
  const answer = await ask([{ method: "state_call", params: ["AuraApi_slot_duration", "0x", block] }]);
  const [told] = "failed" in answer ? [] : answer.answers;
  const value = told !== undefined && "result" in told ? told.result : undefined;
  return isHex(value) && value.length === 18 ? Number(decode(u64, fromHex(value))) : undefined;
}

const longestName = 200;
const textOf = (value: unknown): string => (typeof value === "string" ? value.slice(0, longestName) : "unnamed");
const membersOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
