import { noise } from "@libp2p/noise";
import { tcp } from "@libp2p/tcp";
import { yamux } from "@libp2p/yamux";
import { multiaddr } from "@multiformats/multiaddr";
import { createLibp2p } from "libp2p";
import { afterEach, expect, test } from "vitest";
import { joinBytes, utf8 } from "../../lib/bytes.ts";
import { encodeFindNode } from "../messages/find-node.ts";
import { kademliaNames } from "../messages/names.ts";
import { createMessageWriter } from "../messages/protobuf.ts";
import { encodeFrame } from "./framing.ts";
import { createHeldBytes } from "./held-bytes.ts";
import { boundIdentitiesInAddresses, guardTable } from "./table-guard.ts";
import { chain, type RawPeer, startRawPeer } from "./testing/raw-peer.ts";
import { after, startTestNode, type TestNode, until } from "./testing/test-node.ts";

let node: TestNode | undefined;
let peer: RawPeer | undefined;
afterEach(async () => {
  await peer?.stop();
  await node?.stop();
});

/** A SHA-256 multihash much longer than one is: its base58 takes the library more than a second. */
const length = 25_000;
const longIdentity = joinBytes([Uint8Array.of(0x12, 0xa8, 0xc3, 0x01), new Uint8Array(length).fill(7)]);
/** An address with such an identity at its end. */
const longAddress = joinBytes([
  multiaddr("/ip4/127.0.0.1/tcp/1").bytes,
  Uint8Array.of(0xa5, 0x03, 0xac, 0xc3, 0x01),
  longIdentity,
]);

/** Processor time that something takes, ms. */
async function costOf(work: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

test("an address with an identity that is much too long is refused before it is turned into text", async () => {
  node = await startTestNode(1, { dht: true });
  expect(await costOf(async () => expect(() => multiaddr(longAddress)).toThrow())).toBeLessThan(100);
  expect(() => multiaddr(`/ip4/127.0.0.1/tcp/1/p2p/${"z".repeat(5_000)}`)).toThrow();
  const { address } = node;
  expect(multiaddr(multiaddr(address).bytes).toString()).toBe(address);
});

test("a question for a key that is much too long costs nothing and has no answer", async () => {
  node = await startTestNode(1, { dht: true });
  peer = await startRawPeer(node.address);
  const stream = await peer.open(kademliaNames(chain));
  const cost = await costOf(async () => {
    stream.frame(encodeFindNode(longIdentity));
    await until(stream.ended);
  });
  expect(stream.received().length).toBe(0);
  expect(cost).toBeLessThan(900);
  const other = await peer.open(kademliaNames(chain));
  other.frame(encodeFindNode(utf8("a short key")));
  await until(() => other.received().length > 0);
});

/** An answer of a peer table. */
function answer(...near: readonly (readonly [id: Uint8Array, addresses: readonly Uint8Array[]])[]): Uint8Array {
  const to = createMessageWriter();
  to.uint32(1, 4);
  for (const [id, addresses] of near) {
    const one = createMessageWriter();
    one.bytes(1, id);
    for (const address of addresses) one.bytes(2, address);
    to.bytes(8, one.finish());
  }
  return encodeFrame(to.finish());
}

test("of an answer, peers and addresses that are much too long are left out before anything is made of them", async () => {
  const liar = await createLibp2p({
    addresses: { listen: ["/ip4/127.0.0.1/tcp/0"] },
    ...{ transports: [tcp()], connectionEncrypters: [noise()], streamMuxers: [yamux()] },
  });
  const [id, address] = [liar.peerId.toMultihash().bytes, multiaddr("/ip4/127.0.0.1/tcp/1").bytes];
  const lie = answer([longIdentity, [address]], [utf8("none"), [address]], [id, [address, longAddress, utf8("none")]]);
  await liar.handle("/table", (stream) => stream.addEventListener("message", () => stream.send(lie), { once: true }));
  peer = await startRawPeer(String(liar.getMultiaddrs()[0]));
  const told: { readonly id: unknown; readonly multiaddrs: readonly unknown[] }[] = [];
  const table = {
    rpc: { handlers: {} },
    network: {
      safeDispatchEvent: (_: string, { detail }: { readonly detail: (typeof told)[number] }) => told.push(detail),
      async _writeReadMessage(..._given: unknown[]): Promise<unknown> {
        throw new Error("the library's own is not asked");
      },
    },
  };
  boundIdentitiesInAddresses();
  guardTable(table as unknown as Parameters<typeof guardTable>[0], { after, held: createHeldBytes(100_000) });
  const { stream } = await peer.open("/table");
  const cost = await costOf(async () => {
    const message = await table.network._writeReadMessage(stream, { type: "FIND_NODE", key: id });
    expect(message).toEqual({ type: "FIND_NODE", closer: [{ id, multiaddrs: [address] }], providers: [] });
  });
  expect(told.map((one) => [String(one.id), one.multiaddrs.map(String)])).toEqual([
    [liar.peerId.toString(), ["/ip4/127.0.0.1/tcp/1"]],
  ]);
  expect(cost).toBeLessThan(900);
  await liar.stop();
});
