import { choice, flag, list, text } from "../option.ts";

/** Which chain, and where its data lies: every command has these. */
export const chainOptions = {
  chain: text("CHAIN_SPEC", "The chain: dev, local, or the path of a chain specification (JSON, plain or raw)."),
  dev: flag(
    "The development chain: --chain dev, authoring with One's key, RPC for all origins, data that is thrown away at the end unless --base-path is given.",
  ),
  fastRuntime: flag(
    "Runs the local configuration, as the official localnet image is built: blocks every 250 ms, short tempos and delays, the faucet call, no limit on subnet creation.",
  ),
  drand: choice(
    ["public", "offline"],
    "public",
    "The randomness beacon: drand's quicknet over the internet, or one of the chain's own, made by its nodes, which gives the chain another genesis.",
  ),
  basePath: text("PATH", "The directory that holds all data.", { short: "d" }),
};

/** What is written to the log. */
export const logOptions = {
  log: list(
    "LOG_PATTERN",
    "What to log: a level (off, error, warn, info, debug, trace), or target=level, comma-separated; the longest target that fits decides.",
    {
      short: "l",
    },
  ),
  detailedLogOutput: flag(
    "Adds milliseconds, level and target to each log line, as it also is when more than info is logged.",
  ),
  logFormat: choice(
    ["human", "json"],
    "human",
    "The form of the log: lines as the original writes them, or one JSON object a line with time, level, target and message.",
  ),
  disableLogColor: flag("Logs without colours."),
  enableLogReloading: flag("Lets the RPC methods system_addLogFilter and system_resetLogFilter change the log."),
  tracingTargets: text("TARGETS", "Targets to trace.", { idle: "never" }),
  tracingReceiver: text("RECEIVER", "Where traces go.", { idle: "never" }),
};

export const sharedOptions = { ...chainOptions, ...logOptions };
