import { once } from "node:events";
import { afterEach, beforeEach, expect, it, onTestFinished, vi } from "vitest";
import { type WebSocket, WebSocketServer } from "ws";
import type { SealingApi } from "../../chain/api.ts";
import type { Chain } from "../../chain/chain.ts";
import { silentLog } from "../../chain/environment.ts";
import { startSealing } from "../../chain/sealing.ts";
import { signed, testChain, transfer } from "../../chain/testing/chain.ts";
import { settle, type TestClock, testClock } from "../../chain/testing/clock.ts";
import type { NodeConfig } from "../config.ts";
import type { View, Watched } from "../monitoring.ts";
import { openTelemetry } from "./telemetry.ts";

const start = 1_760_000_000_000;

interface Message {
  readonly id: number;
  readonly ts: string;
  readonly payload: { readonly msg: string; readonly [key: string]: unknown };
}

/** A telemetry server with what came to it. */
interface Listener {
  readonly port: number;
  readonly messages: Message[];
  readonly sockets: Set<WebSocket>;
  close(): Promise<void>;
}

async function listener(port = 0): Promise<Listener> {
  const server = new WebSocketServer({ port, host: "127.0.0.1" });
  const messages: Message[] = [];
  const sockets = new Set<WebSocket>();
  server.on("connection", (socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    socket.on("message", (data) => void messages.push(JSON.parse(String(data)) as Message));
  });
  await once(server, "listening");
  const close = async (): Promise<void> => {
    for (const socket of sockets) socket.terminate();
    await new Promise((resolve) => server.close(resolve));
  };
  onTestFinished(close);
  return { port: (server.address() as { port: number }).port, messages, sockets, close };
}

let clock: TestClock;
let chain: Chain;
let sealing: SealingApi;
let warnings: string[];
beforeEach(async () => {
  warnings = [];
  clock = { ...testClock(start), log: { ...silentLog, warn: (_target, text) => void warnings.push(text) } };
  chain = await testChain(clock, { checkClock: false, seals: "optional", finalizesBest: () => false });
  sealing = startSealing(chain, "manual").api;
});
afterEach(() => vi.restoreAllMocks());

async function open(server: Listener, verbosity = 1): Promise<View> {
  const telemetry = [{ url: `ws://127.0.0.1:${server.port}`, verbosity }];
  const config = { telemetry, name: "told", authority: true, spec: { name: "Bittensor" } } as unknown as NodeConfig;
  const watched: Watched = { config, chain, rpc: undefined, peerId: () => "12D3KooW", started: start };
  const view = await openTelemetry(watched);
  onTestFinished(() => view.stop());
  return view;
}

/** Waits for so many messages and gives their payloads. */
async function payloads({ messages }: Listener, count: number): Promise<Message["payload"][]> {
  const end = Date.now() + 5000;
  while (messages.length < count && Date.now() < end) await new Promise((resolve) => setTimeout(resolve, 5));
  return messages.map(({ payload }) => payload);
}

it("a server hears first who the node is, then every five seconds where its chain stands", async () => {
  const server = await listener();
  await open(server);
  const [greeting] = await payloads(server, 1);
  expect(greeting).toEqual({
    msg: "system.connected",
    name: "told",
    implementation: "Subtensor Node",
    version: expect.any(String),
    config: "",
    chain: "Bittensor",
    genesis_hash: chain.api.genesisHash,
    authority: true,
    startup_time: String(start),
    network_id: "12D3KooW",
    target_os: expect.stringMatching(/linux|macos/),
    target_arch: expect.any(String),
    target_env: expect.any(String),
    sysinfo: expect.objectContaining({ cpu: expect.anything(), memory: expect.any(Number) }),
  });
  expect(server.messages[0]).toMatchObject({ id: 1, ts: "2025-10-09T08:53:20.000Z" });
  const { hash } = await sealing.createBlock({ createEmpty: true, finalize: false });
  await payloads(server, 3);
  await clock.pass(5000);
  expect((await payloads(server, 4)).slice(3)).toEqual([
    {
      msg: "system.interval",
      height: 1,
      best: hash,
      txcount: 0,
      finalized_height: 0,
      finalized_hash: chain.api.genesisHash,
      used_state_cache_size: 0,
    },
  ]);
});

it("it hears of blocks, of what became final and of transactions", async () => {
  const server = await listener();
  await open(server);
  await payloads(server, 1);
  const { hash } = await sealing.createBlock({ createEmpty: true, finalize: true });
  expect((await payloads(server, 4)).slice(1)).toEqual([
    { msg: "prepared_block_for_proposing", number: "1", hash },
    { msg: "block.import", height: 1, best: hash, origin: "Own" },
    { msg: "notify.finalized", height: "1", best: hash },
  ]);
  await chain.pool.submit(signed(chain, "Alice", transfer("Bob", 1_000_000n), 0));
  await clock.pass(1000);
  expect((await payloads(server, 5)).slice(4)).toEqual([{ msg: "txpool.import", ready: 1, future: 0 }]);
});

it("it hears no more than its verbosity", async () => {
  const server = await listener();
  await open(server, 0);
  await payloads(server, 1);
  await sealing.createBlock({ createEmpty: true, finalize: false });
  expect((await payloads(server, 2)).map(({ msg }) => msg)).toEqual(["system.connected", "block.import"]);
});

it("it hears of peers and bandwidth when there is a network, and of every tenth block while the node catches up", async () => {
  const server = await listener();
  const view = await open(server, 0);
  await payloads(server, 1);
  let bytes = { in: 0, out: 0 };
  view.add({ network: { peers: () => 3, majorSyncing: () => true, bytes: () => bytes } });
  bytes = { in: 5000, out: 10_000 };
  await clock.pass(5000);
  const interval = { msg: "system.interval", peers: 3, bandwidth_download: 1000, bandwidth_upload: 2000 };
  expect((await payloads(server, 3))[2]).toEqual(interval);
});

it("a lost connection is made again, and greets again", async () => {
  const first = await listener();
  await open(first);
  await payloads(first, 1);
  await first.close();
  while (warnings.length === 0) await settle();
  expect(warnings).toEqual([`⚠️  Disconnected from ws://127.0.0.1:${first.port}`]);
  await sealing.createBlock({ createEmpty: true, finalize: false });
  const second = await listener(first.port);
  await clock.pass(20_000);
  const told = await payloads(second, 1);
  expect(told[0]?.msg).toBe("system.connected");
  // What happened meanwhile is not told any more.
  expect(second.messages.some(({ payload }) => payload.msg === "block.import")).toBe(false);
});

it("a server that is not there is tried again, with a warning each time", async () => {
  const gone = await listener();
  await gone.close();
  await open(gone);
  for (let tries = 1; tries <= 2; tries++) {
    while (warnings.length < tries) await settle();
    await clock.pass(20_000);
  }
  expect(warnings[0]).toContain(`❌ Error while dialing ws://127.0.0.1:${gone.port}: `);
});
