import type { Chain } from "../chain/chain.ts";
import type { RpcMeasures } from "../rpc/measures.ts";
import type { NodeConfig } from "./config.ts";
import type { GrandpaSource } from "./metrics/figures/grandpa.ts";
import type { NetworkSource, SyncSource } from "./metrics/figures/network.ts";

/** When it is loaded, ms: so long after the first block of this run, or after a start that makes none. */
const [afterBlock, afterStart] = [60, 600];

/** Parts of the node that come up later than the chain, as metrics and telemetry see them. */
export interface Sources {
  readonly network?: NetworkSource;
  readonly sync?: SyncSource;
  readonly grandpa?: GrandpaSource;
}

/** What is watched. */
export interface Watched {
  readonly config: NodeConfig;
  readonly chain: Chain;
  /** Absent when there is no JSON-RPC. */
  readonly rpc: RpcMeasures | undefined;
  /** This node's id in the network. */
  peerId(): string;
  /** ms since 1970. */
  readonly started: number;
}

/** A view of the node for others: metrics, telemetry. */
export interface View {
  add(sources: Sources): void;
  stop(): Promise<void>;
}

export interface Monitoring {
  /** Shows a part of the node, too. */
  add(sources: Sources): void;
  stop(): Promise<void>;
}

/**
 * Opens the views that the configuration asks for: the metrics for Prometheus, telemetry. They are loaded after the first
 * block: until then the start has better things to do.
 */
export function startMonitoring(watched: Watched): Monitoring {
  const { config, chain } = watched;
  const { after, log } = chain.environment;
  const views: View[] = [];
  const sources: Sources[] = [];
  let stopped = false;
  let opened = false;
  let opening: Promise<unknown> = Promise.resolve();

  const open = async (load: () => Promise<(watched: Watched) => Promise<View>>): Promise<void> => {
    const view = await (await load())(watched);
    if (stopped) return view.stop();
    views.push(view);
    for (const source of sources) view.add(source);
  };
  const openAll = (): void => {
    if (stopped || opened) return;
    opened = true;
    const loading: Promise<void>[] = [];
    if (config.prometheus !== undefined)
      loading.push(open(async () => (await import("./metrics/metrics.ts")).openMetrics));
    if (config.telemetry.length > 0)
      loading.push(open(async () => (await import("./telemetry/telemetry.ts")).openTelemetry));
    opening = Promise.all(loading).catch((error: unknown) => {
      log.error("monitoring", `cannot be opened: ${error instanceof Error ? error.stack : error}`);
    });
  };

  let cancel = after(afterStart, openAll);
  const unsubscribe = chain.api.events.onImported(() => {
    unsubscribe();
    cancel();
    cancel = after(afterBlock, openAll);
  });
  return {
    add(source) {
      sources.push(source);
      for (const view of views) view.add(source);
    },
    async stop() {
      stopped = true;
      unsubscribe();
      cancel();
      await opening;
      await Promise.all(views.map((view) => view.stop()));
    },
  };
}
