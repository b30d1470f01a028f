import { connect } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { fromHex, toHex, utf8 } from "../../src/lib/bytes.ts";
import { encodeFrame } from "../../src/network/libp2p/framing.ts";
import { encodeBlockRequest, wholeBlocks } from "../../src/network/messages/block-request.ts";
import { encodeStateRequest } from "../../src/network/messages/state-request.ts";
import { encodeTransaction } from "../../src/network/messages/transactions.ts";
import { encodeWarpRequest } from "../../src/network/messages/warp-request.ts";
import type { Random } from "../fuzz/random.ts";
import { asPeer, greetingOf, greetTarget, protocolsOf, type Target } from "./target.ts";

/** A way to be a bad peer on the wire. */
export type Manner = (target: Target, address: string, random: Random) => Promise<void>;

const quietly = (work: Promise<unknown>): Promise<unknown> => work.catch(() => {});

/** Nested as deep as bytes allow: calls in calls, options, lists of lists. */
function bomb(random: Random): Uint8Array {
  const head = random.pick(["0b00", "0b02", "0d00", "04", "01", "fe", "ff", "84"]);
  return fromHex(`0x${head.repeat(random.pick([10, 1_000, 100_000]))}`);
}

const garbage: Manner = async (target, address, random) => {
  const { all } = protocolsOf(target);
  await asPeer(address, async (peer) => {
    if (random.chance(50)) await quietly(greetTarget(peer, target));
    const open = async (index: number): Promise<void> => {
      const stream = await peer.open(random.pick(all));
      if (random.chance(40)) stream.frame(random.bytes(random.below(index * 100)));
      else stream.send(random.bytes(1 + random.below(index * 60)));
      if (random.chance(20)) await stream.stream.close();
      if (random.chance(15)) stream.stream.abort(new Error("gone"));
    };
    await Promise.all(Array.from({ length: 20 }, (_, index) => Promise.race([quietly(open(index)), sleep(3_000)])));
    if (random.chance(50)) for (const connection of peer.libp2p.getConnections()) connection.abort(new Error("gone"));
  });
};

const wrongGenesis: Manner = (target, address, random) =>
  asPeer(address, async (peer) => {
    const genesisHash = toHex(random.bytes(32));
    await quietly(greetTarget(peer, target, greetingOf(target, { genesisHash })));
    await sleep(1_000);
  });

const badGreeting: Manner = (target, address, random) =>
  asPeer(address, async (peer) => {
    const good = greetingOf(target);
    const stream = await peer.open(random.pick(protocolsOf(target).notifications));
    const bad = random.pick<() => Uint8Array>([
      () => encodeFrame(utf8("garbage")),
      () => encodeFrame(new Uint8Array(0)),
      () => encodeFrame(new Uint8Array(1025)),
      () => encodeFrame(Uint8Array.of(8, ...good.subarray(1))),
      () => encodeFrame(Uint8Array.of(...good, 0)),
      () => fromHex("0xffffffff0f"),
      () => fromHex("0xffffffffffffffff"),
      () => fromHex("0xc500"),
      () => encodeFrame(good).slice(0, 30),
    ]);
    stream.send(bad());
    if (random.chance(30)) await stream.stream.close();
    await sleep(1_000);
  });

const manyStreams: Manner = (target, address, random) =>
  asPeer(address, async (peer) => {
    const { all } = protocolsOf(target);
    for (let round = 0; round < 15; round++)
      await Promise.all(Array.from({ length: 200 }, () => quietly(peer.open(random.pick(all)))));
  });

/** Connections without a word, or with bytes that are none of noise's or WebSocket's. */
const manySockets: Manner = async (_target, address, random) => {
  const port = Number(/tcp\/(\d+)/.exec(address)?.[1]);
  const host = /ip4\/([\d.]+)/.exec(address)?.[1] ?? "127.0.0.1";
  const sockets = Array.from({ length: 400 }, () => {
    const socket = connect(port, host);
    socket.on("error", () => {});
    socket.resume();
    if (random.chance(50)) socket.write(random.bytes(random.pick([1, 20, 5_000])));
    return socket;
  });
  await sleep(random.pick([200, 3_000, 20_000]));
  for (const socket of sockets) socket.destroy();
};

const manyConnections: Manner = async (target, address, random) => {
  const one = (): Promise<unknown> =>
    quietly(
      asPeer(address, async (peer) => {
        if (random.chance(50)) await greetTarget(peer, target);
        else await peer.open(random.pick(protocolsOf(target).requests));
        await sleep(8_000);
      }),
    );
  await Promise.all(Array.from({ length: 40 }, one));
};

/** Half of a message on every protocol, byte by byte, as long as the node has patience. */
const slowly: Manner = (target, address, random) =>
  asPeer(address, async (peer) => {
    await quietly(greetTarget(peer, target));
    const { all } = protocolsOf(target);
    const drip = async (name: string): Promise<void> => {
      const stream = await peer.open(name);
      const bytes = encodeFrame(random.bytes(random.pick([100, 100_000])));
      for (let at = 0; at < 70 && !stream.ended(); at++) {
        stream.send(bytes.slice(at, at + 1));
        await sleep(1_000);
      }
    };
    await Promise.all(all.map((name) => quietly(drip(name))));
  });

const tooLong: Manner = (target, address, random) =>
  asPeer(address, async (peer) => {
    const greeted = await greetTarget(peer, target);
    const stream = random.chance(50) ? greeted : await peer.open(random.pick(protocolsOf(target).all));
    const size = random.pick([1024 * 1024, 1024 * 1024 + 1, 8 * 1024 * 1024, 17 * 1024 * 1024]);
    const bytes = encodeFrame(new Uint8Array(size));
    for (let at = 0; at < bytes.length && !stream.ended(); at += 65_536) {
      stream.send(bytes.subarray(at, at + 65_536));
      await sleep(0);
    }
    await sleep(500);
  });

const outOfTurn: Manner = (target, address, random) =>
  asPeer(address, async (peer) => {
    const { announces, notifications } = protocolsOf(target);
    // Lets nothing open, or opens nothing, and speaks as if all were open.
    await peer.handle(notifications, () => {});
    const first = await peer.open(random.chance(50) ? announces : notifications.slice(2));
    for (let index = 0; index < 80 && !first.ended(); index++)
      first.frame(random.chance(50) ? greetingOf(target) : random.bytes(40));
    await sleep(1_000);
  });

/** Well-formed messages of peers, with content that is none. */
const badContent: Manner = (target, address, random) =>
  asPeer(address, async (peer) => {
    const announces = await greetTarget(peer, target);
    const { notifications } = protocolsOf(target);
    await peer.handle(notifications.slice(2), (stream) => stream.frame(Uint8Array.of(1)));
    const [transactions, grandpa] = [
      await peer.open(notifications.slice(2, 4)),
      await peer.open(notifications.slice(4)),
    ];
    for (const stream of [transactions, grandpa]) stream.frame(Uint8Array.of(1));
    await sleep(500);
    for (let index = 0; index < 200 && !announces.ended(); index++) {
      const bytes = random.chance(30) ? bomb(random) : random.bytes(random.below(300));
      announces.frame(bytes);
      transactions.frame(random.chance(50) ? encodeTransaction(encodeFrame(bytes)) : bytes);
      grandpa.frame(Uint8Array.of(random.below(6), ...bytes.subarray(0, 2_000)));
      if (index % 20 === 0) await sleep(100);
    }
    await sleep(1_000);
  });

/** Asks for all that the node has, again and again, and reads nothing of it. */
const greedy: Manner = (target, address, random) =>
  asPeer(address, async (peer) => {
    await quietly(greetTarget(peer, target));
    const block = target.genesisHash;
    const questions = [
      encodeBlockRequest({
        ...{ fields: wholeBlocks, from: { number: 1 }, direction: "ascending", max: 0, multipleJustifications: true },
      }),
      encodeStateRequest({ block, start: [], noProof: random.chance(50) }),
      encodeWarpRequest(block),
      fromHex("0x22"),
    ];
    const { requests } = protocolsOf(target);
    for (let round = 0; round < 60; round++) {
      const kind = random.below(4);
      // A node that is asked the same too often leaves.
      const stream = await peer.open(requests.slice(kind * 2, kind * 2 + 2)).catch(() => undefined);
      if (stream === undefined) return;
      stream.stream.pause();
      stream.frame(random.chance(80) ? (questions[kind] as Uint8Array) : random.bytes(60));
    }
    await sleep(5_000);
  });

export const manners: Readonly<Record<string, Manner>> = {
  ...{ garbage, wrongGenesis, badGreeting, manyStreams, manySockets, manyConnections },
  ...{ slowly, tooLong, outOfTurn, badContent, greedy },
};
