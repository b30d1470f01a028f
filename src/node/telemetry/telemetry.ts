import { programVersion } from "../../cli/version.ts";
import { every } from "../../lib/every.ts";
import type { NetworkSource } from "../metrics/figures/network.ts";
import type { View, Watched } from "../monitoring.ts";
import { connectTelemetry } from "./connection.ts";
import { systemInfo, targetInfo } from "./system-info.ts";

/** The original's verbosities: a server gets messages up to the one that it is named with. */
const [substrateInfo, consensusInfo] = [0, 1];
/** ms. Rust: `sc_service::metrics`, `sc_service::builder TELEMETRY_INTERVAL`. */
const [interval, poolInterval] = [5000, 1000];
/** A process has one node, which servers know by this number. */
const id = 1;
/** While it catches up with the chain, one block of so many is told. */
const syncShare = 10;

/** Tells telemetry servers what the node does. Rust: `sc_telemetry`, `sc_service::metrics::MetricsService`. */
export async function openTelemetry({ config, chain, peerId, started }: Watched): Promise<View> {
  const { environment, api, pool, measures } = chain;
  const { after } = environment;
  const wrapped = (payload: object) => ({ id, ts: new Date(environment.now()).toISOString(), payload });
  const greeting = {
    msg: "system.connected",
    name: config.name,
    implementation: "Subtensor Node",
    version: programVersion(),
    config: "",
    chain: config.spec.name,
    genesis_hash: api.genesisHash,
    authority: config.authority,
    startup_time: String(started),
    network_id: peerId(),
    ...targetInfo(),
    sysinfo: systemInfo(),
  };
  const connections = config.telemetry.map((endpoint) => ({
    ...endpoint,
    ...connectTelemetry(endpoint, () => wrapped(greeting), environment),
  }));
  const tell = (level: number, msg: string, values: object): void => {
    for (const { verbosity, send } of connections) if (level <= verbosity) send(wrapped({ msg, ...values }));
  };

  let network: NetworkSource | undefined;
  let told = { at: environment.now(), in: 0, out: 0 };
  const tellNetwork = (source: NetworkSource): void => {
    const bytes = source.bytes?.() ?? { in: 0, out: 0 };
    const now = environment.now();
    const seconds = Math.max(Math.floor((now - told.at) / 1000), 1);
    tell(substrateInfo, "system.interval", {
      peers: source.peers(),
      bandwidth_download: Math.floor((bytes.in - told.in) / seconds),
      bandwidth_upload: Math.floor((bytes.out - told.out) / seconds),
    });
    told = { at: now, ...bytes };
  };
  const stops: (() => void)[] = [];
  const tellInterval = (): void => {
    const [best, finalized] = [chain.best(), chain.finalized()];
    tell(substrateInfo, "system.interval", {
      height: best.number,
      best: best.hash,
      txcount: pool.status().ready,
      finalized_height: finalized.number,
      finalized_hash: finalized.hash,
      used_state_cache_size: 0,
    });
    if (network !== undefined) tellNetwork(network);
  };
  let submitted = measures.pool.submitted;
  const tellPool = (): void => {
    if (measures.pool.submitted === submitted) return;
    submitted = measures.pool.submitted;
    tell(substrateInfo, "txpool.import", pool.status());
  };
  tellInterval();

  /** The block that was made here last: it is the next of its number to be imported. */
  let own: number | undefined;
  let skipped = 0;
  stops.push(
    every(after, interval, tellInterval),
    every(after, poolInterval, tellPool),
    measures.proposals.onPrepared(({ number, hash }) => {
      own = number;
      tell(consensusInfo, "prepared_block_for_proposing", { number: String(number), hash });
    }),
    api.events.onImported(({ hash, isNewBest }) => {
      const height = api.header(hash)?.number;
      if (!isNewBest || height === undefined) return;
      const syncing = network?.majorSyncing() === true;
      const origin = height === own ? "Own" : syncing ? "NetworkInitialSync" : "NetworkBroadcast";
      if (origin === "NetworkInitialSync" && ++skipped % syncShare !== 0) return;
      tell(substrateInfo, "block.import", { height, best: hash, origin });
    }),
    api.events.onFinalized(({ hashes }) => {
      const hash = hashes.at(-1);
      const number = hash === undefined ? undefined : api.header(hash)?.number;
      if (number !== undefined) tell(substrateInfo, "notify.finalized", { height: String(number), best: hash });
    }),
  );
  return {
    add(sources) {
      network = sources.network ?? network;
    },
    async stop() {
      for (const stop of stops) stop();
      for (const connection of connections) connection.stop();
    },
  };
}
