import { flag, number } from "../option.ts";
import { chainOptions } from "./shared.ts";

/** The rules have a place for no more authorities (`pallet_aura MaxAuthorities`). */
const mostNodes = 32;
/** The last node has a port too. */
const lastPort = 65_535 - (mostNodes - 1);

/** The local network of several processes. */
export const devnetOptions = {
  nodes: number("COUNT", 4, "The number of nodes, each of them an authority.", { min: 1, max: mostNodes }),
  fastRuntime: chainOptions.fastRuntime,
  powFaucet: chainOptions.powFaucet,
  drand: { ...chainOptions.drand, default: "offline" as const },
  basePath: {
    ...chainOptions.basePath,
    doc: "The directory of all data: the chain specification, and a directory for each node.",
  },
  tmp: flag("All data lies in a temporary directory, which is removed at the end.", { conflicts: ["basePath"] }),
  rpcPort: number("PORT", 9944, "The JSON-RPC port of the first node; the next one has the next.", { max: lastPort }),
  port: number("PORT", 30334, "The port for peers of the first node; the next one has the next.", { max: lastPort }),
  prometheusPort: number("PORT", 9615, "The port of the metrics of the first node; the next one has the next.", {
    max: lastPort,
  }),
};
