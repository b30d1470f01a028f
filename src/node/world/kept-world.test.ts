import { mkdirSync, readdirSync, readFileSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { devNode, testDirectory } from "../testing/dev-node.ts";

const manual = ["--sealing", "manual"];
const world = ["--world", "empty"];
const said = "what is kept of empty is not used, and it is built anew";

it("builds a world anew when what is kept of it is damaged, and keeps it again", async () => {
  const base = testDirectory();
  const first = await devNode(join(base, "cache"), ...manual, ...world);
  await first.stop();
  const { number } = first.chain.best();
  const kept = join(base, "cache", "subtensor-ts", "worlds");
  const [name = ""] = readdirSync(kept);
  const whole = readFileSync(join(kept, name));
  const flipped = Buffer.from(whole);
  flipped.writeUInt8(flipped.readUInt8(whole.length >> 1) ^ 1, whole.length >> 1);
  const damaged: readonly (readonly [kind: string, bytes: Uint8Array])[] = [
    ["cut", whole.subarray(0, 300)],
    ["cut", new Uint8Array(0)],
    ["damaged", flipped],
    ["foreign", Buffer.from("a letter".repeat(100))],
  ];
  for (const [kind, bytes] of damaged) {
    writeFileSync(join(kept, name), bytes);
    const node = await devNode(join(base, "cache"), ...manual, ...world);
    expect(node.lines.join("")).toContain(`${said}: the state file ${join(kept, name)} is ${kind}`);
    expect(node.chain.best().number).toBe(number);
    await node.stop();
  }
  const last = await devNode(join(base, "cache"), ...manual, ...world);
  expect(last.lines.join("")).toContain(`Loaded block #${number}`);
  await last.stop();
  // A file that somebody names is another matter.
  truncateSync(join(kept, name), 300);
  await expect(devNode(join(base, "cache"), ...manual, "--load-state", join(kept, name))).rejects.toThrow(
    "is not whole",
  );
});

it("builds a world anew when the database that it is kept in is damaged", async () => {
  const base = testDirectory();
  const first = await devNode(join(base, "cache"), ...manual, ...world, "--base-path", join(base, "first"));
  await first.stop();
  const kept = join(base, "cache", "subtensor-ts", "worlds");
  const loaded = join(kept, `${readdirSync(kept)[0]}.db`);
  mkdirSync(loaded);
  writeFileSync(join(loaded, "CURRENT"), "MANIFEST-000002\n");
  const node = await devNode(join(base, "cache"), ...manual, ...world, "--base-path", join(base, "second"));
  expect(node.lines.join("")).toContain(said);
  expect(node.chain.best().number).toBe(first.chain.best().number);
  expect(readdirSync(kept)).toHaveLength(1);
});

it("goes on without a place to keep a world in", async () => {
  // Node's recursive mkdir never returns there.
  const node = await devNode("/proc/nope", ...manual, ...world);
  expect(node.lines.join("")).toContain("the world is not kept for the next start: the directory /proc/nope");
  expect(node.lines.join("")).toContain("choose another with XDG_CACHE_HOME");
});

it("begins in 1970 when sealed by command, whoever built the world before", async () => {
  const cache = join(testDirectory(), "cache");
  const times: number[] = [];
  for (const sealing of ["3600000", "manual", "manual", "3600000"]) {
    const node = await devNode(cache, "--sealing", sealing, ...world);
    times.push(Number((await node.dev?.time())?.next));
    await node.stop();
  }
  const [first = 0, built = 0, kept, again = 0] = times;
  expect([first, again].every((time) => time > 1.7e12)).toBe(true);
  expect(built).toBeLessThan(1e8);
  expect(kept).toBe(built);
  expect(readdirSync(join(cache, "subtensor-ts", "worlds"))).toHaveLength(2);
});
