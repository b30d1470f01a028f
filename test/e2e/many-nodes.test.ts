import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { devAccount } from "../../src/crypto/dev-accounts.ts";
import { peerIdOfSecret } from "../../src/crypto/node-key.ts";
import { ss58Encode } from "../../src/crypto/ss58.ts";
import { type Hex, toHex } from "../../src/lib/bytes.ts";
import { runtimeOfBuild } from "../../src/node/runtime.ts";
import { freePort, type NodeProcess, startNode } from "../support/node-process.ts";
import { signExtrinsic, transfer } from "../support/sign.ts";

const folder = mkdtempSync(join(tmpdir(), "subtensor-many-"));
const program = fileURLToPath(new URL("../../bin/subtensor", import.meta.url));
const chain = ["--chain", "local", "--fast-runtime", "--drand", "offline", "--no-mdns", "--offchain-worker", "never"];

const secretOf = (index: number): string => String(index).padStart(64, "0");
const addressOf = (port: number, index: number): string =>
  `/ip4/127.0.0.1/tcp/${port}/p2p/${peerIdOfSecret(Buffer.from(secretOf(index), "hex"))}`;

interface Head {
  readonly hash: Hex;
  readonly number: number;
}

const numberOf = async (node: NodeProcess, hash: unknown): Promise<number> =>
  Number(((await node.rpc("chain_getHeader", [hash])) as { number: Hex }).number);
async function headOf(node: NodeProcess, method: "chain_getFinalizedHead" | "chain_getBlockHash"): Promise<Head> {
  const hash = (await node.rpc(method)) as Hex;
  return { hash, number: await numberOf(node, hash) };
}
const finalized = (node: NodeProcess): Promise<Head> => headOf(node, "chain_getFinalizedHead");
const best = (node: NodeProcess): Promise<Head> => headOf(node, "chain_getBlockHash");

async function until(condition: () => Promise<boolean>, within: number, what: string): Promise<void> {
  const end = Date.now() + within;
  while (!(await condition())) {
    if (Date.now() > end) throw new Error(`not so within ${within} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

describe("three authorities and a full node", () => {
  const ports: number[] = [];
  const nodes: NodeProcess[] = [];
  const roles = [["--one"], ["--two"], ["--validator", "--name", "Three"], []];

  const start = (index: number): Promise<NodeProcess> =>
    startNode([
      ...chain,
      ...(roles[index] as string[]),
      ...["--base-path", join(folder, String(index)), "--node-key", secretOf(index + 1)],
      ...["--listen-addr", `/ip4/127.0.0.1/tcp/${ports[index]}`],
      ...(index === 0 ? [] : ["--bootnodes", addressOf(ports[0] as number, 1)]),
    ]);
  const all = (): readonly NodeProcess[] => nodes;
  const allFinalized = async (number: number): Promise<boolean> => {
    const heads = await Promise.all(all().map(finalized));
    return heads.every((head) => head.number >= number);
  };

  beforeAll(async () => {
    for (let index = 0; index < roles.length; index++) ports.push(await freePort());
    for (const [type, scheme] of [
      ["aura", "sr25519"],
      ["gran", "ed25519"],
    ] as const) {
      const keys = ["--suri", "//Three", "--key-type", type, "--scheme", scheme];
      execFileSync(program, ["key", "insert", ...keys, "--chain", "local", "--base-path", join(folder, "2")]);
    }
    for (let index = 0; index < roles.length; index++) nodes.push(await start(index));
  }, 60_000);
  afterAll(async () => {
    await Promise.all(nodes.map((node) => node.stop("SIGKILL")));
    rmSync(folder, { recursive: true, force: true });
  });

  it("agree on what is final, and on every block below", async () => {
    await until(() => allFinalized(5), 60_000, "five final blocks everywhere");
    const heads = await Promise.all(all().map(finalized));
    const lowest = Math.min(...heads.map(({ number }) => number));
    for (let number = 0; number <= lowest; number++) {
      const hashes = await Promise.all(all().map((node) => node.rpc("chain_getBlockHash", [number])));
      expect(new Set(hashes).size).toBe(1);
    }
    const authors = await Promise.all(all().map((node) => node.rpc("system_health")));
    for (const health of authors) expect(health).toMatchObject({ isSyncing: false });
  }, 70_000);

  it("pass a transaction on from the full node to an author, and all have it final", async () => {
    const full = nodes[3] as NodeProcess;
    const genesisHash = (await full.rpc("chain_getBlockHash", [0])) as Hex;
    const [alice, bob] = [devAccount("Alice"), devAccount("Bob")];
    const call = transfer(bob.accountId, 1_000_000n);
    const bytes = signExtrinsic(runtimeOfBuild("local"), { call, pair: alice, nonce: 0, genesisHash });
    await full.rpc("author_submitExtrinsic", [toHex(bytes)]);
    const nonce = (node: NodeProcess) => node.rpc("system_accountNextIndex", [ss58Encode(alice.accountId)]);
    await until(
      async () => ((await full.rpc("author_pendingExtrinsics")) as unknown[]).length === 0,
      20_000,
      "in a block",
    );
    const { number } = await best(full);
    await until(() => allFinalized(number), 40_000, "the block final everywhere");
    expect(await Promise.all(all().map(nonce))).toEqual([1, 1, 1, 1]);
  }, 70_000);

  it("go on without one of three, but make nothing final until it is back; nothing is lost", async () => {
    const third = nodes[2] as NodeProcess;
    const before = await finalized(nodes[0] as NodeProcess);
    expect(await third.stop("SIGKILL")).toBeNull();
    // Votes that were under way may still arrive.
    await pause(2000);
    const [stoppedAt, grownFrom] = await Promise.all([
      finalized(nodes[0] as NodeProcess),
      best(nodes[0] as NodeProcess),
    ]);
    await until(
      async () => (await best(nodes[0] as NodeProcess)).number > grownFrom.number + 2,
      20_000,
      "further blocks",
    );
    expect(await finalized(nodes[0] as NodeProcess)).toEqual(stoppedAt);

    nodes[2] = await start(2);
    expect((await finalized(nodes[2])).number).toBeGreaterThanOrEqual(0);
    expect(await nodes[2].rpc("chain_getBlockHash", [before.number])).toBe(before.hash);
    await until(() => allFinalized(grownFrom.number), 30_000, "finality has caught up");
    const hashes = await Promise.all(all().map((node) => node.rpc("chain_getBlockHash", [grownFrom.number])));
    expect(new Set(hashes).size).toBe(1);
  }, 90_000);
});
