import type { Chain } from "../../chain/chain.ts";
import { programVersion } from "../../cli/version.ts";
import type { View, Watched } from "../monitoring.ts";
import { createExposition } from "./exposition.ts";
import type { Figure } from "./figure.ts";
import { type ChainSource, chainFigures } from "./figures/chain.ts";
import { grandpaFigures } from "./figures/grandpa.ts";
import { networkFigures, type SyncSource, syncFigures } from "./figures/network.ts";
import { nodeFigures } from "./figures/node.ts";
import { rpcFigures } from "./figures/rpc.ts";
import { startMetricsServer } from "./server.ts";

/** Serves the node's metrics. A part of it that comes later adds its own. */
export async function openMetrics({ config, chain, rpc, started }: Watched): Promise<View> {
  const { name, authority, spec, prometheus } = config;
  if (prometheus === undefined) return { add: () => {}, stop: async () => {} };
  let sync: SyncSource | undefined;
  const figures: Figure[] = [
    ...nodeFigures({ name, version: programVersion(), authority, started }),
    ...chainFigures(chainSource(chain, () => sync?.highest?.())),
    ...(rpc === undefined ? [] : rpcFigures(rpc)),
  ];
  const server = await startMetricsServer(createExposition(figures, spec.id), prometheus, chain.environment.log);
  return {
    add(sources) {
      sync = sources.sync ?? sync;
      for (const figure of [
        ...(sources.network === undefined ? [] : networkFigures(sources.network)),
        ...(sources.sync === undefined ? [] : syncFigures(sources.sync)),
        ...(sources.grandpa === undefined ? [] : grandpaFigures(sources.grandpa)),
      ])
        figures.push(figure);
    },
    stop: server.stop,
  };
}

function chainSource(chain: Chain, highest: () => number | undefined): ChainSource {
  const { database, measures, pool, tasks } = chain;
  return {
    best: () => chain.best().number,
    finalized: () => chain.finalized().number,
    highest,
    leaves() {
      let count = 0;
      const open = [chain.finalized().hash];
      for (let hash = open.pop(); hash !== undefined; hash = open.pop()) {
        const children = database.children(hash);
        if (children.length === 0) count++;
        for (const child of children) open.push(child);
      }
      return count;
    },
    ready: () => pool.status().ready,
    measures,
    tasks,
  };
}
