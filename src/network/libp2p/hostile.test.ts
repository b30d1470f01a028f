import { connect } from "node:net";
import fc from "fast-check";
import { afterEach, beforeEach, expect, test } from "vitest";
import { concatBytes, fromHex, utf8 } from "../../lib/bytes.ts";
import { encodeBlockAnnounceHandshake } from "../messages/block-announce-handshake.ts";
import { kademliaNames, notificationNames, requestNames } from "../messages/names.ts";
import { encodeFrame } from "./framing.ts";
import {
  announces,
  chain,
  greet,
  greeting,
  type RawPeer,
  startRawPeer,
  syncNames,
  transactions,
} from "./testing/raw-peer.ts";
import { fastClock, startTestNode, type TestNode, testGenesis, until } from "./testing/test-node.ts";

let node: TestNode;
let peers: RawPeer[] = [];
/** The node's time runs twenty times as fast. */
const fast = fastClock(20);

beforeEach(async () => {
  node = await startTestNode(1, { ...fast });
});
afterEach(async () => {
  await Promise.all(peers.splice(0).map((peer) => peer.stop()));
  await node.stop();
});

/** The node anew. */
async function anew(given: Parameters<typeof startTestNode>[1]): Promise<void> {
  await node.stop();
  node = await startTestNode(1, given);
}
async function hostile(): Promise<RawPeer> {
  const peer = await startRawPeer(node.address);
  peers = [...peers, peer];
  return peer;
}
/** The reasons for which a peer lost standing. */
const reasons = (peer: RawPeer): string[] =>
  node.lines.flatMap((line) => {
    const found = /Report (\S+): -\d+ to -\d+\. Reason: (.*?)\./.exec(line);
    return found?.[1] === peer.id ? [found[2] as string] : [];
  });
const loses = (peer: RawPeer, reason: string): Promise<void> =>
  until(() => reasons(peer).includes(reason), 5_000, `"${reason}"`);
const isOpen = (peer: RawPeer): Promise<void> => until(() => node.peers().includes(peer.id));

/** Ways to greet wrongly on block announces. */
const badGreetings: readonly (readonly [why: string, bytes: Uint8Array, reason: string])[] = [
  ["garbage", encodeFrame(utf8("garbage")), "Bad handshake"],
  ["nothing", encodeFrame(new Uint8Array(0)), "Bad handshake"],
  ["unknown roles", encodeFrame(concatBytes(fromHex("08"), greeting.slice(1))), "Bad handshake"],
  ["too many bytes", encodeFrame(concatBytes(greeting, fromHex("00"))), "Bad handshake"],
  ["a longer message than a greeting may be", encodeFrame(new Uint8Array(1025)), "Message too long"],
  ["a length of four gigabytes", fromHex("ffffffff0f"), "Message too long"],
  ["a length without an end", fromHex("ffffffffffffffff"), "Bad message length"],
  ["a length in more bytes than it needs", fromHex("c500"), "Bad message length"],
];
test.for(badGreetings)("block announces that open with %s", async ([, bytes, reason]) => {
  const peer = await hostile();
  const stream = await peer.open(announces);
  stream.send(bytes);
  await loses(peer, reason);
  await until(stream.ended);
  expect(node.told).toEqual([]);
});

test("a greeting of another chain is fatal", async () => {
  const peer = await hostile();
  const stream = await peer.open(announces);
  const genesisHash = `0x${"22".repeat(32)}` as const;
  stream.frame(encodeBlockAnnounceHandshake({ roles: "full", bestNumber: 0, bestHash: testGenesis, genesisHash }));
  await loses(peer, "Genesis mismatch");
  await until(() => node.networkState().bannedPeers === 1);
  // A banned peer has no connection, and gets none.
  await until(() => node.networkState().connections === 0);
  await expect(peer.open(announces)).rejects.toThrow();
});

test("a greeting that never comes, or only half", async () => {
  const silent = await hostile();
  const half = await hostile();
  const streams = [await silent.open(announces), await half.open(announces)];
  streams[1]?.send(encodeFrame(greeting).slice(0, 30));
  for (const peer of [silent, half]) await loses(peer, "Message too slow");
  for (const stream of streams) await until(stream.ended);
});

test("a greeting that is cut off", async () => {
  const peer = await hostile();
  const stream = await peer.open(announces);
  stream.send(encodeFrame(greeting).slice(0, 30));
  await stream.stream.close();
  await loses(peer, "Message cut off");
});

test("a peer that does not let this node's stream open is not a peer", async () => {
  const peer = await hostile();
  await peer.handle(announces, () => {});
  const stream = await peer.open(announces);
  stream.frame(greeting);
  await loses(peer, "Open failure");
  await until(stream.ended);
  expect(node.told).toEqual([]);
});

test("transactions before block announces are refused, and cost nothing", async () => {
  const peer = await hostile();
  const stream = await peer.open(transactions);
  stream.frame(fromHex("01"));
  await until(stream.ended);
  expect(reasons(peer)).toEqual([]);
});

/** What a peer may do wrong once its block announces are open. */
const badMessages: readonly (readonly [why: string, bytes: Uint8Array, reason: string])[] = [
  ["too long a message", fromHex("81808001"), "Message too long"],
  ["a bad length", fromHex("8000"), "Bad message length"],
];
test.for(badMessages)("an open peer that sends %s goes", async ([, bytes, reason]) => {
  const peer = await hostile();
  const stream = await greet(peer);
  await isOpen(peer);
  stream.frame(utf8("block"));
  await until(() => node.told.includes(`message block-announces ${peer.id} block`));
  stream.send(bytes);
  await loses(peer, reason);
  await until(() => node.told.includes(`closed block-announces ${peer.id}`));
  expect(node.peers()).toEqual([]);
  await until(() => node.networkState().connections === 0);
});

test("an open peer that sends a message slowly goes", async () => {
  const peer = await hostile();
  const stream = await greet(peer);
  await isOpen(peer);
  stream.send(encodeFrame(utf8("block")).slice(0, 3));
  await loses(peer, "Message too slow");
  expect(node.peers()).toEqual([]);
});

test("an open peer that does not read is left, and what waits for it is bounded", async () => {
  const peer = await hostile();
  let theirs: { pause(): void } | undefined;
  await peer.handle(announces, (stream) => {
    theirs = stream.stream;
    stream.frame(greeting);
  });
  (await peer.open(announces)).frame(greeting);
  await isOpen(peer);
  theirs?.pause();
  const message = new Uint8Array(256 * 1024);
  let sent = 0;
  while (sent < 1_000 && node.notify(peer.id, "block-announces", message)) sent++;
  expect(sent).toBeLessThan(100);
  expect(node.peers()).toEqual([]);
});

test("messages on a stream that waits for its answer, and very many before a pair is open", async () => {
  const peer = await hostile();
  await peer.handle(announces, () => {});
  const early = await peer.open(announces);
  early.frame(greeting);
  await until(() => early.received().length > 0);
  const stream = await peer.open(transactions);
  stream.frame(fromHex("01"));
  stream.frame(utf8("transaction"));
  await loses(peer, "Message out of turn");
  await until(early.ended);

  const other = await hostile();
  await other.handle(announces, () => {});
  const many = await other.open(announces);
  many.frame(greeting);
  for (let index = 0; index < 65; index++) many.frame(utf8("block"));
  await loses(other, "Message out of turn");
  expect(node.told).toEqual([]);
});

test("a second stream of one protocol is ended, and the first goes on", async () => {
  const peer = await hostile();
  const first = await greet(peer);
  await isOpen(peer);
  const second = await peer.open(announces);
  second.frame(greeting);
  await until(second.ended);
  first.frame(utf8("block"));
  await until(() => node.told.includes(`message block-announces ${peer.id} block`));
});

const badRequests: readonly (readonly [why: string, bytes: Uint8Array, reason: string])[] = [
  ["is longer than a mebibyte", fromHex("818040"), "Message too long"],
  ["has a bad length", fromHex("8000"), "Bad message length"],
];
test.for(badRequests)("a request that %s", async ([, bytes, reason]) => {
  const peer = await hostile();
  const stream = await peer.open(syncNames);
  stream.send(bytes);
  await loses(peer, reason);
  await until(stream.ended);
});

test("a request that never comes, or is cut off", async () => {
  const silent = await hostile();
  const stream = await silent.open(syncNames);
  await loses(silent, "Message too slow");
  await until(stream.ended);
  const cut = await hostile();
  const other = await cut.open(syncNames);
  other.send(fromHex("0501"));
  await other.stream.close();
  await loses(cut, "Message cut off");
});

test("peers that ask and go take no place among the requests at work", async () => {
  await anew({});
  const answered: (() => void)[] = [];
  node.answer = () => new Promise((resolve) => answered.push(() => resolve({ bytes: utf8("late") })));
  for (let round = 0; round < 4; round++) {
    const peer = await hostile();
    for (let index = 0; index < 30; index++) {
      const stream = await peer.open(syncNames);
      stream.frame(utf8("?"));
      await stream.stream.close();
    }
    await until(() => answered.length === 30);
    await peer.stop();
    await until(() => node.networkState().connections === 0);
    for (const answer of answered.splice(0)) answer();
  }
  node.answer = async () => ({ bytes: utf8("!") });
  const peer = await hostile();
  const stream = await peer.open(syncNames);
  stream.frame(utf8("?"));
  await until(() => stream.received().length === 2);
});

test("thousands of streams, of which none is allowed beside the first few", async () => {
  await anew({});
  const peer = await hostile();
  const open = (): Promise<unknown> => peer.open(syncNames).catch(() => {});
  await open();
  for (let round = 0; round < 20 && !reasons(peer).includes("Too many streams"); round++)
    await Promise.all(Array.from({ length: 200 }, open));
  await loses(peer, "Too many streams");
  await until(() => node.networkState().connections === 0);
});

test("streams before the connection is ready to take them", async () => {
  const peer = await hostile();
  await Promise.all(Array.from({ length: 300 }, () => peer.open(syncNames).catch(() => {})));
  // Either there was time to take them, or the connection is no more.
  await until(() => node.networkState().connections === 0 || peer.libp2p.getConnections().length > 0);
  for (const connection of peer.libp2p.getConnections()) expect(connection.status).toBe("open");
});

test("whatever bytes come on whatever protocol, the node goes on", async () => {
  const names = [
    ...[...announces, ...transactions, ...notificationNames(chain, "grandpa")],
    ...(["sync", "state", "warp", "light"] as const).flatMap((protocol) => requestNames(chain, protocol)),
    ...[...kademliaNames(chain), "/ipfs/ping/1.0.0", "/ipfs/id/1.0.0"],
  ];
  // The bytes follow from a fixed seed.
  const chunks = fc.sample(fc.array(fc.uint8Array({ maxLength: 200 }), { maxLength: 5 }), { numRuns: 300, seed: 7 });
  let peer = await hostile();
  for (const [index, parts] of chunks.entries()) {
    const name = names[index % names.length] as string;
    const stream = await peer.open(name).catch(() => undefined);
    // The node ends its connection with a peer like this one now and then.
    if (stream === undefined) peer = await hostile();
    stream?.send(...parts);
    if (index % 3 === 0) await stream?.stream.close().catch(() => {});
  }
  const friend = await hostile();
  await greet(friend);
  await isOpen(friend);
  expect(node.lines.filter((line) => line.startsWith("error"))).toEqual([]);
});

/** The library's muxer below a stream, for what no library sends. */
interface Below {
  readonly streamId: number;
  sendFrame(header: object, data?: Uint8Array): void;
}
const below = ({ stream }: { readonly stream: unknown }): Below => stream as Below;

test.each(["tcp/0", "tcp/0/ws"])(
  "over %s, a frame of four gigabytes is refused when more has come of it than any window holds",
  async (transport) => {
    await anew({ listen: [`/ip4/127.0.0.1/${transport}`] });
    const peer = await hostile();
    const stream = below(await peer.open(syncNames));
    const part = new Uint8Array(500_000);
    const header = { type: 0, flag: 0, streamID: stream.streamId, length: 2 ** 32 - 1 };
    stream.sendFrame(header, part);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(node.networkState().connections).toBe(1);
    for (let sent = 0; sent < 2; sent++) stream.sendFrame(header, part);
    await until(() => node.networkState().connections === 0, 3_000);
    await until(() => peer.libp2p.getConnections().length === 0, 3_000);
  },
);

test("a peer that answers no pings is gone", async () => {
  const peer = await hostile();
  await greet(peer);
  await isOpen(peer);
  const [connection] = peer.libp2p.getConnections() as unknown as { muxer: { handlePing(): void } }[];
  if (connection !== undefined) connection.muxer.handlePing = () => {};
  await until(() => node.told.includes(`closed block-announces ${peer.id}`));
});

test.each(["tcp/0", "tcp/0/ws"])(
  "over %s, bytes that are no connection, and connections that say nothing",
  async (transport) => {
    await anew({ ...fast, listen: [`/ip4/127.0.0.1/${transport}`] });
    const port = Number(/tcp\/(\d+)/.exec(node.address)?.[1]);
    const sockets = Array.from({ length: 50 }, (_, index) => {
      const socket = connect(port, "127.0.0.1");
      socket.on("error", () => {});
      socket.resume();
      if (index % 2 === 0) socket.write(Buffer.alloc(5_000, index));
      return socket;
    });
    const peer = await hostile();
    await greet(peer);
    await isOpen(peer);
    // Those that say nothing are ended; over TCP that takes ten seconds of any clock.
    if (transport.endsWith("ws")) await until(() => sockets.every(({ destroyed }) => destroyed), 5_000);
    for (const socket of sockets) socket.destroy();
  },
);
