import type { Random } from "../fuzz/random.ts";
import type { Trouble } from "./weather.ts";
import type { World } from "./world.ts";

/** What goes wrong with machines and lines. */
export const faultKinds = [
  "slow lines",
  "lost messages",
  "doubled messages",
  "disorder",
  "unanswered requests",
  "partition",
  "lonely node",
  "resets",
  "kill",
  "killed again and again",
  "killed while it writes",
  "power failure of many",
  "full disk",
  "clock ahead",
  "clock behind",
] as const;

export type FaultKind = (typeof faultKinds)[number];

/** Lets a fault begin. @param left how long it lasts, ms. Gives what ends it. */
export type Fault = (world: World, random: Random, left: number) => () => void;

/** Trouble on all lines, or on those of some nodes. */
function trouble(world: World, random: Random, what: Omit<Trouble, "concerns">): () => void {
  const struck = new Set(
    random.chance(50) ? world.peers : random.sample(world.peers, random.between(1, world.peers.length)),
  );
  const added: Trouble = { ...what, concerns: (from, to) => struck.has(from) || struck.has(to) };
  world.weather.troubles.add(added);
  return () => void world.weather.troubles.delete(added);
}

function cut(world: World, side: ReadonlySet<string>): () => void {
  const added: Trouble = { cut: true, concerns: (from, to) => side.has(from) !== side.has(to) };
  world.weather.troubles.add(added);
  // A line on which nothing passes is given up after a while.
  const stop = world.schedule.after(20_000, () => {
    for (const [a, b] of world.wire.connections()) if (side.has(a) !== side.has(b)) world.wire.reset(a, b);
  });
  return () => {
    stop();
    world.weather.troubles.delete(added);
  };
}

/** Calls again and again until it is called off. */
function again(world: World, pause: () => number, call: () => void): () => void {
  let stop = world.schedule.after(pause(), function more() {
    call();
    stop = world.schedule.after(pause(), more);
  });
  return () => stop();
}

export const faults: Readonly<Record<FaultKind, Fault>> = {
  "slow lines": (world, random) => trouble(world, random, { slower: random.pick([500, 3000, 15_000]) }),
  "lost messages": (world, random) => trouble(world, random, { lost: random.pick([2, 20, 70]) }),
  "doubled messages": (world, random) => trouble(world, random, { twice: random.pick([10, 60]) }),
  disorder: (world, random) => trouble(world, random, { overtaking: 50, slower: random.pick([200, 2000]) }),
  "unanswered requests": (world, random) => trouble(world, random, { unanswered: random.pick([10, 50, 100]) }),
  partition: (world, random) =>
    cut(world, new Set(random.sample(world.peers, random.between(1, world.peers.length - 1)))),
  "lonely node": (world, random) => cut(world, new Set([random.pick(world.peers)])),
  resets: (world, random) =>
    again(
      world,
      () => 200 + random.below(8000),
      () => {
        const line = random.some(world.wire.connections());
        if (line !== undefined) world.wire.reset(...line);
      },
    ),
  kill(world, random, left) {
    const node = random.pick(world.peers);
    world.kill(node, random.below(1000) / 1000);
    const stop = world.schedule.after(random.below(left), () => world.start(node));
    return () => {
      stop();
      world.start(node);
    };
  },
  "killed again and again"(world, random) {
    const node = random.pick(world.peers);
    const stop = again(
      world,
      () => 50 + random.below(random.chance(50) ? 2000 : 20_000),
      () => {
        world.kill(node, random.below(1000) / 1000);
        world.start(node);
      },
    );
    return () => {
      stop();
      world.start(node);
    };
  },
  "killed while it writes"(world, random) {
    const node = random.pick(world.peers);
    let over = false;
    const next = (): void => {
      if (over) return;
      world.start(node);
      stop = world.schedule.after(500 + random.below(20_000), () =>
        world.machine(node).disk.onWrite(() => {
          // Before, while or after the disk has it.
          stop = world.schedule.after(random.below(15), () => {
            world.kill(node, random.below(1000) / 1000);
            stop = world.schedule.after(random.below(5000), next);
          });
        }),
      );
    };
    let stop = (): void => {};
    next();
    return () => {
      over = true;
      stop();
      world.machine(node).disk.onWrite(() => {});
      world.start(node);
    };
  },
  "power failure of many"(world, random) {
    const struck = random.sample(world.peers, random.between(2, world.peers.length));
    for (const node of struck) world.kill(node, random.below(1000) / 1000);
    return () => {
      for (const node of struck) world.start(node);
    };
  },
  "full disk"(world, random) {
    const node = random.pick(world.peers);
    world.fillDisk(node);
    return () => {
      world.freeDisk(node);
      world.start(node);
    };
  },
  "clock ahead": (world, random) => skew(world, random, random.pick([1_500, 8_000, 30_000, 600_000, 7_200_000])),
  "clock behind": (world, random) => skew(world, random, -random.pick([1_500, 8_000, 30_000, 600_000, 7_200_000])),
};

/** A clock is set wrong, and right again when the fault ends. */
function skew(world: World, random: Random, by: number): () => void {
  const node = random.pick(world.peers);
  world.moveClock(node, by);
  return () => world.moveClock(node, -by);
}
