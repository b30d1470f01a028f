// Hostile peers without end: workerData has whom they attack. Tells what each did.
import { setTimeout as sleep } from "node:timers/promises";
import { parentPort, workerData } from "node:worker_threads";
import { createRandom, type Random, seedOf } from "../fuzz/random.ts";
import { forgeries } from "./forged-blocks.ts";
import { announceForged, type InsiderReport, lieAboutHeight, relayForged } from "./insiders.ts";
import { manners } from "./manners.ts";
import type { Target } from "./target.ts";

export interface Attack {
  readonly seed: number;
  readonly author: Target;
  readonly follower: Target;
  /** Attacks nodes that join, which are told of one after the other, and nobody else. */
  readonly joiners: boolean;
}

/** What was done: a way to be a bad peer with its outcome. */
export type Done = { readonly what: string; readonly failed?: string } & Partial<InsiderReport>;

const { seed, author, follower, joiners } = workerData as Attack;
let joiner: Target | undefined;
parentPort?.on("message", (target: Target) => {
  joiner = target;
});
// What goes wrong on this side is meant to.
for (const event of ["uncaughtException", "unhandledRejection"]) process.on(event, () => {});
setInterval(() => {}, 1_000);

/** A manner may hang on a node that does not answer it: that is not waited for. */
const patience = 120_000;

const names = [...Object.keys(manners), ...Object.keys(forgeries).map((what) => `block: ${what}`), "height"];

async function attack(random: Random): Promise<Done> {
  if (joiners) {
    while (joiner === undefined) await sleep(200);
    const [from, at] = [random.pick(author.addresses), random.pick(joiner.addresses)];
    return relayForged(author, from, joiner, at, random);
  }
  const target = random.chance(75) ? author : follower;
  const address = random.pick(target.addresses);
  const what = random.pick(names);
  const manner = manners[what];
  if (manner !== undefined) {
    await manner(target, address, random);
    return { what };
  }
  if (what === "height") return lieAboutHeight(target, address, random);
  return announceForged(target, address, random, what.slice("block: ".length));
}

for (let turn = 0; ; turn++) {
  const random = createRandom(seedOf(seed, turn));
  const done = await Promise.race([
    attack(random).catch((error: unknown): Done => ({ what: "without effect", failed: String(error).slice(0, 100) })),
    sleep(patience).then((): Done => ({ what: "without an end", failed: "hangs" })),
  ]);
  parentPort?.postMessage(done);
}
