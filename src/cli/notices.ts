import type { Input } from "./command.ts";
import { flagOf } from "./option.ts";
import { networkOptions } from "./options/network.ts";
import { devKeyFlags } from "./options/node.ts";
import type { runOptions } from "./options/run.ts";

const keysOf = <T extends object>(of: T): (keyof T)[] => Object.keys(of) as (keyof T)[];

/** One line for each option of the node that has no effect together with the others. */
export function nodeNotices({ values, given }: Input<typeof runOptions>): string[] {
  const forks = values.fork !== undefined;
  const authority = values.validator || values.dev || forks || devKeyFlags.some((name) => values[name]);
  const seals = forks || values.sealing !== undefined;
  const saves = values.state !== undefined || values.dumpState !== undefined;
  const [noAuthority, onlySeals, noLimit, noSave, noFork, noPeers] = [
    "this node is no authority (--validator, --dev or a development key makes it one)",
    "blocks are sealed as --sealing says",
    "without --rpc-rate-limit no calls are counted",
    "without --state or --dump-state nothing is saved",
    "without --fork the chain begins with its genesis",
    "a fork looks for no peers",
  ];
  const vain: [key: keyof typeof values, when: boolean, why: string][] = [
    ["sealing", !authority, noAuthority],
    ["forceAuthoring", !authority, noAuthority],
    ["forceAuthoring", authority && seals, onlySeals],
    ["noGrandpa", !authority, noAuthority],
    ["noGrandpa", authority && seals, onlySeals],
    ["forkBlock", !forks, noFork],
    ["forkCache", !forks, noFork],
    ["forkNetuid", !forks, noFork],
    ["forkPrefetch", !forks, noFork],
    ["forkRate", !forks, noFork],
    ["forkSudo", !forks, noFork],
    ["forkTimeout", !forks, noFork],
    ["drand", forks, "a fork sends no pulses of randomness"],
    ["offchainWorker", forks, "a fork runs no offchain workers"],
    ...keysOf(networkOptions).map((key) => [key, forks, noPeers] as [typeof key, boolean, string]),
    ["runtime", values.engine === "rules", "--engine rules executes blocks by this project's rules"],
    ["offchainWorker", values.offchainWorker !== "never" && !authority, noAuthority],
    ["rpcRateLimitWhitelistedIps", values.rpcRateLimit === undefined, noLimit],
    ["stateInterval", !saves, noSave],
    ["stateBlocks", !saves, noSave],
    ["rpcRateLimitTrustProxyHeaders", values.rpcRateLimit === undefined, noLimit],
  ];
  return vain
    .filter(([key, when]) => when && given.has(key))
    .map(([key, , why]) => `${flagOf(key)}: No effect: ${why}.`);
}
