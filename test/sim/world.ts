import type { PeerId } from "../../src/network/network.ts";
import { createRandom, seedOf } from "../fuzz/random.ts";
import { corrupt } from "./byzantine/corrupt.ts";
import { type Checks, createChecks } from "./checks.ts";
import { createDisk } from "./disk.ts";
import { genesisContent } from "./genesis.ts";
import { authorityKeys } from "./keys.ts";
import { createKnownSignatures } from "./known-signatures.ts";
import { type Machine, type RunningNode, startNode } from "./node.ts";
import type { Plan } from "./plan.ts";
import { createSchedule, type Schedule } from "./schedule.ts";
import { type ChangingWeather, createWeather } from "./weather.ts";
import { createWire, type Wire } from "./wire.ts";

/** The machines of a run, the nodes on them, and what can be done to both. */
export interface World {
  readonly schedule: Schedule;
  readonly weather: ChangingWeather;
  readonly wire: Wire;
  readonly checks: Checks;
  /** All nodes by their names, and those that do nothing wrong. */
  readonly peers: readonly PeerId[];
  readonly honest: readonly PeerId[];
  /** Undefined while it does not run. */
  node(peer: PeerId): RunningNode | undefined;
  machine(peer: PeerId): Machine;
  /** ms since the run began. */
  elapsed(): number;
  /** The power of a machine goes. @param cut which part of what was not synced is on the disk, 0 to 1 */
  kill(peer: PeerId, cut: number): void;
  /** Starts a node that does not run. */
  start(peer: PeerId): void;
  fillDisk(peer: PeerId): void;
  freeDisk(peer: PeerId): void;
  moveClock(peer: PeerId, by: number): void;
  /** How often nodes were killed, and stopped by themselves. */
  readonly counts: { kills: number; stops: number; doubleVotes: number };
}

/** The beginning of every run: ms since 1970. */
const beginning = 1_700_000_000_000;

/** @param print the node whose log is printed */
export async function createWorld(plan: Plan, print?: PeerId): Promise<World> {
  const { seed, nodes: count, authorities, byzantine } = plan;
  const content = await genesisContent(authorities);
  const schedule = createSchedule(beginning);
  const elapsed = (): number => schedule.now() - beginning;
  const weather = createWeather(createRandom(seedOf(seed, 1)));
  const known = createKnownSignatures();
  const names = Array.from({ length: count }, (_, number) =>
    number < authorities ? `authority-${number}` : `full-${number}`,
  );
  const placeOf = new Map(names.map((name, number) => [name, number]));
  const wire = createWire({ schedule, random: createRandom(seedOf(seed, 2)), weather }, (peer) =>
    (plan.neighbours[placeOf.get(peer) ?? 0] ?? []).map((number) => names[number] as string),
  );
  const machines = new Map<PeerId, Machine>(
    names.map((peer, number) => {
      const random = createRandom(seedOf(seed, 3, number));
      const disk = createDisk(schedule, content, {
        latency: () => 1 + random.below(random.chance(5) ? 300 : 12),
        lies: plan.disksLie ?? false,
        outsideHeap: plan.disksOutsideHeap ?? false,
      });
      const keys = number < authorities ? authorityKeys(number) : undefined;
      return [
        peer,
        {
          ...{
            peer,
            disk,
            keys,
            warps: plan.late.get(number)?.warps ?? false,
            takesBlocks: plan.wholeBlocks.has(number),
            skew: random.between(-500, 500),
            random,
          },
        },
      ];
    }),
  );
  const running = new Map<PeerId, RunningNode>();
  const starting = new Map<PeerId, number>();
  const full = new Set<PeerId>();
  const counts = { kills: 0, stops: 0, doubleVotes: 0 };
  const honest = names.filter((_, number) => !byzantine.has(number));
  let starts = 0;

  const machine = (peer: PeerId): Machine => machines.get(peer) as Machine;
  const checks = createChecks(elapsed);
  /** Voting twice is for those who do wrong on purpose. */
  const honestKeys = honest.map((peer) => machine(peer).keys?.grandpa.publicKey);
  const isOurs = (text: string): boolean =>
    !/voted twice/.test(text) ||
    text.includes("This node") ||
    honestKeys.some((key) => key !== undefined && text.includes(key));

  const stop = (peer: PeerId): void => {
    starting.delete(peer);
    running.get(peer)?.kill();
    running.delete(peer);
  };

  const begin = async (peer: PeerId, own: number): Promise<void> => {
    const isHonest = honest.includes(peer);
    const kinds = byzantine.get(placeOf.get(peer) ?? 0) ?? [];
    const random = createRandom(seedOf(seed, 4, own));
    try {
      const node = await startNode({
        ...{ machine: machine(peer), schedule, wire, known, gossipDuration: plan.gossipDuration },
        ownExecution: plan.ownExecution ?? false,
        corruption:
          kinds.length === 0 ? undefined : corrupt(kinds, { random, peers: names, known, keys: machine(peer).keys }),
        print: peer === print ? (line) => console.log(`[${(elapsed() / 1000).toFixed(3)} s] ${line}`) : undefined,
        complain(text) {
          if (/voted twice/.test(text)) counts.doubleVotes++;
          if (isHonest && isOurs(text)) checks.fail(`${peer}: ${text}`);
        },
        opened(chain) {
          if (isHonest) checks.started(peer, chain);
        },
        fault(error) {
          counts.stops++;
          if (isHonest && !full.has(peer)) checks.fail(`${peer} stops: ${error.stack ?? error.message}`);
          stop(peer);
        },
      });
      if (starting.get(peer) === own) running.set(peer, node);
    } catch (error) {
      if (starting.get(peer) !== own) return;
      starting.delete(peer);
      counts.stops++;
      if (!full.has(peer)) checks.fail(`${peer} does not start: ${error instanceof Error ? error.stack : error}`);
    }
  };

  return {
    ...{ schedule, weather, wire, checks, peers: names, honest, counts, elapsed, machine },
    node: (peer) => running.get(peer),
    kill(peer, cut) {
      if (!starting.has(peer)) return;
      counts.kills++;
      stop(peer);
      machine(peer).disk.crash(cut);
    },
    start(peer) {
      if (starting.has(peer)) return;
      const own = ++starts;
      starting.set(peer, own);
      void begin(peer, own);
    },
    fillDisk(peer) {
      full.add(peer);
      machine(peer).disk.fill();
    },
    freeDisk(peer) {
      full.delete(peer);
      machine(peer).disk.free();
    },
    moveClock(peer, by) {
      machine(peer).skew += by;
    },
  };
}
