import { createRandom, seedOf } from "../fuzz/random.ts";
import { hasItsRoot } from "./checks.ts";
import { createCommands } from "./commands.ts";
import { faults } from "./faults.ts";
import { createHeadTable } from "./heads.ts";
import { type Plan, planOf, type Size } from "./plan.ts";
import { createSizes } from "./sizes.ts";
import { createWorld, type World } from "./world.ts";

/** What came of a run. */
export interface Outcome {
  readonly plan: Plan;
  /** What did not hold; empty when all is well. */
  readonly broken: readonly string[];
  /** Best and final height at the end. */
  readonly best: number;
  readonly finalized: number;
  /** How long after the end of the faults all honest nodes had made final what was best then, ms. */
  readonly agreedAfter: number | undefined;
  /** What happened, by name. */
  readonly counts: Readonly<Record<string, number>>;
  readonly events: number;
  /** Why honest nodes banned honest nodes, and when: ms since the run began. */
  readonly honestBans: Readonly<Record<string, readonly number[]>>;
  /** How long blocks took from their author to each other honest node: the middle and the 95th of a hundred, ms. */
  readonly delay: { readonly middle: number; readonly late: number };
  /** The most that any honest node held of each kind. */
  readonly sizes: Readonly<Record<string, number>>;
  /** A fingerprint of all that happened: the same seed and program, the same text. */
  readonly fingerprint: string;
  /** Heads by slot, of the last part. */
  readonly heads: string;
}

const slot = 12_000;

/** Runs what a seed says, and checks what must hold. */
export function runSeed(seed: number, size: Size): Promise<Outcome> {
  return runPlan(planOf(seed, size), { log: size.log });
}

/** Who watches a run. */
export interface Watcher {
  /** The node whose log is printed. */
  readonly log?: string | undefined;
  /** Called after each simulated hour. */
  readonly hour?: (hours: number) => void;
}

const hour = 3_600_000;

export async function runPlan(plan: Plan, watcher: Watcher = {}): Promise<Outcome> {
  const { seed } = plan;
  const world = await createWorld(plan, watcher.log);
  const { schedule, checks, peers, honest, node, elapsed } = world;
  const begun = schedule.now();
  const table = createHeadTable(world);
  const sizes = createSizes();
  for (const [number, peer] of peers.entries()) {
    const arrival = plan.late.get(number);
    if (arrival === undefined) world.start(peer);
    else schedule.after(arrival.at, () => world.start(peer));
  }
  const commands = createCommands(world, createRandom(seedOf(seed, 5)));
  for (const { at, authorities, delay } of plan.changes)
    schedule.after(at, () => commands.changeAuthorities(authorities, delay));
  const { transfers } = plan;
  if (transfers !== undefined) {
    schedule.after(transfers, function again() {
      commands.transfer();
      schedule.after(transfers, again);
    });
  }

  const { hour: tell } = watcher;
  if (tell !== undefined)
    schedule.after(hour, function passed() {
      tell(Math.round(elapsed() / hour));
      schedule.after(hour, passed);
    });
  schedule.after(0, function note() {
    table.note();
    for (const peer of honest) {
      const running = node(peer);
      for (const size of running === undefined ? [] : sizes.look(running)) checks.fail(`${peer} holds ${size}`);
    }
    schedule.after(slot, note);
  });
  for (const { kind, from, to, seed: own } of plan.faults) {
    schedule.after(from, () => {
      const end = faults[kind](world, createRandom(own), to - from);
      schedule.after(to - from, end);
    });
  }
  await schedule.runUntil(begun + plan.faultsEnd);
  await schedule.runUntil(begun + plan.faultsEnd + 1000);
  const down = peers.filter((peer) => node(peer) === undefined);
  for (const peer of down) checks.fail(`${peer} does not run though all faults ended`);

  const target = Math.max(...honest.map((peer) => node(peer)?.chain.best().number ?? 0));
  const agree = (): boolean => honest.every((peer) => (node(peer)?.chain.finalized().number ?? 0) >= target);
  let agreedAfter: number | undefined;
  while (elapsed() < plan.end && checks.broken.length === 0) {
    await schedule.runUntil(schedule.now() + 1000);
    if (agreedAfter === undefined && agree()) agreedAfter = elapsed() - plan.faultsEnd;
    if (agreedAfter === undefined && elapsed() >= plan.end)
      checks.fail(`#${target}, the best block when the faults ended, is not final everywhere`);
  }
  checkChains(world);
  const chains = honest.flatMap((peer) => node(peer)?.chain ?? []);
  return {
    plan,
    broken: checks.broken,
    best: Math.max(...chains.map((chain) => chain.best().number), 0),
    finalized: checks.highest,
    agreedAfter,
    counts: { ...world.counts, ...world.wire.counts, transactions: commands.sent, ...checks.counts },
    events: schedule.events,
    honestBans: bansOf(world, begun),
    sizes: sizes.most,
    delay: delayOf(checks.delays),
    fingerprint: `${schedule.events} ${JSON.stringify(world.wire.counts)} ${chains.map((chain) => chain.best().hash).join(" ")}`,
    heads: table.text(40),
  };
}

function delayOf(delays: readonly number[]): Outcome["delay"] {
  const sorted = delays.toSorted((a, b) => a - b);
  const at = (percent: number): number => sorted[Math.floor((sorted.length * percent) / 100)] ?? 0;
  return { middle: at(50), late: at(95) };
}

function bansOf({ wire, honest }: World, begun: number): Record<string, number[]> {
  const reasons: Record<string, number[]> = {};
  for (const { by, peer, reason, at } of wire.bans) {
    if (!honest.includes(by) || !honest.includes(peer)) continue;
    reasons[reason] ??= [];
    reasons[reason].push(at - begun);
  }
  return reasons;
}

/** The states of heads have the roots that their headers name, and no block below a downloaded one is missing. */
function checkChains({ honest, node, checks }: World): void {
  for (const peer of honest) {
    const chain = node(peer)?.chain;
    if (chain === undefined) continue;
    const gap = chain.database.gap();
    if (gap !== undefined) checks.fail(`${peer}: blocks ${gap.first} to ${gap.last} are missing`);
    for (const { hash, number } of [chain.best(), chain.finalized()])
      if (!hasItsRoot(chain, hash))
        checks.fail(`${peer}: the state of #${number} ${hash} has another root than its header`);
  }
}
