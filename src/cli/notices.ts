import type { Input } from "./command.ts";
import { flagOf } from "./option.ts";
import type { DevValues, devOptions } from "./options/dev.ts";
import { networkOptions } from "./options/network.ts";
import { devKeyFlags } from "./options/node.ts";
import type { RunValues, runOptions } from "./options/run.ts";

const keysOf = <T extends object>(of: T): (keyof T)[] => Object.keys(of) as (keyof T)[];

/** One line for each option of the node that has no effect together with the others. */
export function nodeNotices({ values, given }: Input<typeof runOptions>): string[] {
  const forks = values.fork !== undefined;
  const authority = values.validator || values.dev || forks || devKeyFlags.some((name) => values[name]);
  const seals = forks || values.sealing !== undefined;
  const [noAuthority, onlySeals, noPeers] = [
    "this node is no authority (--validator, --dev or a development key makes it one)",
    "blocks are sealed as --sealing says",
    "a fork looks for no peers",
  ];
  const vain: Vain<keyof typeof values>[] = [
    ["sealing", !authority, noAuthority],
    ["forceAuthoring", !authority, noAuthority],
    ["forceAuthoring", authority && seals, onlySeals],
    ["noGrandpa", !authority, noAuthority],
    ["noGrandpa", authority && seals, onlySeals],
    ["drand", forks, "a fork sends no pulses of randomness"],
    ["offchainWorker", forks, "a fork runs no offchain workers"],
    ...keysOf(networkOptions).map((key) => [key, forks, noPeers] as [typeof key, boolean, string]),
    ["offchainWorker", values.offchainWorker !== "never" && !authority, noAuthority],
  ];
  return told([...vain, ...inVain(values)], given);
}

/** The same for the `dev` command. */
export function devNotices({ values, given }: Input<typeof devOptions>): string[] {
  return told(inVain(values), given);
}

/** An option that may be given in vain: when, and why. */
type Vain<K extends string> = [key: K, when: boolean, why: string];

function told(vain: readonly Vain<string>[], given: ReadonlySet<string>): string[] {
  return vain
    .filter(([key, when]) => when && given.has(key))
    .map(([key, , why]) => `${flagOf(key)}: No effect: ${why}.`);
}

type Both = Omit<Pick<RunValues, keyof RunValues & keyof DevValues>, "sealing">;

/** What both have whose effect needs another option. */
function inVain(values: Both): Vain<keyof Both>[] {
  const saves = values.state !== undefined || values.dumpState !== undefined;
  const [noFork, noSave, noLimit] = [
    "without --fork the chain begins with its genesis",
    "without --state or --dump-state nothing is saved",
    "without --rpc-rate-limit no calls are counted",
  ];
  const ofFork = [
    ...(["forkBlock", "forkCache", "forkNetuid", "forkPrefetch"] as const),
    ...(["forkRate", "forkSudo", "forkTimeout"] as const),
  ];
  const ofSave = ["stateInterval", "stateBlocks"] as const;
  const ofLimit = ["rpcRateLimitWhitelistedIps", "rpcRateLimitTrustProxyHeaders"] as const;
  return [
    ...ofFork.map((key): Vain<keyof Both> => [key, values.fork === undefined, noFork]),
    ["runtime", values.engine === "rules", "--engine rules executes blocks by this project's rules"],
    ...ofSave.map((key): Vain<keyof Both> => [key, !saves, noSave]),
    ...ofLimit.map((key): Vain<keyof Both> => [key, values.rpcRateLimit === undefined, noLimit]),
  ];
}
