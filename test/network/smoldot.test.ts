import { type Client, start } from "smoldot";
import { afterEach, expect, test } from "vitest";
import { Writer } from "../../src/codec/io.ts";
import { sealDigest, slotDigest } from "../../src/consensus/aura.ts";
import { encodeGossip } from "../../src/consensus/grandpa/messages.ts";
import { devAccount } from "../../src/crypto/dev-accounts.ts";
import { emptyBytes, fromHex, type Hex, toHex, toKey, utf8 } from "../../src/lib/bytes.ts";
import { startTestNode, type TestNode, until } from "../../src/network/libp2p/testing/test-node.ts";
import { encodeBlockAnnounce } from "../../src/network/messages/block-announce.ts";
import { encodeBlockAnnounceHandshake } from "../../src/network/messages/block-announce-handshake.ts";
import { decodeBlockRequest } from "../../src/network/messages/block-request.ts";
import { encodeBlockResponse } from "../../src/network/messages/block-response.ts";
import { decodeLightRequest } from "../../src/network/messages/light-request.ts";
import { encodeLightResponse } from "../../src/network/messages/light-response.ts";
import { encodeHeader, type Header, headerHash } from "../../src/primitives/header.ts";
import { prove } from "../../src/storage/trie/proof.ts";
import { emptyRoot, rootHash } from "../../src/storage/trie/trie.ts";
import { trieFromEntries } from "../../src/storage/trie/update.ts";
import { constantProgram } from "./constant-program.ts";

const slotDuration = 2_000n;
const authority = devAccount("Alice");
const voter = devAccount("Alice", "ed25519");

/** SCALE by hand: what a light client asks of a runtime. */
function scale(write: (to: Writer) => void): Uint8Array {
  const to = new Writer();
  write(to);
  return to.finish();
}
const code = constantProgram({
  Core_version: scale((to) => {
    for (const text of ["stub", "stub"]) {
      to.compact(text.length);
      to.raw(utf8(text));
    }
    for (const version of [1, 1, 1]) to.u32(version);
    // Core 4, AuraApi 1, GrandpaApi 3.
    to.compact(3);
    for (const api of ["df6acb689907609b04000000", "dd718d5cc53262d401000000", "ed99c5acb25eedf503000000"])
      to.raw(fromHex(api));
    to.u32(1);
    to.u8(1);
  }),
  AuraApi_slot_duration: scale((to) => to.u64(slotDuration)),
  AuraApi_authorities: scale((to) => {
    to.compact(1);
    to.raw(fromHex(authority.publicKey));
  }),
  GrandpaApi_grandpa_authorities: scale((to) => {
    to.compact(1);
    to.raw(fromHex(voter.publicKey));
    to.u64(1n);
  }),
  GrandpaApi_current_set_id: scale((to) => to.u64(0n)),
});
const state = new Map([[toKey(utf8(":code")), code]]);
const trie = trieFromEntries(state, 1);
const roots = { stateRoot: toHex(rootHash(trie)), extrinsicsRoot: toHex(emptyRoot) };

interface Block {
  readonly hash: Hex;
  readonly number: number;
  readonly header: Uint8Array;
}
function blockOf(header: Header): Block {
  const encoded = encodeHeader(header);
  return { hash: headerHash(encoded), number: header.number, header: encoded };
}
const genesis = blockOf({ parentHash: `0x${"00".repeat(32)}`, number: 0, digest: [], ...roots });

/** A block of Alice's without transactions. Its slot is long past, so that blocks can be made faster than slots go by. */
function child({ hash, number }: Block): Block {
  const slot = BigInt(Date.now()) / slotDuration - 1_000n + BigInt(number);
  const bare = { parentHash: hash, number: number + 1, digest: [slotDigest(slot)], ...roots };
  const seal = sealDigest(authority.sign(fromHex(blockOf(bare).hash)));
  return blockOf({ ...bare, digest: [...bare.digest, seal] });
}

/** Whatever this node's chain has, for smoldot. */
function serve(node: TestNode, blocks: readonly Block[]): void {
  node.answer = async (_, protocol, bytes) => {
    if (protocol === "light") {
      const request = decodeLightRequest(bytes);
      if (request.type !== "read") return {};
      const proof = prove(trie, request.keys.map(toKey), (key) => state.get(key));
      return { bytes: encodeLightResponse("read", proof) };
    }
    if (protocol !== "sync") return {};
    const { from, direction, max } = decodeBlockRequest(bytes);
    const first = "hash" in from ? blocks.findIndex(({ hash }) => hash === from.hash) : from.number;
    const slice = direction === "ascending" ? blocks.slice(first) : blocks.slice(0, first + 1).reverse();
    const parts = slice.slice(0, max).map(({ hash, header }) => ({ hash, header, body: [] }));
    return { bytes: encodeBlockResponse(parts) };
  };
}

const toStop: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  await Promise.all(toStop.splice(0).map((stop) => stop()));
});

test.each(["tcp/0", "tcp/0/ws"])("smoldot follows the heads of a node over %s, and stays", async (transport) => {
  const blocks = [genesis];
  const grow = (): Block => {
    const block = child(blocks.at(-1) as Block);
    blocks.push(block);
    return block;
  };
  const node = await startTestNode(1, {
    ...{ role: "authority", genesisHash: genesis.hash, listen: [`/ip4/127.0.0.1/${transport}`] },
  });
  toStop.push(() => node.stop());
  serve(node, blocks);
  const { hash, number } = grow();
  const greeting = { roles: "authority", bestNumber: number, bestHash: hash, genesisHash: genesis.hash } as const;
  node.setHandshake("block-announces", encodeBlockAnnounceHandshake(greeting));

  const lines: string[] = [];
  const client: Client = start({
    maxLogLevel: 4,
    logCallback: (_, target, text) => void lines.push(`${target} ${text}`),
  });
  toStop.push(() => client.terminate());
  const chain = await client.addChain({
    chainSpec: JSON.stringify({
      ...{ name: "Stub", id: "stub", chainType: "Local", bootNodes: [node.address], telemetryEndpoints: null },
      ...{ properties: {}, genesis: { raw: { top: { [toHex(utf8(":code"))]: toHex(code) }, childrenDefault: {} } } },
    }),
  });
  const heads: number[] = [];
  chain.sendJsonRpc('{"jsonrpc":"2.0","id":1,"method":"chain_subscribeNewHeads","params":[]}');
  const listen = async (): Promise<void> => {
    for (;;) {
      const { params } = JSON.parse(await chain.nextJsonRpcResponse());
      if (params !== undefined) heads.push(Number(params.result.number));
    }
  };
  // It ends with the client.
  listen().catch(() => {});

  await until(() => node.told.length >= 3);
  const [peer] = node.peers();
  expect(node.networkState().peers).toMatchObject([{ roles: "light", genesisHash: genesis.hash }]);
  const tell = (): void => {
    node.notify(peer as string, "block-announces", encodeBlockAnnounce(grow().header, true, emptyBytes));
    // It chooses how to follow the chain by two of these.
    node.notify(peer as string, "grandpa", encodeGossip({ type: "neighbor", round: 1n, setId: 0n, finalized: 0 }));
  };
  const end = Date.now() + 20_000;
  while (heads.filter((head) => head > 1).length < 3 && Date.now() < end) {
    tell();
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  expect(heads.filter((head) => head > 1).length).toBeGreaterThanOrEqual(3);
  expect(node.told.filter((line) => line.startsWith("closed"))).toEqual([]);
  expect(node.counters.requests.light).toMatchObject({ answered: 1, refused: 0 });
  expect(node.counters.requests.sync.answered).toBeGreaterThan(0);
  expect(lines.filter((line) => line.includes("network") && /disconnected|reset/.test(line))).toEqual([]);
});
