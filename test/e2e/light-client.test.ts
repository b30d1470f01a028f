import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { devAccount } from "../../src/crypto/dev-accounts.ts";
import { type Hex, keyToHex, toHex } from "../../src/lib/bytes.ts";
import type { CallValue } from "../../src/runtime/frame/calls.ts";
import { createRuntime, local } from "../../src/runtime/index.ts";
import { storage as system } from "../../src/runtime/pallets/system/storage.ts";
import { changeVoters, faultsOf, knownNodeKey, lightClientSpec, listening } from "../support/light-chain.ts";
import { type LightClient, startLightClient, until } from "../support/light-client.ts";
import { freePort, type NodeProcess, startNode } from "../support/node-process.ts";
import { signExtrinsic, transfer } from "../support/sign.ts";

// The short form of `npm run test:light`, with one authority.
const runtime = createRuntime(local);
const alice = devAccount("Alice");
const bob = devAccount("Bob");
const base = mkdtempSync(join(tmpdir(), "subtensor-light-"));
const within = 30_000;

let spec: string;
let args: string[];
let addresses: { readonly tcp: string; readonly ws: string };
let node: NodeProcess;
let client: LightClient;

beforeAll(async () => {
  spec = await lightClientSpec("dev");
  const { secret, peerId } = knownNodeKey(1);
  const [tcp, ws] = [await freePort(), await freePort()];
  addresses = { tcp: `/ip4/127.0.0.1/tcp/${tcp}/p2p/${peerId}`, ws: `/ip4/127.0.0.1/tcp/${ws}/ws/p2p/${peerId}` };
  args = [
    ...["--dev", "--fast-runtime", "--light-client-facade", "--base-path", base, "--node-key", secret],
    ...["--listen-addr", `/ip4/127.0.0.1/tcp/${tcp}`, "--listen-addr", `/ip4/127.0.0.1/tcp/${ws}/ws`],
  ];
  node = await startNode(args);
  await listening(node);
  client = await startLightClient({ spec, bootNodes: [addresses.ws] });
}, 60_000);
afterAll(async () => {
  await client.stop();
  await node.stop();
  rmSync(base, { recursive: true, force: true });
});

const finalized = (of = client): number => of.finalized.at(-1)?.number ?? 0;
const atLeast = (number: number, of = client): Promise<void> =>
  until(`at final #${number}`, within, () => finalized(of) >= number);

async function send(call: CallValue): Promise<Hex> {
  const genesisHash: Hex = await client.rpc("chain_getBlockHash", 0);
  const nonce: number = await client.rpc("system_accountNextIndex", "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY");
  return client.submit(toHex(signExtrinsic(runtime, { call, pair: alice, nonce, genesisHash })), "finalized", within);
}

describe("smoldot", () => {
  it("follows best and final blocks over WebSocket", async () => {
    await atLeast(3);
    expect(Math.max(...client.best.map(({ number }) => number))).toBeGreaterThanOrEqual(finalized());
  }, 60_000);

  it("has the true version and metadata, and reads what the node has", async () => {
    expect(await client.rpc("state_getRuntimeVersion")).toMatchObject({ specName: "node-subtensor", specVersion: 425 });
    expect((await client.rpc("state_getMetadata")) === (await node.rpc("state_getMetadata"))).toBe(true);
    const key = keyToHex(system.Account.at(bob.accountId).key);
    expect(await client.rpc("state_getStorage", key)).toBe(await node.rpc("state_getStorage", [key]));
  });

  it("sends a transaction, which gets into a block", async () => {
    const block = await send(transfer(bob.accountId, 1_000_000n));
    expect(await node.rpc("chain_getHeader", [block])).not.toBe(null);
    expect(await node.rpc("system_accountNextIndex", ["5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY"])).toBe(1);
  }, 60_000);

  it("goes on when the voters change, and when its peer is started anew", async () => {
    await send(changeVoters([[devAccount("One", "ed25519").publicKey, 5n]], 0));
    await atLeast(finalized() + 12);
    await node.stop();
    node = await startNode(args);
    await atLeast(finalized() + 4);
  }, 120_000);

  it("catches up over TCP by a warp proof, over the change of voters", async () => {
    await atLeast(40);
    const late = await startLightClient({ spec, bootNodes: [addresses.tcp], logLevel: 4 });
    try {
      await atLeast(finalized(), late);
      expect(late.log.some((line) => line.includes("warp-sync-request-success"))).toBe(true);
      expect(await faultsOf("finalized", late.finalized, node, true)).toEqual([]);
    } finally {
      await late.stop();
    }
    expect(await faultsOf("finalized", client.finalized, node, true)).toEqual([]);
  }, 120_000);
});
