import type { Input } from "./command.ts";
import { flagOf } from "./option.ts";
import { devKeyFlags } from "./options/node.ts";
import type { runOptions } from "./options/run.ts";

/** One line for each option of the node that has no effect together with the others. */
export function nodeNotices({ values, given }: Input<typeof runOptions>): string[] {
  const authority = values.validator || values.dev || devKeyFlags.some((name) => values[name]);
  const [noAuthority, onlySeals, noLimit] = [
    "this node is no authority (--validator, --dev or a development key makes it one)",
    "blocks are sealed as --sealing says",
    "without --rpc-rate-limit no calls are counted",
  ];
  const vain: [key: keyof typeof values, when: boolean, why: string][] = [
    ["sealing", !authority, noAuthority],
    ["forceAuthoring", !authority, noAuthority],
    ["forceAuthoring", authority && values.sealing !== undefined, onlySeals],
    ["noGrandpa", !authority, noAuthority],
    ["noGrandpa", authority && values.sealing !== undefined, onlySeals],
    ["runtime", values.engine === "rules", "--engine rules executes blocks by this project's rules"],
    ["offchainWorker", values.offchainWorker !== "never" && !authority, noAuthority],
    ["rpcRateLimitWhitelistedIps", values.rpcRateLimit === undefined, noLimit],
    ["rpcRateLimitTrustProxyHeaders", values.rpcRateLimit === undefined, noLimit],
  ];
  return vain
    .filter(([key, when]) => when && given.has(key))
    .map(([key, , why]) => `${flagOf(key)}: No effect: ${why}.`);
}
