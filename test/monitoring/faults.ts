import { setTimeout as sleep } from "node:timers/promises";
import { devAccount } from "../../src/crypto/dev-accounts.ts";
import { type Hex, toHex } from "../../src/lib/bytes.ts";
import { startRawPeer } from "../../src/network/libp2p/testing/raw-peer.ts";
import { encodeBlockAnnounceHandshake } from "../../src/network/messages/block-announce-handshake.ts";
import { notificationNames, requestNames } from "../../src/network/messages/names.ts";
import { runtimeOfBuild } from "../../src/node/runtime.ts";
import { connectTo, type NodeConnection } from "../bench/flood/connection.ts";
import { freePort, type NodeProcess, startNode } from "../support/node-process.ts";
import { signExtrinsic, transfer } from "../support/sign.ts";

/** Something that goes wrong with a node, and the alerts that should tell of it. */
export interface Fault {
  /** The name under which Prometheus knows the node. */
  readonly job: string;
  readonly what: string;
  /** Names of alerts, with their severity where two have one name. */
  readonly alerts: readonly string[];
  /** Starts the node, and does it harm until `signal` ends it. @param port of the node's metrics */
  cause(port: number, signal: AbortSignal): Promise<void>;
}

const alone = ["--no-mdns", "--no-telemetry", "--drand", "offline"] as const;
const withMetrics = (port: number): string[] => ["--prometheus-port", String(port)];

/** Runs a node until the signal. */
async function withNode(
  args: readonly string[],
  signal: AbortSignal,
  harm: (node: NodeProcess) => Promise<void>,
  before?: string,
): Promise<void> {
  const node = await startNode([...args, "--tmp"], { within: 120_000, ...(before === undefined ? {} : { before }) });
  try {
    await harm(node);
    while (!signal.aborted) await sleep(1000);
  } finally {
    await node.stop("SIGKILL");
  }
}

/** Keeps so many calls under way on a node, as a function of the seconds gone by. */
async function keepUnderWay(
  port: number,
  signal: AbortSignal,
  goal: (seconds: number) => number,
  call: (connection: NodeConnection) => Promise<unknown>,
): Promise<void> {
  const connections = await Promise.all(Array.from({ length: 8 }, () => connectTo(port)));
  const began = Date.now();
  let underWay = 0;
  for (let turn = 0; !signal.aborted; ) {
    const most = goal((Date.now() - began) / 1000);
    if (most === 0) break;
    for (let sent = 0; underWay < most && sent < 2000; sent++) {
      underWay++;
      void call(connections[turn++ % connections.length] as NodeConnection).finally(() => underWay--);
    }
    await sleep(20);
  }
  for (const connection of connections) connection.close();
}

const minutes = (count: number): number => count * 60;

/** Transfers that are well formed, each with another signature, which is none. */
async function unsignedTransfers(node: NodeProcess): Promise<() => string> {
  const genesisHash = (await node.rpc("chain_getBlockHash", [0])) as Hex;
  const [pair, to] = [devAccount("Alice"), devAccount("Bob")];
  const call = transfer(to.accountId, 1n);
  const bytes = signExtrinsic(runtimeOfBuild("local"), { call, pair, nonce: 0, genesisHash });
  // The signature follows the length, the version, the address and the kind of signature.
  const at = 2 + 1 + 33 + 1;
  let count = 0;
  return () => {
    new DataView(bytes.buffer, bytes.byteOffset).setUint32(at, ++count);
    return `["${toHex(bytes)}"]`;
  };
}

export const faults: readonly Fault[] = [
  {
    job: "flooded",
    what: "more transactions come than it can validate, and ever more",
    alerts: [
      ...["TransactionQueueSizeIncreasing warning for 600", "TransactionQueueSizeIncreasing warning for 1800"],
      "ValidationsWait",
    ],
    cause: (port, signal) =>
      withNode(["--dev", "--one", "--fast-runtime", ...alone, ...withMetrics(port)], signal, async (node) => {
        const next = await unsignedTransfers(node);
        // At most 4096 wait for a thread: they are to grow for all of the 35 minutes that one of the rules looks at.
        const goal = (seconds: number): number => 300 + 1.6 * seconds;
        await keepUnderWay(node.port, signal, goal, (connection) =>
          connection.callText("author_submitExtrinsic", next()),
        );
      }),
  },
  {
    job: "commanded",
    what: "more blocks are commanded than it can make; then it is started again and again",
    alerts: ["UnboundedChannelPersistentlyLarge", "UnboundedChannelVeryLarge", "WriterWaits", "NodeRestarts"],
    async cause(port, signal) {
      const args = ["--dev", "--sealing", "manual", ...alone, ...withMetrics(port)];
      const flooded = new AbortController();
      const flood = withNode(args, AbortSignal.any([signal, flooded.signal]), async (node) => {
        const goal = (seconds: number): number => (seconds < minutes(8) ? 20_000 : 0);
        await keepUnderWay(node.port, signal, goal, (connection) =>
          connection.call("engine_createBlock", [true, true]),
        );
        flooded.abort();
      });
      await flood;
      for (let starts = 0; starts < 3 && !signal.aborted; starts++) {
        const end = AbortSignal.any([signal, AbortSignal.timeout(60_000)]);
        await withNode(args, end, async () => {});
      }
      await withNode(args, signal, async () => {});
    },
  },
  {
    job: "alone",
    what: "it is cut off from all others, and many clients hold connections open",
    alerts: [
      ...["BlockProductionSlow warning", "BlockProductionSlow critical", "NoNewBlocks"],
      ...["BlockFinalizationSlow warning", "BlockFinalizationSlow critical", "FinalityStopped"],
      ...["NumberOfPeersLow warning", "NumberOfPeersLow critical", "FewPeers"],
      ...["NoIncomingConnection", "FewFileDescriptors"],
    ],
    cause: (port, signal) =>
      withNode(
        ["--chain", "local", "--fast-runtime", "--one", ...alone, ...withMetrics(port)],
        signal,
        async (node) => {
          await Promise.all(Array.from({ length: 410 }, () => connectTo(node.port)));
        },
        "ulimit -n 512",
      ),
  },
  {
    job: "slow",
    what: "its processor is busy with something else nearly all the time",
    alerts: ["EventLoopLags", "BlocksSlow"],
    cause: (port, signal) =>
      withNode(
        ["--dev", "--one", "--fast-runtime", ...alone, ...withMetrics(port)],
        signal,
        async ({ process: child, rpc }) => {
          // When it wakes it makes the block that is due: now and then it is stopped in the middle of that, and now and
          // then it runs until it has said how it is. Its figures are not asked for: the event loop's begin anew with each
          // reader, and the rules' would see none.
          for (let turn = 0; !signal.aborted; turn++) {
            child.kill("SIGSTOP");
            await sleep(2700);
            child.kill("SIGCONT");
            if (turn % 2 === 0) await sleep(5 + Math.random() * 15);
            else await Promise.race([rpc("system_health").catch(() => {}), sleep(5000)]);
          }
        },
      ),
  },
  {
    job: "behind",
    what: "its peers have blocks, and do not hand them out",
    alerts: ["NodeBehind"],
    async cause(port, signal) {
      const peers = await freePort();
      const args = ["--chain", "local", "--fast-runtime", ...alone, ...withMetrics(port)];
      const listen = ["--listen-addr", `/ip4/127.0.0.1/tcp/${peers}`];
      await withNode([...args, ...listen], signal, async (node) => {
        const genesisHash = (await node.rpc("chain_getBlockHash", [0])) as Hex;
        const id = (await node.rpc("system_localPeerId")) as string;
        // Each has to go after a while, since it does not answer: others are there then.
        const one = async (at: number): Promise<void> => {
          await sleep(7000 * at);
          while (!signal.aborted) await boast(`/ip4/127.0.0.1/tcp/${peers}/p2p/${id}`, genesisHash, signal);
        };
        await Promise.all([0, 1, 2].map(one));
      });
    },
  },
];

/** A peer that says it has a thousand blocks and answers no question, until the node has had enough of it. */
async function boast(address: string, genesisHash: Hex, signal: AbortSignal): Promise<void> {
  const peer = await startRawPeer(address);
  const chain = { genesisHash, protocolId: "bittensor" };
  const names = notificationNames(chain, "block-announces");
  const bestHash = toHex(new Uint8Array(32).fill(7));
  const greeting = encodeBlockAnnounceHandshake({ roles: "full", bestNumber: 1000, bestHash, genesisHash });
  try {
    await peer.handle(requestNames(chain, "sync"), () => {});
    await peer.handle(names, (stream) => stream.frame(greeting));
    const stream = await peer.open(names);
    stream.frame(greeting);
    while (!signal.aborted && !stream.ended()) await sleep(1000);
  } catch {
    await sleep(1000);
  } finally {
    await peer.stop();
  }
}
