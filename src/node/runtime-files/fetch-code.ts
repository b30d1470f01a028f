import { equalBytes, fromHex, type Hex, hexToKey, isHex } from "../../lib/bytes.ts";
import { messageOf, UserError } from "../../lib/user-error.ts";
import { encodeHeader, type Header, headerHash } from "../../primitives/header.ts";
import { hashOfJson, headerOfJson } from "../../primitives/header-json.ts";
import { TrieError } from "../../storage/trie/node.ts";
import { readFromProof } from "../../storage/trie/proof.ts";
import { type RemoteLimits, type RemoteNode, RemoteRefusal } from "./remote-node.ts";

/** Where a chain's program lies. */
const codeKey = "0x3a636f6465";

/** Bytes of code that are taken at most: the largest of real networks have two million. */
export const mostCode = 32 * 1024 * 1024;

/** An answer holds the code in hex, a proof that and some nodes of the trie. */
export const fetchLimits: RemoteLimits = {
  answerBytes: 2 * mostCode + 1024 * 1024,
  answerMs: 60_000,
  tries: 3,
  pauseMs: 1000,
};

/** A program and the block in whose state it stood. */
export interface FetchedCode {
  readonly code: Uint8Array;
  readonly block: { readonly hash: Hex; readonly number: number; readonly stateRoot: Hex };
}

/**
 * The program in the state of a block, by another node's RPC. The header must have the block's hash, and the code the
 * state root in the header, as a read proof shows: the node can answer nothing else.
 * @param at the block; without it the node names its finalized one, and nothing but its word says that it is on the chain
 * @throws UserError when the node has no such block, keeps its state no longer, or answers with anything that is not so
 */
export async function fetchCode(node: RemoteNode, at: Hex | undefined): Promise<FetchedCode> {
  const hash = at ?? hashText(await ask(node, "chain_getFinalizedHead", []), node);
  const header = await headerAt(node, hash);
  const code = await ask(node, "state_getStorage", [codeKey, hash]);
  if (code === null) throw new UserError(`${node.url}: the state of block ${hash} has no code`);
  const bytes = hexBytes(code, node);
  if (bytes.length > mostCode) throw new UserError(`${node.url} answers with code of ${bytes.length} bytes: too many`);
  const proven = provenCode(node, header, await ask(node, "state_getReadProof", [[codeKey], hash]));
  if (!equalBytes(bytes, proven)) {
    throw new UserError(`${node.url} is not to be trusted: the code that it answers is not the one in its proof`);
  }
  return { code: bytes, block: { hash, number: header.number, stateRoot: header.stateRoot } };
}

/** A node's answer. What it refuses ends the command; a state may be gone. */
async function ask(node: RemoteNode, method: string, params: readonly unknown[]): Promise<unknown> {
  try {
    return await node.call(method, params);
  } catch (error) {
    if (!(error instanceof RemoteRefusal)) throw error;
    throw new UserError(`${node.url} refuses ${method}: ${error.message}${remedyFor(method, error.message)}`);
  }
}

/** What to do about a refusal, where that is known. */
function remedyFor(method: string, message: string): string {
  if (!method.startsWith("state_")) return "";
  if (/discarded|pruned|UnknownBlock/i.test(message)) return ": it keeps that state no longer; ask an archive node";
  if (!/too big|max limit|oversized/i.test(message)) return "";
  const enough = Math.ceil(fetchLimits.answerBytes / (1024 * 1024));
  return `: its answers have a limit, and the code in hex has twice its bytes; start it with --rpc-max-response-size ${enough} (MiB), or ask another node`;
}

const garbage = (node: RemoteNode): UserError =>
  new UserError(`${node.url} is not to be trusted: it answers with what no node answers`);

function hexBytes(value: unknown, node: RemoteNode): Uint8Array {
  if (!isHex(value)) throw garbage(node);
  return fromHex(value);
}

function hashText(value: unknown, node: RemoteNode): Hex {
  const hash = hashOfJson(value);
  if (hash === undefined) throw garbage(node);
  return hash;
}

async function headerAt(node: RemoteNode, hash: Hex): Promise<Header> {
  const answer = await ask(node, "chain_getHeader", [hash]);
  if (answer === null) throw new UserError(`${node.url} has no block ${hash}: is it of another chain?`);
  const header = headerOfJson(answer);
  if (header === undefined) throw garbage(node);
  if (headerHash(encodeHeader(header)) === hash) return header;
  throw new UserError(`${node.url} is not to be trusted: the header that it answers is not that of block ${hash}`);
}

function provenCode(node: RemoteNode, { stateRoot }: Header, answer: unknown): Uint8Array {
  const { proof } = (answer ?? {}) as { proof?: unknown };
  if (!Array.isArray(proof)) throw garbage(node);
  const key = hexToKey(codeKey);
  let code: Uint8Array | undefined;
  try {
    const parts = proof.map((part) => hexBytes(part, node));
    code = readFromProof(fromHex(stateRoot), parts, [key]).get(key);
  } catch (error) {
    if (!(error instanceof TrieError)) throw error;
    throw new UserError(`${node.url} is not to be trusted: its proof of the code does not hold: ${messageOf(error)}`);
  }
  if (code !== undefined) return code;
  throw new UserError(`${node.url} is not to be trusted: its proof shows that there is no code`);
}
