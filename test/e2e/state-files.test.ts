import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it, onTestFinished } from "vitest";
import { openStateFile } from "../../src/state-file/open-state-file.ts";
import { startNode } from "../support/node-process.ts";

const folder = mkdtempSync(join(tmpdir(), "subtensor-state-files-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function start(...args: string[]) {
  const chain = ["--dev", "--fast-runtime", "--drand", "offline", "--try-state"];
  const temporary = join(folder, "temporary");
  mkdirSync(temporary, { recursive: true });
  const node = await startNode([...chain, ...args], { env: { TMPDIR: temporary } });
  onTestFinished(async () => void (await node.stop("SIGKILL")));
  const best = async (): Promise<number> =>
    Number(((await node.rpc("chain_getHeader")) as { number: string } | undefined)?.number);
  const until = async (number: number): Promise<void> => {
    while ((await best()) < number) await new Promise((resolve) => setTimeout(resolve, 50));
  };
  return { node, until, temporary };
}

it("a chain with Aura goes on from a file that a signal had it write, and finalizes", async () => {
  const file = join(folder, "a.state");
  const first = await start("--state", file, "--state-blocks");
  await first.until(4);
  expect(await first.node.stop("SIGTERM")).toBe(0);
  expect(readdirSync(first.temporary)).toEqual([]);
  const saved = await openStateFile(file);
  await saved.close();
  const { number, hash } = saved.head.block;
  const second = await start("--state", file, "--state-interval", "1");
  await second.until(number + 4);
  expect(await second.node.rpc("chain_getBlockHash", [0])).toBe(saved.head.genesis.hash);
  expect(await second.node.rpc("chain_getBlockHash", [number])).toBe(hash);
  // The state of a block before the file's can be asked for, since the file has its blocks.
  expect(
    await second.node.rpc("state_getRuntimeVersion", [await second.node.rpc("chain_getBlockHash", [2])]),
  ).toBeDefined();
  const finalized = (await second.node.rpc("chain_getFinalizedHead")) as string;
  const header = (await second.node.rpc("chain_getHeader", [finalized])) as { number: string };
  expect(Number(header.number)).toBeGreaterThan(number);
  expect(await second.node.stop("SIGINT")).toBe(0);
  const again = await openStateFile(file);
  await again.close();
  expect(again.head.block.number).toBeGreaterThanOrEqual(number + 4);
});

it("a chain that cannot be saved is kept, and said to be: exit code 1", async () => {
  const place = join(folder, "gone");
  mkdirSync(place);
  const { node, until, temporary } = await start("--dump-state", join(place, "a.state"));
  await until(2);
  rmSync(place, { recursive: true });
  expect(await node.stop("SIGTERM")).toBe(1);
  const base = /the chain was not saved: .*ENOENT.*; it is kept: start again with --base-path (\S+)\n/.exec(
    node.log(),
  )?.[1];
  expect(base?.startsWith(temporary)).toBe(true);
  expect(existsSync(`${base}`)).toBe(true);
  const next = await start("--base-path", `${base}`);
  await next.until(3);
  expect(await next.node.stop()).toBe(0);
});
