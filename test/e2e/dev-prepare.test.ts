import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Hex, keyToHex, type StateKey } from "../../src/lib/bytes.ts";
import { storage } from "../../src/runtime/pallets/subtensor/storage.ts";
import { freePort, type NodeProcess, startNode } from "../support/node-process.ts";
import { type CommandResult, runCommand } from "../support/run-command.ts";

const script = fileURLToPath(new URL("../../scripts/dev-prepare.ts", import.meta.url));
const prepare = (...args: string[]): Promise<CommandResult> => runCommand(process.execPath, [script, ...args]);

let node: NodeProcess;
beforeAll(async () => {
  node = await startNode(["--dev", "--fast-runtime", "--tmp"]);
});
afterAll(() => node?.stop());

const stored = (entry: { readonly key: StateKey }): Promise<unknown> =>
  node.rpc("state_getStorage", [keyToHex(entry.key)]) as Promise<Hex | null>;

it("sets what a chain and a subnet need, and says so", async () => {
  expect(await stored(storage.AdminFreezeWindow)).not.toBe("0x0000");
  const { code, stdout, stderr } = await prepare("--url", node.url, "1");
  expect(stderr).toBe("");
  expect(code).toBe(0);
  expect(stdout).toContain("subnet 1: weights rate limit 0");
  expect(stdout).toMatch(/set in block \d+ by sudo as Alice/);
  expect(await stored(storage.AdminFreezeWindow)).toBe("0x0000");
  expect(await stored(storage.StakeThreshold)).toBe("0x0000000000000000");
  expect(await stored(storage.CommitRevealWeightsEnabled.at(1))).toBe("0x00");
  expect(await stored(storage.WeightsSetRateLimit.at(1))).toBe("0x0000000000000000");
  expect(await stored(storage.SubtokenEnabled.at(1))).toBe("0x01");
  expect(await stored(storage.SubnetEmissionEnabled.at(1))).toBe("0x01");
});

it("says in one line what it cannot do", async () => {
  const port = await freePort();
  expect(await prepare("--url", node.url, "77")).toEqual({
    code: 1,
    stdout: "",
    stderr: "dev:prepare: there is no subnet 77 on this chain: register it first\n",
  });
  expect(await prepare("--url", `ws://127.0.0.1:${port}`)).toEqual({
    code: 1,
    stdout: "",
    stderr: `dev:prepare: nothing answers at ws://127.0.0.1:${port}: start a chain first, with: npm start\n`,
  });
  for (const [args, message] of [
    [["two"], /^dev:prepare: not the netuid of a subnet: 'two'.*\n$/],
    [["--port", "1"], /^dev:prepare: Unknown option '--port'.*Usage: .*\n$/],
  ] as const) {
    const { code, stderr } = await prepare(...args);
    expect(code).toBe(2);
    expect(stderr).toMatch(message);
  }
}, 60_000);
