import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { ApiPromise, Keyring, WsProvider } from "@polkadot/api";
import { afterAll, expect, it } from "vitest";
import { toHex } from "../../src/lib/bytes.ts";
import { freePort, type NodeProcess, startNode } from "../support/node-process.ts";
import { type CommandResult, runCommand } from "../support/run-command.ts";
import { smallProgram } from "./build.ts";

const program = fileURLToPath(new URL("../../bin/subtensor", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "subtensor-upgrade-tools-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const chain = (name: string): string[] => ["--dev", "--fast-runtime", "--base-path", join(folder, name)];
const start = (name: string, ...more: string[]): Promise<NodeProcess> =>
  startNode([...chain(name), "--sealing", "manual", "--offchain-worker", "never", ...more], { within: 60_000 });
const command = (name: string, ...args: string[]): Promise<CommandResult> =>
  runCommand(program, [name, ...args], { within: 120_000 });

const runtimeAt = async (node: NodeProcess, hash?: unknown): Promise<number> => {
  const version = await node.rpc("state_getRuntimeVersion", hash === undefined ? [] : [hash]);
  return (version as { specVersion: number }).specVersion;
};
const hashAt = async (node: NodeProcess, number: number): Promise<string> =>
  (await node.rpc("chain_getBlockHash", [number])) as string;
const best = (node: NodeProcess): Promise<unknown> => node.rpc("chain_getBlockHash");
const make = async (node: NodeProcess, finalize: boolean, parent?: string): Promise<string> => {
  const made = await node.rpc("engine_createBlock", [true, finalize, ...(parent === undefined ? [] : [parent])]);
  return (made as { hash: string }).hash;
};

let blocks: string[];

/**
 * Blocks 1 to 3 by this project's rules. Block 4 changes to 426 and loses, with the one after it, to a longer branch that
 * does not; block 7 of that changes to 426 again, block 10 to 427, and block 12 is the last. Another node joins then.
 */
it("goes back from a program to the rules in a reorganisation, and is followed by another node", async () => {
  const port = await freePort();
  const node = await start("first", "--listen-addr", `/ip4/127.0.0.1/tcp/${port}`);
  const api = await ApiPromise.create({ provider: new WsProvider(node.url), noInitWarn: true });
  const alice = new Keyring({ type: "sr25519" }).addFromUri("//Alice");
  const setCode = async (specVersion: number): Promise<void> => {
    const call = api.tx.system?.setCode?.(toHex(await smallProgram({ specVersion })));
    if (call === undefined) throw new Error("no System.set_code");
    await api.tx.sudo?.sudoUncheckedWeight?.(call, { refTime: 0, proofSize: 0 }).signAndSend(alice);
  };
  const known = (version: number) =>
    expect.poll(() => api.runtimeVersion.specVersion.toNumber(), { timeout: 20_000 }).toBe(version);
  const told: number[] = [];
  try {
    await api.rpc.state.subscribeRuntimeVersion(({ specVersion }) => void told.push(specVersion.toNumber()));
    for (let count = 0; count < 3; count++) await make(node, true);
    await setCode(426);
    await make(node, false);
    await make(node, false);
    await known(426);
    expect(await runtimeAt(node)).toBe(426);
    let fork = await hashAt(node, 3);
    for (let count = 0; count < 3; count++) fork = await make(node, false, fork);
    expect(await best(node)).toBe(fork);
    expect(await runtimeAt(node)).toBe(425);
    await known(425);
    // The change of the branch that lost waits for a block again.
    for (let count = 0; count < 3; count++) await make(node, true);
    await known(426);
    await setCode(427);
    for (let count = 0; count < 3; count++) await make(node, true);
    await known(427);
    expect(told).toEqual([425, 426, 425, 426, 427]);
    blocks = await Promise.all(Array.from({ length: 13 }, (_, number) => hashAt(node, number)));
    const address = `/ip4/127.0.0.1/tcp/${port}/p2p/${await node.rpc("system_localPeerId")}`;
    const second = await start("second", "--bootnodes", address);
    try {
      await expect.poll(() => best(second), { timeout: 60_000, interval: 500 }).toBe(blocks[12]);
      // A block that comes by itself, of the newest program.
      const next = await make(node, true);
      await expect.poll(() => best(second), { timeout: 30_000, interval: 500 }).toBe(next);
      const versions = [6, 7, 10, 13].map(async (number) => runtimeAt(second, await hashAt(second, number)));
      expect(await Promise.all(versions)).toEqual([425, 426, 427, 427]);
    } finally {
      await second.stop();
    }
  } finally {
    await api.disconnect();
    await node.stop();
  }
}, 300_000);

it("is exported, imported, and checked on both sides of each change", { timeout: 300_000 }, async () => {
  const file = join(folder, "blocks");
  expect((await command("export-blocks", ...chain("first"), "--binary", file)).code).toBe(0);
  const imported = await command("import-blocks", ...chain("third"), "--binary", file);
  expect(imported.stderr).toMatch(/Imported 13 blocks, 0 were known\. Best: #13 /);
  for (const number of [7, 8, 10, 11]) {
    const { code, stderr } = await command("check-block", String(number), ...chain("third"));
    expect([code, stderr]).toEqual([0, expect.not.stringContaining("subtensor:")]);
  }
});

it("is reverted to before it, and goes on by the rules of then", { timeout: 300_000 }, async () => {
  const { stderr } = await command("revert", "7", ...chain("first"));
  expect(stderr).toMatch(/Reverted 7 blocks\. Best: #6 /);
  const node = await start("first");
  try {
    expect(await runtimeAt(node)).toBe(425);
    const next = await make(node, true);
    expect(await node.rpc("chain_getHeader", [next])).toMatchObject({ number: "0x7" });
    expect(await node.rpc("state_getStorage", ["0x3a636f6465", blocks[6]])).toMatch(/^0x[0-9a-f]{8}$/);
    const call = ["NeuronInfoRuntimeApi_get_neurons_lite", "0x0100"];
    expect(await node.rpc("state_call", [...call, next])).toMatch(/^0x/);
  } finally {
    await node.stop();
  }
});
