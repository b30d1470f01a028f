import { choice, flag, list, text } from "../option.ts";

/** The chain and the place of its data: every command on a chain has these. */
export const chainOptions = {
  chain: text("CHAIN_SPEC", "The chain: dev, local, or the path of a chain specification (JSON, plain or raw)."),
  dev: flag(
    "The development chain: --chain dev, blocks authored with One's key, RPC open to every origin, and a temporary directory unless --base-path is given.",
  ),
  fastRuntime: flag(
    "The local rules, those of the official localnet image: blocks every 250 ms, short tempos and delays, the faucet call, no limit on subnet creation.",
    { conflicts: ["powFaucet"] },
  ),
  powFaucet: flag(
    "The pow-faucet rules, those of the official localnet image with False: blocks every 12 s and the delays of production, the faucet call, no limit on subnet creation.",
    { conflicts: ["fastRuntime"] },
  ),
  drand: choice(
    ["public", "offline"],
    "public",
    "The randomness beacon: drand's quicknet over the internet, or a beacon that the chain's own nodes make, which gives the chain another genesis. A chain whose genesis has that beacon is given its pulses without this option too.",
  ),
  lightClientFacade: flag(
    "A genesis that light clients can follow: its :code is a small program that answers them instead of a placeholder, which gives the chain another genesis.",
  ),
  runtime: text(
    "FILE",
    "A genesis with this program in :code, which executes the chain's blocks and makes the genesis state of a plain specification; it gives the chain another genesis, and excludes the options of this project's rules. On the node see --engine too.",
    { check: async (path) => void (await import("../program-file.ts")).executorOfFile(path as string) },
  ),
  basePath: text("PATH", "The directory of all data.", { short: "d" }),
};

/** The lines of the log. */
export const logOptions = {
  log: list(
    "LOG_PATTERN",
    "The log filter: a level (off, error, warn, info, debug, trace) for every target, or target=level, comma-separated; the longest target that fits decides.",
    { short: "l" },
  ),
  detailedLogOutput: flag(
    "Log lines have milliseconds, level and target, as they also have when more than info is logged.",
  ),
  logFormat: choice(
    ["human", "json"],
    "human",
    "The form of the log: lines as the original writes them, or one JSON object a line with time, level, target and message.",
  ),
  disableLogColor: flag("Log lines have no colours."),
  enableLogReloading: flag("The RPC methods system_addLogFilter and system_resetLogFilter change the log filter."),
  tracingTargets: text("TARGETS", "The targets of the original's profiling.", { idle: "inside" }),
  tracingReceiver: choice(["log"], "log", "The receiver of the original's profiling.", { idle: "inside" }),
};

export const sharedOptions = { ...chainOptions, ...logOptions };
