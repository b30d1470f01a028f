import type { Outcome } from "./run-seed.ts";

const named = (items: readonly string[]): string => (items.length === 0 ? "none" : items.join(", "));

const counted = (counts: Readonly<Record<string, number>>): string =>
  Object.entries(counts)
    .filter(([, count]) => count > 0)
    .map(([name, count]) => `${name} ${count}`)
    .join(", ");

/** Reasons with how often and when. */
const described = (bans: Outcome["honestBans"]): string =>
  Object.entries(bans)
    .map(([reason, times]) => {
      const [first = 0, last = 0] = [times[0], times.at(-1)];
      return `${reason} ${times.length} (${Math.round(first / 1000)} to ${Math.round(last / 1000)} s)`;
    })
    .join(", ");

/** A run in a few lines for people. @param seconds of machine time */
export function describeOutcome(outcome: Outcome, seconds: number): string {
  const { plan, counts, agreedAfter, honestBans } = outcome;
  const { seed, nodes, authorities, faults, byzantine, late, changes } = plan;
  const agreed = agreedAfter === undefined ? "never" : `${(agreedAfter / 1000).toFixed(0)} s after the faults`;
  return [
    `seed ${seed}: ${nodes} nodes, ${authorities} authorities; best ${outcome.best}, final ${outcome.finalized}, agreed ${agreed}; ${seconds.toFixed(1)} s`,
    `  faults: ${named(faults.map(({ kind }) => kind))}`,
    `  lying: ${named([...byzantine].map(([number, kinds]) => `${number} by ${kinds.join(" and ")}`))}; ` +
      `late: ${named([...late].map(([number, { warps }]) => `${number}${warps ? " by warp" : ""}`))}; sets: ${changes.length}; ` +
      `${plan.wholeBlocks.size} take whole blocks, a block reaches others in ${outcome.delay.middle} ms, 95 of 100 in ${outcome.delay.late} ms`,
    `  ${counted(counts)}`,
    `  the most of: ${counted(outcome.sizes)}`,
    ...(Object.keys(honestBans).length === 0 ? [] : [`  honest nodes banned each other: ${described(honestBans)}`]),
  ].join("\n");
}

/** What did not hold, what happened when, and where everybody stood. @param command runs the seed again */
export function describeFailure({ broken, plan, heads }: Outcome, command: string): string {
  const seconds = (ms: number): string => (ms / 1000).toFixed(0).padStart(6);
  return [
    ...broken.map((line) => `FAIL ${line}`),
    ...plan.faults.map(({ kind, from, to }) => `${seconds(from)} to ${seconds(to)} s: ${kind}`),
    ...plan.changes.map(
      ({ at, authorities, delay }) => `${seconds(at)} s: authorities ${authorities.join(", ")} after ${delay} blocks`,
    ),
    ...[...plan.late].map(([number, { at }]) => `${seconds(at)} s: node ${number} comes`),
    heads,
    `again: ${command}`,
  ].join("\n");
}
