import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { devAccount } from "../../src/crypto/dev-accounts.ts";
import { ss58Encode } from "../../src/crypto/ss58.ts";
import { fromHex, type Hex, keyToHex } from "../../src/lib/bytes.ts";
import { createChainTypes } from "../../src/metadata/chain-types.ts";
import { smallProgramFile } from "../options/small-program.ts";
import { startManual } from "../support/manual-node.ts";
import type { NodeProcess } from "../support/node-process.ts";

const folder = mkdtempSync(join(tmpdir(), "fork-prefetch-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const address = ss58Encode(devAccount("Alice").publicKey);

/** What each key that begins so has, as a node tells it. */
async function contentOf(node: NodeProcess, prefix: Hex): Promise<[string, unknown][]> {
  const keys = (await node.rpc("state_getKeysPaged", [prefix, 1000])) as string[];
  return Promise.all(keys.map(async (key) => [key, await node.rpc("state_getStorage", [key])] as [string, unknown]));
}

it("brings a subnet, an account and a pallet in few requests, which are there without the node", async () => {
  const remote = await startManual("--dev", "--fast-runtime", "--drand", "offline");
  await remote.rpc("dev_registerNeuron", [
    { netuid: 1, coldkey: address, hotkey: ss58Encode(devAccount("Bob").publicKey) },
  ]);
  const cache = ["--fork-cache", join(folder, "cache")];
  const fork = await startManual("--fork", remote.url, ...cache, "--fork-prefetch", "subnet:1", "pallet:Balances");
  const asked = (await fork.rpc("dev_prefetch", [`account:${address}`])) as { keys: number; requests: number };
  expect(asked.keys).toBeGreaterThan(0);
  expect(asked.requests).toBeLessThan(12);
  expect(await fork.rpc("dev_prefetch", [[`account:${address}`, "subnet:1"]])).toEqual({ keys: 0, requests: 0 });
  await expect(fork.rpc("dev_prefetch", ["subnet:70000"])).rejects.toThrow(/'subnet:70000' is not subnet:NETUID/);

  const types = createChainTypes(fromHex((await remote.rpc("state_getMetadata")) as Hex));
  const key = (pallet: string, name: string, ...keys: unknown[]): Hex => keyToHex(types.storageKey(pallet, name, keys));
  const walked = ["Uids", "Keys", "BlockAtRegistration"].map((name) => key("SubtensorModule", name, 1));
  const single = ["Tempo", "SubnetOwner", "NetworksAdded"].map((name) => key("SubtensorModule", name, 1));
  const owned = [key("System", "Account", address), key("SubtensorModule", "OwnedHotkeys", address)];
  const read = [...single, ...owned, key("Balances", "TotalIssuance")];
  const valueOf = (node: NodeProcess, of: Hex): Promise<unknown> => node.rpc("state_getStorage", [of]);
  const contents = await Promise.all(walked.map((prefix) => contentOf(remote, prefix)));
  const values = await Promise.all(read.map((of) => valueOf(remote, of)));
  await remote.stop();
  expect(contents.flat().length).toBeGreaterThan(2);
  expect(values).not.toContain(null);
  for (const [index, prefix] of walked.entries()) expect(await contentOf(fork, prefix)).toEqual(contents[index]);
  for (const [index, of] of read.entries()) expect(await valueOf(fork, of)).toBe(values[index]);
  expect(await fork.stop()).toBe(0);
  expect(fork.log()).toMatch(/prefetched \d+ keys in \d+ requests/);
}, 60_000);

it("goes by the metadata of a program, and says what has no subnets", async () => {
  const remote = await startManual("--dev", "--runtime", await smallProgramFile(426));
  const fork = await startManual("--fork", remote.url, "--fork-cache", join(folder, "program"));
  const outcome = await fork.rpc("dev_prefetch", ["subnet:1"]).catch((error: Error) => error.message);
  expect(JSON.stringify(outcome)).toMatch(/no items that are kept by subnet|"keys":\d/);
  expect(await fork.rpc("dev_prefetch", ["pallet:System"])).toMatchObject({ requests: expect.any(Number) });
}, 60_000);

it("asks for nothing where the chain has its whole state", async () => {
  const node = await startManual("--dev", "--fast-runtime", "--drand", "offline");
  expect(await node.rpc("dev_prefetch", ["subnet:1"])).toEqual({ keys: 0, requests: 0 });
}, 30_000);
