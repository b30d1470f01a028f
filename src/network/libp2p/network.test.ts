import { type AddressInfo, connect, createServer } from "node:net";
import type { Stream } from "@libp2p/interface";
import { afterEach, expect, test } from "vitest";
import { concatBytes, fromHex, joinBytes, utf8 } from "../../lib/bytes.ts";
import { encodeBlockAnnounceHandshake } from "../messages/block-announce-handshake.ts";
import { kademliaNames } from "../messages/names.ts";
import type { RequestError } from "../network.ts";
import { encodeFrame } from "./framing.ts";
import { announces, chain, greet, greeting, startRawPeer, syncNames, transactions } from "./testing/raw-peer.ts";
import { createTestNode, fastClock, startTestNode, type TestNode, testGenesis, until } from "./testing/test-node.ts";

const toStop: { stop(): Promise<void> }[] = [];
async function keep<T extends { stop(): Promise<void> }>(starting: Promise<T>): Promise<T> {
  const started = await starting;
  toStop.push(started);
  return started;
}
const start = (...given: Parameters<typeof startTestNode>): Promise<TestNode> => keep(startTestNode(...given));
const raw = (node: TestNode) => keep(startRawPeer(node.address));
afterEach(async () => {
  await Promise.all(toStop.splice(0).map((node) => node.stop()));
});
/** Time runs ten times as fast. */
const fast = fastClock(10);
const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString();
const failureOf = (asking: Promise<unknown>): Promise<string> =>
  asking.then(
    () => "answered",
    (error: RequestError) => error.failure,
  );
const allOpen = (node: TestNode, peer: string): boolean =>
  ["block-announces", "transactions", "grandpa"].every((protocol) => node.told.includes(`opened ${protocol} ${peer}`));

test("two nodes open all protocols, exchange messages and answer requests", async () => {
  const a = await start(1);
  const b = await start(2, { bootnodes: [a.address], role: "authority" });
  await until(() => allOpen(a, b.localPeer) && allOpen(b, a.localPeer));
  // Block announces come first, on both sides.
  expect(a.told[0]).toBe(`opened block-announces ${b.localPeer}`);
  expect(b.told[0]).toBe(`opened block-announces ${a.localPeer}`);

  expect(a.notify(b.localPeer, "grandpa", utf8("vote"))).toBe(true);
  expect(b.notify(a.localPeer, "block-announces", utf8("block"))).toBe(true);
  await until(() => b.told.includes(`message grandpa ${a.localPeer} vote`));
  await until(() => a.told.includes(`message block-announces ${b.localPeer} block`));
  for (const protocol of ["sync", "state", "warp", "light"] as const)
    expect(text(await b.request(a.localPeer, protocol, utf8("which?")))).toBe(`${protocol}:which?`);

  b.noteBest(a.localPeer, { bestNumber: 5, bestHash: `0x${"55".repeat(32)}` });
  expect(b.networkState().peers).toEqual([
    { peer: a.localPeer, roles: "full", bestNumber: 5, bestHash: `0x${"55".repeat(32)}`, genesisHash: testGenesis },
  ]);
  expect(a.networkState().peers).toMatchObject([{ peer: b.localPeer, roles: "authority", bestNumber: 0 }]);
  expect(b.counters).toMatchObject({ connectionsOpenedOut: 1, dialFailures: 0 });
  expect(b.counters.requests.sync).toMatchObject({ succeeded: 1, failed: 0 });
  expect(a.counters.notifications.grandpa).toMatchObject({ opened: 1, messagesOut: 1, bytesOut: 4 });
  expect(a.counters.bytesIn).toBeGreaterThan(500);
});

test("two nodes that dial each other at once are one peer to each other", async () => {
  const a = await start(1);
  const b = await start(2, { reserved: [a.address] });
  a.addReserved(b.address);
  await until(() => allOpen(a, b.localPeer) && allOpen(b, a.localPeer));
  expect(a.notify(b.localPeer, "transactions", new Uint8Array(3_000_000))).toBe(true);
  await until(() => b.told.includes(`message transactions ${a.localPeer} 3000000`));
  expect([...a.told, ...b.told].filter((line) => line.startsWith("closed"))).toEqual([]);
});

test.each(["", "/ws"])("nodes that meet over TCP%s are seen by a diagnosis", async (over) => {
  const a = await start(1, {
    listen: [`/ip4/127.0.0.1/tcp/0${over}`],
    publicAddresses: ["/ip4/1.2.3.4/tcp/30333"],
    reservedOnly: true,
  });
  const listened = a.address.replace(/\/p2p\/.*/, "");
  expect(listened).toMatch(over === "" ? /\/tcp\/\d+$/ : /\/tcp\/\d+\/ws$/);
  const stranger = "12D3KooWHvLp7Pb2jCaeugAkUGW1XgqNPimeE2TiqGZF8kCvPZJP";
  const b = await start(2, { bootnodes: [a.address], reserved: [`/ip4/127.0.0.1/tcp/1/p2p/${stranger}`] });
  a.addReserved(b.address);
  await until(() => allOpen(a, b.localPeer) && allOpen(b, a.localPeer));
  await until(() => Object.values(b.diagnosis().connectedPeers).every(({ versionString }) => versionString !== null));

  const [ofA, ofB] = [a.diagnosis(), b.diagnosis()];
  expect(ofB).toEqual({
    peerId: b.localPeer,
    listenedAddresses: [b.address],
    externalAddresses: [],
    connectedPeers: {
      [a.localPeer]: {
        endpoint: expect.anything(),
        versionString: "Subtensor Node/0.1.0 (test 1)",
        latestPingTime: null,
        knownAddresses: expect.arrayContaining([listened]),
      },
    },
    notConnectedPeers: {
      [stranger]: { versionString: null, latestPingTime: null, knownAddresses: ["/ip4/127.0.0.1/tcp/1"] },
    },
    peerset: {
      reservedOnly: false,
      reserved: [stranger],
      nodes: {
        [a.localPeer]: { connected: true, reputation: expect.any(Number) },
        [stranger]: { connected: false, reputation: expect.any(Number) },
      },
    },
  });
  expect(ofA).toMatchObject({
    listenedAddresses: [a.address],
    externalAddresses: [`/ip4/1.2.3.4/tcp/30333/p2p/${a.localPeer}`],
    peerset: { reservedOnly: true, reserved: [b.localPeer] },
  });
  // Either may have dialed first.
  const ends = [
    [ofA.connectedPeers[b.localPeer]?.endpoint, b.address],
    [ofB.connectedPeers[a.localPeer]?.endpoint, a.address],
  ] as const;
  for (const [endpoint, address] of ends) {
    if (endpoint !== undefined && "dialing" in endpoint) expect(endpoint.dialing).toEqual([address, "dialer"]);
    else expect(endpoint).toMatchObject({ listening: { send_back_addr: expect.stringMatching(/^\/ip4\/127/) } });
  }
  const listening = ends.flatMap(([endpoint]) =>
    endpoint !== undefined && "listening" in endpoint ? [endpoint.listening.local_addr] : [],
  );
  expect([listened, b.address.replace(/\/p2p\/.*/, "")]).toEqual(expect.arrayContaining(listening));
});

test("an answer of 16 MiB arrives, a longer one does not, and says why", async () => {
  const a = await start(1);
  const b = await start(2, { bootnodes: [a.address] });
  await until(() => b.peers().length === 1);
  const largest = 16 * 1024 * 1024;
  a.answer = async (_, __, request) => ({ bytes: new Uint8Array(largest + (request[0] as number)) });
  expect((await b.request(a.localPeer, "sync", fromHex("00"))).length).toBe(largest);
  expect(await failureOf(b.request(a.localPeer, "sync", fromHex("01")))).toBe("too-long");
});

test("a request says why it has no answer", async () => {
  const a = await start(1);
  const b = await start(2, { bootnodes: [a.address], ...fast });
  await until(() => b.peers().length === 1);
  const ask = (request = utf8("?")) => failureOf(b.request(a.localPeer, "warp", request));
  a.answer = async () => ({});
  expect(await ask()).toBe("refused");
  a.answer = async () => {
    throw new Error("a fault");
  };
  expect(await ask()).toBe("refused");
  expect(
    a.lines.some((line) => line.startsWith("error sub-libp2p: a warp request of a peer failed: Error: a fault")),
  ).toBe(true);
  a.answer = () => new Promise(() => {});
  expect(await ask()).toBe("timeout");
  expect(await ask(new Uint8Array(33))).toBe("too-long");
  expect(await failureOf(b.request("12D3KooWEyoppNCUx8Yx66oV9fJnriXwCcXwDDUA2kj6vnc6iDEp", "warp", utf8("?")))).toBe(
    "closed",
  );

  const peer = await raw(a);
  await greet(peer);
  await until(() => a.peers().includes(peer.id));
  expect(await failureOf(a.request(peer.id, "light", utf8("?")))).toBe("unsupported");
});

test("what an answer costs is charged to who asked", async () => {
  const a = await start(1);
  a.answer = async () => ({ bytes: utf8("no"), changes: [{ value: -500, reason: "Same request again" }] });
  const peer = await raw(a);
  const stream = await peer.open(syncNames);
  stream.frame(utf8("?"));
  await until(() => stream.received().length === 3);
  expect(a.lines).toContainEqual(`debug sub-libp2p: Report ${peer.id}: -500 to -500. Reason: Same request again.`);
});

test("legacy names are answered and tried", async () => {
  const a = await start(1);
  const peer = await raw(a);
  const stream = await peer.open("/bittensor/sync/2");
  stream.frame(utf8("old"));
  await until(() => stream.received().length > 0);
  expect(text(stream.received().slice(1))).toBe("sync:old");

  await peer.handle(["/bittensor/block-announces/1"], (incoming) => incoming.frame(greeting));
  await peer.handle(["/bittensor/light/2"], (incoming) => {
    incoming.frame(utf8("older"));
    void incoming.stream.close();
  });
  (await peer.open("/bittensor/block-announces/1")).frame(greeting);
  await until(() => a.peers().includes(peer.id));
  expect(text(await a.request(peer.id, "light", utf8("?")))).toBe("older");
});

/** A yamux frame that holds bytes and ends the stream. */
function sendLast(stream: unknown, bytes: Uint8Array): void {
  const { streamId, sendFrame } = stream as {
    streamId: number;
    sendFrame(header: object, data: Uint8Array): void;
  };
  sendFrame({ type: 0, flag: 4, streamID: streamId, length: bytes.length }, bytes);
}

test("a request that ends in the same yamux frame is answered", async () => {
  const a = await start(1);
  const peer = await raw(a);
  const { stream, received } = await peer.open(syncNames);
  sendLast(stream, encodeFrame(utf8("last words")));
  await until(() => received().length > 0, 2_000);
  expect(text(received().slice(1))).toBe("sync:last words");
});

test("a request that comes with the name of its protocol and the stream's end in one yamux frame is answered", async () => {
  const a = await start(1);
  const peer = await raw(a);
  await peer.open("/ipfs/ping/1.0.0");
  const [connection] = peer.libp2p.getConnections() as unknown as { muxer: { createStream(): Promise<Stream> } }[];
  const stream = await connection?.muxer.createStream();
  const parts: Uint8Array[] = [];
  stream?.addEventListener("message", ({ data }) => parts.push(data.slice()));
  await new Promise((resolve) => setTimeout(resolve, 50));
  const names = ["/multistream/1.0.0\n", `${syncNames[0]}\n`].map((name) => encodeFrame(utf8(name)));
  sendLast(stream, concatBytes(...names, encodeFrame(utf8("all at once"))));
  await until(() => text(joinBytes(parts)).endsWith("sync:all at once"), 2_000);
});

test("a question to the peer table that ends in the same yamux frame is answered, under both names", async () => {
  const a = await start(1);
  const b = await start(2, { dht: true, bootnodes: [a.address] });
  await until(() => b.peers().length === 1);
  const peer = await raw(a);
  for (const name of kademliaNames(chain)) {
    const { stream, received } = await peer.open(name);
    // FIND_NODE for a key of 32 bytes.
    sendLast(stream, encodeFrame(concatBytes(fromHex("08041220"), new Uint8Array(32))));
    await until(() => text(received()).includes("\u0004\u007f\u0000\u0000\u0001"), 3_000, name);
  }
});

test("pings are echoed on one stream for as long as it is open", async () => {
  const a = await start(1);
  const peer = await raw(a);
  const ping = await peer.open("/ipfs/ping/1.0.0");
  const bytes = new Uint8Array(32).map((_, index) => index);
  for (let times = 1; times <= 3; times++) {
    ping.send(bytes.slice(0, 5));
    ping.send(bytes.slice(5));
    await until(() => ping.received().length === 32 * times);
  }
  expect(ping.received()).toEqual(concatBytes(bytes, bytes, bytes));
  expect(ping.ended()).toBe(false);
});

test("identify names the protocol version and the agent of the original", async () => {
  const a = await start(1, { publicAddresses: ["/dns/node.example/tcp/30333"] });
  const peer = await raw(a);
  const stream = await peer.open("/ipfs/id/1.0.0");
  await until(stream.ended);
  const said = text(stream.received());
  expect(said).toContain("/substrate/1.0");
  expect(said).toContain("Subtensor Node/0.1.0 (test 1)");
  expect(said).toContain("node.example");
  for (const name of [...announces, ...transactions, ...syncNames, "/ipfs/ping/1.0.0"]) expect(said).toContain(name);
  // Longer ones are dropped by the original's library.
  expect(stream.received().length).toBeLessThan(4_096);
});

test("a peer that left comes back after the back-off; transactions that it refuses are tried again", async () => {
  const a = await start(1);
  const b = await start(2, { bootnodes: [a.address], ...fast });
  await until(() => allOpen(b, a.localPeer));
  a.disconnect(b.localPeer);
  await until(() => b.told.includes(`closed block-announces ${a.localPeer}`));
  expect(b.told).toContain(`closed grandpa ${a.localPeer}`);
  b.told.length = 0;
  await until(() => allOpen(b, a.localPeer));
});

test("a banned peer goes, and may not come back", async () => {
  const a = await start(1);
  const b = await start(2, { bootnodes: [a.address], ...fast });
  await until(() => allOpen(a, b.localPeer));
  a.report(b.localPeer, { value: -(2 ** 31), reason: "Forged block" });
  await until(() => b.peers().length === 0);
  expect(a.lines).toContainEqual(
    `warn sub-libp2p: Report ${b.localPeer}: -2147483648 to -2147483648. Reason: Forged block. Banned, disconnecting.`,
  );
  await until(() => b.lines.some((line) => line.endsWith("Reason: Open failure.")));
  expect([a.peers(), b.peers()]).toEqual([[], []]);
});

test("with reserved peers only, nobody else opens streams, and requests are answered still", async () => {
  const a = await start(1, { reservedOnly: true });
  const peer = await raw(a);
  const stream = await greet(peer);
  await until(stream.ended);
  expect(a.told).toEqual([]);
  const request = await peer.open(syncNames);
  request.frame(utf8("?"));
  await until(() => request.received().length > 0);
  const b = await start(2);
  a.addReserved(b.address);
  await until(() => allOpen(a, b.localPeer));
  a.removeReserved(b.localPeer);
  await until(() => b.told.includes(`closed block-announces ${a.localPeer}`));
});

test("a peer without a slot is turned away, and light clients have slots of their own", async () => {
  const a = await start(1, { slots: { in: 0, out: 0, inLight: 1 } });
  const full = await raw(a);
  const stream = await greet(full);
  await until(stream.ended);
  const light = await raw(a);
  await light.handle(announces, (incoming) => incoming.frame(lightGreeting));
  (await light.open(announces)).frame(lightGreeting);
  await until(() => a.peers().includes(light.id));
  expect(a.networkState().peers).toMatchObject([{ roles: "light", bestNumber: 3 }]);
  // It costs nothing to ask.
  expect(a.lines.filter((line) => line.includes("Report"))).toEqual([]);
});
const lightGreeting = encodeBlockAnnounceHandshake({
  ...{ roles: "light", bestNumber: 3, bestHash: testGenesis, genesisHash: testGenesis },
});

test("the chain's word counts, with its reason", async () => {
  const a = await start(1);
  a.admit = (_, { bestNumber }) => bestNumber !== 7 || { why: "I know you", change: { value: -9, reason: "Known" } };
  const peer = await raw(a);
  const stream = await greet(peer);
  await until(stream.ended);
  expect(a.lines).toContainEqual(`debug sync: ${peer.id} is not let in: I know you`);
  expect(a.lines).toContainEqual(`debug sub-libp2p: Report ${peer.id}: -9 to -9. Reason: Known.`);
});

test("a peer that comes again over a new connection is let in at once, though the old one seems alive", async () => {
  const a = await start(1);
  const seed = new Uint8Array(32).fill(9);
  const before = await keep(startRawPeer(a.address, seed));
  await greet(before);
  await until(() => a.peers().includes(before.id));
  const again = await keep(startRawPeer(a.address, seed));
  const stream = await greet(again);
  await until(() => a.told.filter((line) => line === `opened block-announces ${again.id}`).length === 2);
  stream.frame(utf8("block"));
  await until(() => a.told.includes(`message block-announces ${again.id} block`));
  expect(a.told.filter((line) => line.startsWith("closed block-announces")).length).toBe(1);
});

test("a connection that nothing uses is closed", async () => {
  const a = await start(1, { ...fast });
  const peer = await raw(a);
  const ping = await peer.open("/ipfs/ping/1.0.0");
  await until(() => a.networkState().connections === 1);
  await until(() => a.networkState().connections === 0);
  expect(ping.ended()).toBe(true);
});

test("a third node finds the second over the first one's peer table, and again from what it kept", async () => {
  const a = await start(1, { dht: true, slots: { in: 32, out: 0, inLight: 0 } });
  const b = await start(2, { dht: true, bootnodes: [a.address], slots: { in: 32, out: 1, inLight: 0 } });
  await until(() => b.peers().length === 1);
  const c = await start(3, { dht: true, bootnodes: [a.address], ...fast });
  await until(() => c.peers().includes(b.localPeer));
  await c.stop();
  const saved = c.saved.at(-1) as string;
  expect(
    JSON.parse(saved)
      .peers.map(({ id }: { id: string }) => id)
      .sort(),
  ).toEqual([a.localPeer, b.localPeer].sort());
  const again = await start(3, { ...fast, store: { saved, save: () => {} } });
  await until(() => again.peers().length === 2);
});

test("a node that is stopped while it starts is stopped", async () => {
  const a = await start(1);
  const gone = await startTestNode(3);
  const listen = [gone.address.replace(/\/p2p\/.*/, "")];
  await gone.stop();
  const b = await createTestNode(2, { bootnodes: [a.address], listen });
  const starting = b.start();
  await b.stop();
  await starting;
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect([a.peers(), a.networkState().connections]).toEqual([[], 0]);
  // Its port is free again.
  await start(3, { listen });
});

test("connections that say nothing hold up no stop", async () => {
  const a = await start(1, { listen: ["/ip4/127.0.0.1/tcp/0", "/ip4/127.0.0.1/tcp/0/ws"] });
  const ports = a.listenAddresses().map((address) => Number(/tcp\/(\d+)/.exec(address)?.[1]));
  const sockets = ports.map((port) => connect(port, "127.0.0.1").on("error", () => {}));
  await Promise.all(sockets.map((socket) => new Promise((resolve) => socket.once("connect", resolve))));
  await new Promise((resolve) => setTimeout(resolve, 50));
  const started = Date.now();
  await a.stop();
  expect(Date.now() - started).toBeLessThan(3_000);
  for (const socket of sockets) socket.destroy();
});

test("a port that another program has, and addresses of no peer, are said in one line", async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const starting = startTestNode(1, { listen: [`/ip4/127.0.0.1/tcp/${port}`] });
  await expect(starting).rejects.toThrow(
    `the network does not start: another program listens on 127.0.0.1:${port}; choose another port with --port or --listen-addr`,
  );
  await new Promise((resolve) => server.close(resolve));
  await expect(startTestNode(1, { listen: ["/ip4/192.0.2.1/tcp/30333"] })).rejects.toThrow(
    "the network does not start: 192.0.2.1:30333 is no address of this machine; choose another with --listen-addr",
  );
  await expect(startTestNode(1, { bootnodes: ["/ip4/127.0.0.1/tcp/1"] })).rejects.toThrow(
    '"/ip4/127.0.0.1/tcp/1" is no address of a peer: /ip4/HOST/tcp/PORT/p2p/PEER_ID is expected',
  );
  await expect(startTestNode(1, { publicAddresses: ["node.example:30333"] })).rejects.toThrow(
    '"node.example:30333" is no multiaddress such as /ip4/HOST/tcp/PORT: ',
  );
});
