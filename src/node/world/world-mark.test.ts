import { randomUUID } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, expect, it } from "vitest";
import { type DevNode, devNode, testDirectory } from "../testing/dev-node.ts";

let base: string;
beforeEach(() => {
  base = testDirectory();
});

/** A development chain in a directory below the base. */
const dev = (directory: string, ...words: string[]): Promise<DevNode> =>
  devNode(join(base, "cache"), "--sealing", "manual", "--base-path", join(base, directory), ...words);

/** Starts and ends one. @returns the number of its best block */
async function once(...args: Parameters<typeof dev>): Promise<number> {
  const node = await dev(...args);
  await node.dev?.newBlocks({ count: 1 });
  await node.stop();
  return node.chain.best().number;
}

function file(text: string): string {
  const path = join(base, `${randomUUID()}.yaml`);
  writeFileSync(path, text);
  return path;
}

const neuron = "subnets: [{ owner: me, validators: [{ hotkey: v, stake: 10 }] }]";

it("builds a world anew where its building was left, and begins no other chain there", async () => {
  // A lock of more than there is fails when most of the world is there.
  const broken = file("subnets: [{ owner: me, validators: [{ hotkey: v, stake: 1, lock: { alpha: 500 } }] }]");
  await expect(dev("a", "--world", broken)).rejects.toThrow(
    /^\/.*\.yaml: subnets\[0\]\.validators\[0\]\.lock: .*InsufficientStakeForLock/,
  );
  await expect(dev("a")).rejects.toThrow(
    /the chain in .*a was left while the world .*\.yaml was built: start with --world, which builds it anew, give/,
  );
  const mine = file(neuron);
  const node = await dev("a", "--world", mine);
  expect(node.lines.join("")).toContain("goes back to block 0, and it is built anew");
  expect(node.lines.join("")).toContain(`${mine} was built`);
  const { number } = node.chain.best();
  expect(node.worldAccounts?.accounts[0]?.role).toBe("owner of subnet 1");
  await node.stop();
  // The same as on a directory where nothing was left, and it goes on from there.
  expect(await once("a")).toBe(number + 1);
  expect(await once("a", "--world", mine)).toBe(number + 2);
  expect(await once("b", "--world", mine)).toBe(number + 1);
});

it("goes on with the world that a chain began with, built or kept, and with no other", async () => {
  const mine = file(`name: mine\n${neuron}\n`);
  const first = await once("built", "--world", mine);
  expect(await once("kept", "--world", mine)).toBe(first);
  for (const directory of ["built", "kept"]) {
    expect(await once(directory, "--world", mine)).toBe(first + 1);
    await expect(dev(directory, "--world", "market", "--play")).rejects.toThrow(
      /^the chain in .* began with the world .*\.yaml, not with market: leave --world out to go on with it, give another/,
    );
  }
  writeFileSync(mine, `name: other\n${neuron}\n`);
  await expect(dev("built", "--world", mine)).rejects.toThrow("as it was before the file changed: leave --world out");
});

it("is asked of no chain that began without one, or left it", async () => {
  await once("none");
  await expect(dev("none", "--world", "empty")).rejects.toThrow("began with no world, not with empty: leave");
  const node = await dev("left", "--world", "empty");
  await node.dev?.setHead(1);
  await node.dev?.newBlocks({ count: 30 });
  await node.stop();
  await expect(dev("left", "--world", "empty")).rejects.toThrow(/left its world, which was whole at block \d+, when/);
});

it("is forgotten when the chain begins once more without one", async () => {
  const node = await dev("again", "--world", "empty");
  await node.dev?.setHead(0);
  await node.stop();
  await once("again");
  await expect(dev("again", "--world", "empty")).rejects.toThrow("began with no world");
});
