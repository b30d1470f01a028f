// Runs a node among peers without manners, which come under new names and say random bytes on every protocol.
// Prints peers so far, memory and connections every ten seconds; ends with 1 when anything was thrown that nobody caught.
// Usage: node scripts/run.js scripts/hostile-peers.ts [minutes]
import { randomBytes } from "node:crypto";
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";
import { greet, type RawPeer, startRawPeer } from "../src/network/libp2p/testing/raw-peer.ts";
import { startTestNode, testGenesis } from "../src/network/libp2p/testing/test-node.ts";
import { kademliaNames, notificationNames, requestNames } from "../src/network/messages/names.ts";

const chain = { genesisHash: testGenesis, protocolId: "bittensor" };
const names = [
  ...(["block-announces", "transactions", "grandpa"] as const).flatMap((protocol) =>
    notificationNames(chain, protocol),
  ),
  ...(["sync", "state", "warp", "light"] as const).flatMap((protocol) => requestNames(chain, protocol)),
  ...[...kademliaNames(chain), "/ipfs/ping/1.0.0", "/ipfs/id/1.0.0"],
];

const wait = (milliseconds: number): Promise<undefined> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds, undefined));

async function runNode(minutes: number): Promise<void> {
  const thrown: unknown[] = [];
  for (const event of ["uncaughtException", "unhandledRejection"])
    process.on(event, (error) => {
      thrown.push(error);
      console.error(error);
    });
  const node = await startTestNode(1, { dht: true, listen: ["/ip4/127.0.0.1/tcp/0", "/ip4/127.0.0.1/tcp/0/ws"] });
  let peers = 0;
  const worker = new Worker(new URL(import.meta.url), { workerData: node.listenAddresses() });
  worker.on("message", () => peers++);
  for (const end = Date.now() + minutes * 60_000; Date.now() < end; ) {
    await wait(10_000);
    node.lines.length = 0;
    node.told.length = 0;
    const { heapUsed, external } = process.memoryUsage();
    const memory = `${Math.round(heapUsed / 1e6)} MB heap, ${Math.round(external / 1e6)} MB beside it`;
    console.log(`${peers} peers, ${memory}, ${node.networkState().connections} connections`);
  }
  await worker.terminate();
  await node.stop();
  process.exit(thrown.length === 0 ? 0 : 1);
}

async function misbehave(peer: RawPeer, turn: number): Promise<void> {
  if (turn % 3 === 0) await greet(peer);
  const open = async (index: number): Promise<void> => {
    const opening = peer.open(names[(turn + index) % names.length] as string).catch(() => undefined);
    const stream = await Promise.race([opening, wait(3_000)]);
    if (stream === undefined) return;
    if (index % 4 === 0) stream.frame(randomBytes(index * 50));
    else stream.send(randomBytes(1 + index * 30));
    if (index % 5 === 0) await stream.stream.close();
    if (index % 7 === 0) stream.stream.abort(new Error("gone"));
  };
  await Promise.all(Array.from({ length: 20 }, (_, index) => open(index).catch(() => {})));
  if (turn % 2 === 0) for (const connection of peer.libp2p.getConnections()) connection.abort(new Error("gone"));
}

async function runPeers(addresses: readonly string[]): Promise<void> {
  // What goes wrong on this side is meant to.
  for (const event of ["uncaughtException", "unhandledRejection"]) process.on(event, () => {});
  setInterval(() => {}, 1_000);
  for (let turn = 0; ; turn++) {
    const peer = await startRawPeer(addresses[turn % addresses.length] as string);
    await misbehave(peer, turn).catch(() => {});
    await peer.stop().catch(() => {});
    parentPort?.postMessage(turn);
  }
}

if (isMainThread) await runNode(Number(process.argv[2] ?? 1));
else await runPeers(workerData as string[]);
