import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { devAccount } from "../../src/crypto/dev-accounts.ts";
import { peerIdOfSecret } from "../../src/crypto/node-key.ts";
import { keyToHex } from "../../src/lib/bytes.ts";
import { storage as balances } from "../../src/runtime/pallets/balances/storage.ts";
import { storage as sudo } from "../../src/runtime/pallets/sudo/storage.ts";
import { storage as system } from "../../src/runtime/pallets/system/storage.ts";
import { freePort, type NodeProcess, startNode } from "../support/node-process.ts";

const folder = mkdtempSync(join(tmpdir(), "subtensor-patched-"));
const program = fileURLToPath(new URL("../../bin/subtensor", import.meta.url));
const spec = join(folder, "chain.json");
const secret = "7".repeat(64);
const quiet = ["--no-mdns", "--offchain-worker", "never"];

async function until(condition: () => Promise<boolean>, what: string): Promise<void> {
  const end = Date.now() + 20_000;
  while (!(await condition())) {
    if (Date.now() > end) throw new Error(`not so in time: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

const finalized = async (node: NodeProcess): Promise<number> => {
  const header = (await node.rpc("chain_getHeader", [await node.rpc("chain_getFinalizedHead")])) as { number: string };
  return Number(header.number);
};

describe("build-patched-spec", () => {
  let origin: NodeProcess;
  let address: string;
  beforeAll(async () => {
    writeFileSync(spec, execFileSync(program, ["build-spec", "--dev", "--fast-runtime", "--raw"]));
    const port = await freePort();
    address = `/ip4/127.0.0.1/tcp/${port}/p2p/${peerIdOfSecret(Buffer.from(secret, "hex"))}`;
    const place = ["--base-path", join(folder, "origin"), "--node-key", secret];
    origin = await startNode([
      "--chain",
      spec,
      "--one",
      ...place,
      "--listen-addr",
      address.split("/p2p")[0] as string,
      ...quiet,
    ]);
    await until(async () => (await finalized(origin)) > 2, "the chain is final");
  }, 60_000);
  afterAll(async () => {
    await origin?.stop("SIGKILL");
    rmSync(folder, { recursive: true, force: true });
  });

  const build = (output: string, ...more: string[]) => {
    const args = ["--chain", spec, "--base-path", join(folder, "copy"), "--output", output, ...more];
    return spawnSync(program, ["build-patched-spec", ...args, "--rpc-port", "0", "--port", "0"], {
      encoding: "utf8",
      timeout: 60_000,
    });
  };

  it("gives a chain that it caught up with to development keys", async () => {
    const output = join(folder, "out", "patched.json");
    const { status, stderr } = build(output, "--bootnodes", address, "--bob", "--charlie");
    expect([status, stderr]).toEqual([0, expect.stringContaining("for Bob, Charlie")]);
    expect(readdirSync(join(folder, "out"))).toEqual(["patched.json"]);

    const runs = ["--chain", output, ...quiet, "--tmp"];
    const bobPort = await freePort();
    const bobAddress = `/ip4/127.0.0.1/tcp/${bobPort}/p2p/${peerIdOfSecret(Buffer.from(secret, "hex"))}`;
    const listen = ["--listen-addr", `/ip4/127.0.0.1/tcp/${bobPort}`, "--node-key", secret];
    const nodes = await Promise.all([
      startNode([...runs, "--bob", ...listen]),
      startNode([
        ...runs,
        "--charlie",
        "--bootnodes",
        bobAddress,
        "--listen-addr",
        `/ip4/127.0.0.1/tcp/${await freePort()}`,
      ]),
    ]);
    try {
      const [bob] = nodes;
      await until(async () => (await finalized(bob)) > 3, "both vote");
      const value = (key: string) => bob.rpc("state_getStorage", [keyToHex(key)]);
      expect(await bob.rpc("system_chainType")).toBe("Local");
      expect(await value(sudo.Key.key)).toBe(devAccount("Bob").publicKey);
      const account = (await value(system.Account.at(devAccount("Charlie").publicKey).key)) as string;
      // Nonce, consumers, providers, sufficients; then a million TAO.
      expect(account.slice(0, 50)).toBe("0x000000000000000001000000000000000080c6a47e8d0300");
      // What nobody changed is there as it was.
      const before = await origin.rpc("state_getStorage", [
        keyToHex(system.Account.at(devAccount("Two").publicKey).key),
      ]);
      expect(await value(system.Account.at(devAccount("Two").publicKey).key)).toBe(before);
      expect(await value(balances.TotalIssuance.key)).toEqual(expect.any(String));
    } finally {
      await Promise.all(nodes.map((node) => node.stop("SIGKILL")));
    }
  }, 90_000);

  it("says in one line what hinders it, and writes nothing", () => {
    const output = join(folder, "none.json");
    const last = ({ stderr }: { stderr: string }) => stderr.trim().split("\n").at(-1);
    rmSync(join(folder, "copy"), { recursive: true });
    const alone = build(output, "--sync", "full", "--sync-timeout-sec", "1");
    expect([alone.status, last(alone)]).toEqual([1, expect.stringMatching(/not caught up with within 1 s: .*0 peers/)]);
    expect(last(build(join(spec, "x.json")))).toMatch(/is a file: give a directory/);
    expect(existsSync(output)).toBe(false);
  });
});
