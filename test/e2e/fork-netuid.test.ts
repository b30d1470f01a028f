import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, it, onTestFinished } from "vitest";
import { fromHex, type Hex, hexToKey } from "../../src/lib/bytes.ts";
import { type ChainTypes, createChainTypes } from "../../src/metadata/chain-types.ts";
import { runtimeOfBuild } from "../../src/node/runtime.ts";
import { violations } from "../../src/runtime/try-state.ts";
import type { ParentState } from "../../src/storage/state/parent-state.ts";
import { smallProgramFile } from "../options/small-program.ts";
import { startFork } from "../support/fork-node.ts";
import { proxyOf } from "../support/fork-remotes.ts";
import { type NodeProcess, startNode } from "../support/node-process.ts";
import { runCommand } from "../support/run-command.ts";

const program = fileURLToPath(new URL("../../bin/subtensor", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "fork-netuid-"));
const netuid = 3;
/** A chain with eight subnets, whose epochs come every few blocks. */
let remote: NodeProcess;
let types: ChainTypes;

beforeAll(async () => {
  remote = await startNode(["dev", "--world", "market", "--sealing", "manual"], {
    within: 60_000,
    env: { XDG_CACHE_HOME: join(folder, "worlds") },
  });
  await remote.rpc("dev_newBlock", [{ count: 20 }]);
  types = createChainTypes(fromHex((await remote.rpc("state_getMetadata")) as Hex));
}, 90_000);
afterAll(async () => {
  await remote?.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** The items of other subnets than root and the one, each as often as it is among some raw keys. */
function cutItems(keys: readonly Hex[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const key of keys) {
    const described = types.describeKey(hexToKey(key));
    if (described === undefined) continue;
    const { pallet, item, keys: parts } = described;
    const ofSubnet = types.item(pallet, item).keyTypes[0] === "u16" && parts[0] !== 0 && parts[0] !== netuid;
    if (ofSubnet) counts.set(item, (counts.get(item) ?? 0) + 1);
  }
  return counts;
}

const storage = async (node: NodeProcess, item: string, ...keys: unknown[]): Promise<unknown> =>
  node.rpc("dev_getStorage", ["SubtensorModule", item, keys]);

it("works with one subnet, and reads nothing of the others", async () => {
  const asked: Hex[] = [];
  const url = await proxyOf(remote.url, {
    ask(text) {
      const message = JSON.parse(text);
      for (const { method, params } of Array.isArray(message) ? message : [message])
        if (method === "state_getReadProof") asked.push(...(params[0] as Hex[]));
      return text;
    },
  });
  const base = join(folder, "base");
  const args = ["--fork", url, "--fork-netuid", String(netuid), "--base-path", base, "--sealing", "manual"];
  const fork = await startNode(args);
  onTestFinished(async () => void (await fork.stop("SIGKILL")));
  expect(await fork.rpc("dev_getStorage", ["SubtensorModule", "TotalNetworks", []])).toBe(2);
  const before = (await storage(fork, "LastEpochBlock", netuid)) as number;
  await fork.rpc("dev_newBlock", [{ count: 30 }]);
  expect((await storage(fork, "LastEpochBlock", netuid)) as number).toBeGreaterThan(before);
  expect(await storage(fork, "NetworksAdded", 1)).toBe(false);
  const cut = cutItems(asked);
  expect(asked.length).toBeGreaterThan(100);
  // The list of subnets is walked, and each block clears this one.
  for (const walked of ["NetworksAdded", "SubnetRootSellTao"]) cut.delete(walked);
  // Of other items only the key that a walk over root's or the subnet's own ends at.
  for (const [item, count] of cut) expect([item, count <= 2]).toEqual([item, true]);
  // A subnet of a number whose old state is still there would be none of its own.
  const Alice = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY";
  await expect(fork.rpc("dev_registerSubnet", [{ coldkey: Alice, hotkey: Alice }])).rejects.toThrow(
    /SubNetRegistration/,
  );
  expect(await fork.stop()).toBe(0);
  expect(fork.log()).toMatch(/cut to subnet 3, without 7 others; \d+ keys of it in \d+ requests/);

  const again = await startNode(args);
  onTestFinished(async () => void (await again.stop("SIGKILL")));
  await again.rpc("engine_createBlock", [true, true]);
  expect(await again.rpc("dev_getStorage", ["SubtensorModule", "TotalNetworks", []])).toBe(2);
  expect(await again.stop()).toBe(0);
  const { stderr } = await runCommand(program, [...args.map((word) => (word === "3" ? "4" : word)), "--rpc-port", "0"]);
  expect(stderr).toMatch(/the fork was cut to subnet 3: give another --base-path/);
}, 90_000);

it("starts again without the node, from the cache", async () => {
  const url = await proxyOf(remote.url, {});
  const args = ["--fork", url, "--fork-cache", join(folder, "offline"), "--fork-netuid", "3", "--sealing", "manual"];
  const first = await startNode(args);
  onTestFinished(async () => void (await first.stop("SIGKILL")));
  await first.rpc("dev_newBlock", [{ count: 3 }]);
  expect(await first.stop()).toBe(0);
  const head = /--fork-block (0x[0-9a-f]{64})/.exec(first.log())?.[1] as string;
  const second = await startNode(["--fork", "ws://127.0.0.1:9", "--fork-block", head, ...args.slice(2)]);
  onTestFinished(async () => void (await second.stop("SIGKILL")));
  await second.rpc("dev_newBlock", [{ count: 3 }]);
  expect(await second.stop()).toBe(0);
  expect(second.log()).toMatch(/cut to subnet 3, without 7 others; 0 keys of it in 0 requests/);
}, 60_000);

it("keeps every invariant but those that look for what the others left", async () => {
  const file = join(folder, "market.state");
  await remote.rpc("dev_dump", [file]);
  const node = await startFork(file, "--fork-netuid", String(netuid), "--sealing", "manual");
  const runtime = runtimeOfBuild("local");
  const stateOf = (hash: Hex): ParentState => node.chain.database.stateAt(hash) as ParentState;
  const broken = new Set<string>();
  for (let count = 0; count < 25; count++) {
    const before = node.chain.best().hash;
    await node.dev?.newBlocks({ count: 1 });
    const found = violations(runtime, stateOf(node.chain.best().hash), stateOf(before));
    for (const { pallet, invariant } of found) broken.add(`${pallet}: ${invariant}`);
  }
  expect([...broken].sort()).toEqual([
    "Commitments: Space is used on subnets that exist.",
    "SubtensorModule: Lists are of mechanisms that exist.",
    "SubtensorModule: Nothing is left of subnets that are gone.",
    "SubtensorModule: Rows are of mechanisms that exist.",
    "SubtensorModule: The TAO of a subnet is on its account.",
    "Swap: Pools are those of subnets that exist.",
  ]);
}, 90_000);

it("is refused where there is no such subnet, or no subnets", async () => {
  const cache = ["--fork-cache", join(folder, "cache")];
  const none = ["--fork", remote.url, ...cache, "--fork-netuid", "77", "--no-prometheus", "--rpc-port", "0"];
  const { code, stderr } = await runCommand(program, none);
  expect(code).toBe(1);
  expect(stderr).toMatch(/the forked chain has no subnet 77 to be cut to: it has 1, 2, 3, 4, 5, 6, 7, 8$/m);
  const other = await startNode(["--dev", "--runtime", await smallProgramFile(426), "--sealing", "manual"]);
  onTestFinished(async () => void (await other.stop("SIGKILL")));
  const without = ["--fork", other.url, ...cache, "--fork-netuid", "1", "--no-prometheus", "--rpc-port", "0"];
  expect((await runCommand(program, without)).stderr).toMatch(
    /has no subnet 1 to be cut to: it has none|cannot be cut to a subnet/,
  );
}, 60_000);
