import { flag, list, number, text } from "../option.ts";
import { networkOptions } from "./network.ts";
import { databaseOptions } from "./node.ts";
import { chainOptions } from "./shared.ts";

const key = (name: string) =>
  flag(
    `The key ${name} makes blocks on the new chain; the first of those that are given has sudo. //Alice when none is.`,
  );

/** The options of `build-patched-spec`, those of the original. */
export const patchedSpecOptions = {
  chain: text("CHAIN_SPEC", "The chain whose state is taken: the path of a chain specification, dev or local."),
  basePath: text("PATH", "The directory of the chain's data, which stays: the next time only what is new is fetched.", {
    short: chainOptions.basePath.short ?? "d",
  }),
  output: text("FILE", "The chain specification that is written."),
  sync: { ...networkOptions.sync, default: "warp" as const },
  historyBackfill: { ...networkOptions.historyBackfill, default: "skip" as const },
  database: databaseOptions.database,
  rpcPort: number("PORT", 9966, "The port of the RPC while the chain is caught up with.", { max: 65_535 }),
  port: number("PORT", 30_466, "The TCP port for peers.", { max: 65_535 }),
  bootnodes: list("ADDRESS", "The nodes that introduce this one to the network."),
  syncTimeoutSec: number("SECONDS", 7200, "How long catching up may take."),
  syncLagBlocks: number("COUNT", 8, "How many blocks behind its peers the node may be at the end."),
  alice: key("//Alice"),
  bob: key("//Bob"),
  charlie: key("//Charlie"),
};
