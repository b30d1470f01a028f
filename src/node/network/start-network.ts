import { randomInt } from "node:crypto";
import type { Chain } from "../../chain/chain.ts";
import { verifyVote } from "../../chain/finality/verify-vote.ts";
import { programVersion } from "../../cli/version.ts";
import type { WarpStart } from "../../consensus/grandpa/warp-proof.ts";
import { peerIdOfSecret } from "../../crypto/node-key.ts";
import { createSteadyTime } from "../../lib/steady-time.ts";
import { UserError } from "../../lib/user-error.ts";
import type { Libp2pNetwork } from "../../network/libp2p/network.ts";
import type { PeerId } from "../../network/network.ts";
import { createBlockRules } from "../../primitives/block-rules.ts";
import type { SyncMode } from "../../sync/phases.ts";
import { progressOf } from "../../sync/progress.ts";
import type { Sync } from "../../sync/sync.ts";
import type { NodeConfig } from "../config.ts";
import type { PeersStatus } from "../informant.ts";
import type { SessionKeys } from "../session-keys.ts";
import type { GrandpaDriver } from "./grandpa-driver.ts";
import { listenAddresses } from "./listen-addresses.ts";
import { createPeerDrivers, type PeerMeasures } from "./peer-drivers.ts";
import { peerStore } from "./peer-store.ts";
import { warpMode } from "./warp-mode.ts";

/** The node among its peers. */
export interface PeerToPeer {
  readonly localPeer: PeerId;
  /** Undefined until the network has started. */
  readonly network: Libp2pNetwork | undefined;
  readonly sync: Sync;
  readonly measures: PeerMeasures;
  status(): PeersStatus;
  /** Undefined on a chain without voters, or with --no-grandpa. */
  readonly grandpa: GrandpaDriver | undefined;
  /** Loads the network, begins to listen and to look for peers. @throws UserError */
  start(): Promise<void>;
  stop(): Promise<void>;
}

export interface PeerToPeerParts {
  readonly config: NodeConfig;
  readonly chain: Chain;
  /** The 32 secret bytes of the node's identity. */
  readonly secret: Uint8Array;
  readonly keys: SessionKeys;
  /** What the chain cannot go on after. */
  fault(error: unknown): void;
}

/**
 * How the chain is caught up with: by proofs only over a genesis block. Rust: `sc_network_sync::strategy::warp WarpSync::new`.
 * @throws UserError
 */
function syncMode(chain: Chain, { network, spec, sealing }: NodeConfig): SyncMode<WarpStart> {
  if (network.sync === "full") return { type: "full" };
  const mode = sealing === undefined ? warpMode(chain, spec, verifyVote) : undefined;
  if (mode === undefined) {
    throw new UserError(
      "--sync warp needs proofs of finality, which this chain does not have: leave the option out, or --sealing",
    );
  }
  if (chain.best().number === 0) return mode;
  chain.environment.log.error(
    "sync",
    "Can't use warp sync mode with a partially synced database. Reverting to full sync mode.",
  );
  return { type: "full" };
}

/** Whole numbers from 0 to below `limit`, by chance. */
const random = (limit: number): number => randomInt(limit);

/**
 * Puts the parts together that speak with peers. The libraries of the network take long to load: `start` does that, once
 * the node has made or seen its first block.
 */
export function createPeerToPeer({ config, chain, secret, keys, fault }: PeerToPeerParts): PeerToPeer {
  const { network: options, spec, paths } = config;
  const { environment, api } = chain;
  const { log } = environment;
  const role = config.authority ? "authority" : "full";
  const localPeer = peerIdOfSecret(secret);
  let network: Libp2pNetwork | undefined;
  let stopped = false;
  const drivers = createPeerDrivers({
    ...{ chain, role, keys, random, fault },
    network: () => network,
    grandpa: config.grandpa,
    verify: verifyVote,
    blockRules: createBlockRules(spec),
    maxParallelDownloads: options.maxParallelDownloads,
    maxBlocksPerRequest: options.maxBlocksPerRequest,
    mode: syncMode(chain, config),
    backfill: options.backfill,
    slots: options.peers.in + options.peers.out + options.peers.inLight,
  });

  const start = async (): Promise<void> => {
    const { createLibp2pNetwork } = await import("../../network/libp2p/network.ts");
    const { ownPublicAddresses } = await import("../../network/libp2p/given-addresses.ts");
    const made = await createLibp2pNetwork(
      {
        key: secret,
        listen: await listenAddresses(options, log),
        publicAddresses: ownPublicAddresses(options.publicAddresses, localPeer, log),
        bootnodes: options.bootnodes,
        reserved: options.reserved,
        reservedOnly: options.reservedOnly,
        slots: options.peers,
        genesisHash: api.genesisHash,
        forkId: spec.forkId,
        protocolId: spec.protocolId ?? "sup",
        role,
        agent: `Subtensor Node/${programVersion()} (${config.name})`,
        mdns: options.mdns,
        dht: true,
        allowPrivateIp: options.allowPrivateAddresses,
        // Blocks that `--sealing` makes have no seal that others could check.
        blockGossip: options.blockGossip && config.sealing === undefined,
        log,
        // Bans and pauses last as long as they should, whatever the clock is set to.
        now: createSteadyTime(environment.now),
        after: environment.after,
        store: peerStore(paths, log),
      },
      drivers.listener,
    );
    if (stopped) return;
    network = made;
    drivers.greet();
    await made.start();
  };

  return {
    localPeer,
    get network() {
      return network;
    },
    sync: drivers.sync,
    measures: drivers.measures,
    grandpa: drivers.grandpa,
    status() {
      const { bytesIn, bytesOut } = network?.counters ?? { bytesIn: 0, bytesOut: 0 };
      const { sync } = drivers;
      return { peers: network?.peers().length ?? 0, bytesIn, bytesOut, sync: sync.state(), progress: progressOf(sync) };
    },
    start,
    async stop() {
      stopped = true;
      drivers.stop();
      await network?.stop();
    },
  };
}
