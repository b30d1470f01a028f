import { type Hex, utf8 } from "../../../lib/bytes.ts";
import type {
  Answer,
  BlockVerdict,
  NetworkListener,
  NotificationProtocol,
  PeerGreeting,
  PeerId,
  RequestProtocol,
} from "../../network.ts";
import { createLibp2pNetwork, type Libp2pNetwork } from "../network.ts";
import type { Libp2pNetworkOptions } from "../options.ts";

export const testGenesis: Hex = `0x${"11".repeat(32)}`;

/** A node on loopback that writes down what it is told, and answers requests with what they say. */
export interface TestNode extends Libp2pNetwork {
  /** "opened grandpa A", "message transactions B hello" and the like. Peers by the names that `nameOf` gives. */
  readonly told: string[];
  readonly lines: string[];
  readonly saved: string[];
  readonly address: string;
  answer(peer: PeerId, protocol: RequestProtocol, request: Uint8Array): Promise<Answer>;
  admit: NetworkListener["admit"];
  /** What is said of a whole block. Asked with the option `blockGossip` only. */
  block(peer: PeerId, bytes: Uint8Array): Promise<BlockVerdict>;
}

/** Timers of the real clock, which keep no process alive. */
export const after = (milliseconds: number, call: () => void): (() => void) => {
  const timer = setTimeout(call, milliseconds).unref();
  return () => clearTimeout(timer);
};

/** A clock and timers that run so many times as fast. */
export function fastClock(factor: number) {
  return {
    now: () => Date.now() * factor,
    after: (milliseconds: number, call: () => void) => after(milliseconds / factor, call),
  };
}

/** A started node. @param seed one byte, which the node's key consists of */
export async function startTestNode(seed: number, given: Partial<Libp2pNetworkOptions> = {}): Promise<TestNode> {
  const node = await createTestNode(seed, given);
  await node.start();
  return node;
}

/** @param other who is told instead of the node itself */
export async function createTestNode(
  seed: number,
  given: Partial<Libp2pNetworkOptions> = {},
  other?: NetworkListener,
): Promise<TestNode> {
  const told: string[] = [];
  const lines: string[] = [];
  const saved: string[] = [];
  const line = (level: string) => (target: string, text: string | (() => string)) =>
    void lines.push(`${level} ${target}: ${typeof text === "string" ? text : text()}`);
  const listener: NetworkListener = {
    admit: (peer: PeerId, greeting: PeerGreeting, inbound: boolean) => node.admit(peer, greeting, inbound),
    opened: (peer: PeerId, protocol: NotificationProtocol) => void told.push(`opened ${protocol} ${peer}`),
    closed: (peer: PeerId, protocol: NotificationProtocol) => void told.push(`closed ${protocol} ${peer}`),
    notification: (peer: PeerId, protocol: NotificationProtocol, message: Uint8Array) =>
      void told.push(`message ${protocol} ${peer} ${message.length > 40 ? message.length : Buffer.from(message)}`),
    answer: (peer: PeerId, protocol: RequestProtocol, request: Uint8Array) => node.answer(peer, protocol, request),
    ...(given.blockGossip ? { block: (peer: PeerId, bytes: Uint8Array) => node.block(peer, bytes) } : {}),
  };
  const network = await createLibp2pNetwork(
    {
      key: new Uint8Array(32).fill(seed),
      listen: ["/ip4/127.0.0.1/tcp/0"],
      publicAddresses: [],
      bootnodes: [],
      reserved: [],
      reservedOnly: false,
      slots: { in: 32, out: 8, inLight: 100 },
      genesisHash: testGenesis,
      protocolId: "bittensor",
      role: "full",
      agent: `Subtensor Node/0.1.0 (test ${seed})`,
      mdns: false,
      dht: false,
      allowPrivateIp: true,
      log: { error: line("error"), warn: line("warn"), info: line("info"), debug: line("debug") },
      now: Date.now,
      after,
      store: { saved: undefined, save: (text) => void saved.push(text) },
      ...given,
    },
    other ?? listener,
  );
  const own = {
    told,
    lines,
    saved,
    admit: (() => true) as NetworkListener["admit"],
    answer: async (_: PeerId, protocol: RequestProtocol, request: Uint8Array): Promise<Answer> => ({
      bytes: utf8(`${protocol}:${Buffer.from(request)}`),
    }),
    async block(peer: PeerId, bytes: Uint8Array): Promise<BlockVerdict> {
      told.push(`block ${peer} ${bytes.length}`);
      return "accept";
    },
    get address() {
      return network.listenAddresses()[0] as string;
    },
  };
  const node: TestNode = Object.defineProperties(network, Object.getOwnPropertyDescriptors(own)) as TestNode;
  return node;
}

/** Waits until something holds. @throws when it does not within `milliseconds` */
export async function until(holds: () => boolean, milliseconds = 10_000, what = String(holds)): Promise<void> {
  const end = Date.now() + milliseconds;
  while (!holds()) {
    if (Date.now() > end) throw new Error(`not within ${milliseconds} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
