import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ApiPromise, Keyring, WsProvider } from "@polkadot/api";
import { afterAll, beforeAll, expect, it } from "vitest";
import { toHex } from "../../src/lib/bytes.ts";
import { type NodeProcess, startNode } from "../support/node-process.ts";
import { smallProgram } from "./build.ts";

const base = mkdtempSync(join(tmpdir(), "subtensor-upgrade-"));
const start = (): Promise<NodeProcess> =>
  startNode(["--dev", "--fast-runtime", "--sealing", "100", "--base-path", base], { within: 30_000 });

let node: NodeProcess;
let api: ApiPromise;
const alice = new Keyring({ type: "sr25519" }).addFromUri("//Alice");
beforeAll(async () => {
  node = await start();
  api = await ApiPromise.create({ provider: new WsProvider(node.url), noInitWarn: true });
}, 60_000);
afterAll(async () => {
  await api.disconnect();
  await node.stop();
  rmSync(base, { recursive: true, force: true });
});

const spec = async (hash?: unknown): Promise<number> =>
  ((await node.rpc("state_getRuntimeVersion", hash === undefined ? [] : [hash])) as { specVersion: number })
    .specVersion;

/** Makes a program the runtime by sudo, and waits until a block was executed by it. @returns the block that changed it */
async function upgrade(program: Uint8Array, to: number): Promise<string> {
  const call = api.tx.system?.setCode?.(toHex(program));
  if (call === undefined) throw new Error("no System.set_code");
  const weight = { refTime: 0, proofSize: 0 };
  const changed = await new Promise<string>((resolve, reject) => {
    api.tx.sudo
      ?.sudoUncheckedWeight?.(call, weight)
      .signAndSend(alice, ({ status, isError }) => {
        if (isError) reject(new Error(status.type));
        if (status.isFinalized) resolve(status.asFinalized.toHex());
      })
      .catch(reject);
  });
  await expect.poll(() => spec(), { timeout: 10_000 }).toBe(to);
  const number = (await api.rpc.chain.getHeader()).number.toNumber();
  const later = async () => (await api.rpc.chain.getHeader()).number.toNumber();
  await expect.poll(later, { timeout: 10_000 }).toBeGreaterThan(number + 2);
  return changed;
}

it("goes from this project's rules to a program, to the next, and back over a revert, with clients connected", async () => {
  const told: number[] = [];
  await api.rpc.state.subscribeRuntimeVersion(({ specVersion }) => {
    told.push(specVersion.toNumber());
  });
  expect(await spec()).toBe(425);

  const first = await upgrade(await smallProgram({ specVersion: 426 }), 426);
  const header = await api.rpc.chain.getHeader(first);
  expect(header.digest.logs.some((log) => log.isRuntimeEnvironmentUpdated)).toBe(true);
  // A client that was connected before signs for the new version.
  await api.tx.system?.remark?.("0x00").signAndSend(alice);
  const nonce = async () => Number(await api.call.accountNonceApi?.accountNonce?.(alice.address));
  await expect.poll(nonce, { timeout: 10_000 }).toBe(2);

  const second = await upgrade(await smallProgram({ specVersion: 427, versionSection: false }), 427);
  expect(await spec(first)).toBe(426);
  expect(await spec(header.parentHash.toHex())).toBe(425);
  expect(told).toEqual([425, 426, 427]);
  // Its own rules answer for a block of the past.
  expect(
    await node.rpc("state_call", ["NeuronInfoRuntimeApi_get_neurons_lite", "0x0100", header.parentHash.toHex()]),
  ).toMatch(/^0x/);
  await expect(node.rpc("state_call", ["NeuronInfoRuntimeApi_get_neurons_lite", "0x0100", second])).rejects.toThrow(
    "Exported method NeuronInfoRuntimeApi_get_neurons_lite is not found",
  );
  // A block that is not what its header says: the program's last words are in the answer, and in the log.
  const block = `0x${"00".repeat(32)}04${"00".repeat(66)}`;
  await expect(node.rpc("state_call", ["Core_execute_block", block, second])).rejects.toThrow(
    "Client error: Execution failed: Execution aborted due to trap: wasm trap: wasm `unreachable` instruction executed\\nthe block is not what its header says",
  );
  expect(node.log()).toContain("the block is not what its header says");

  await node.stop();
  node = await start();
  expect(await spec()).toBe(427);
}, 120_000);
