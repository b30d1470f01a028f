import type { Chain } from "../../chain/chain.ts";
import { programVersion } from "../../cli/version.ts";
import type { Hex } from "../../lib/bytes.ts";
import type { Libp2pNetwork } from "../../network/libp2p/network.ts";
import { encodeBlockAnnounceHandshake } from "../../network/messages/block-announce-handshake.ts";
import type { Network } from "../../network/network.ts";
import { createBlockAnswers } from "../../sync/answers/block-answers.ts";
import { createSync, type Sync } from "../../sync/sync.ts";
import type { NodeConfig } from "../config.ts";
import { nodeSecret } from "./node-secret.ts";
import { peerListener } from "./peer-listener.ts";
import { peerStore } from "./peer-store.ts";
import { createSyncDriver } from "./sync-driver.ts";
import { blockReader, syncView } from "./sync-view.ts";
import { createTransactionsDriver } from "./transactions-driver.ts";

/** The node among its peers. */
export interface PeerToPeer {
  /** Undefined until the network has started. */
  readonly network: Libp2pNetwork | undefined;
  readonly sync: Sync;
  /** Loads the network, begins to listen and to look for peers. @throws UserError */
  start(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Puts the parts together that speak with peers. The libraries of the network take long to load: `start` does that, once
 * the node has made or seen its first block.
 */
export function createPeerToPeer(config: NodeConfig, chain: Chain): PeerToPeer {
  const { network: options, spec, paths } = config;
  const { environment, api } = chain;
  const { log } = environment;
  const role = config.authority ? "authority" : "full";
  const secret = nodeSecret(options.key, paths.nodeKey);
  let network: Libp2pNetwork | undefined;
  let stopped = false;
  const there = (): Network => {
    if (network === undefined) throw new Error("the network has not started");
    return network;
  };

  const sync = createSync(syncView(chain, new Set((spec.badBlocks ?? []) as Hex[])), { ...options, mode: { type: "full" } });
  const syncDriver = createSyncDriver(chain, there, sync);
  const transactions = createTransactionsDriver(chain, there, sync.isMajorSyncing);
  const listener = peerListener({
    sync: syncDriver.feed,
    transactions: transactions.feed,
    grandpa: { opened() {}, closed() {}, message() {} },
    answers: { sync: createBlockAnswers(blockReader(chain), options.peers.in + options.peers.out + options.peers.inLight) },
  });

  const greet = (): void => {
    const best = chain.best();
    network?.setHandshake(
      "block-announces",
      encodeBlockAnnounceHandshake({ roles: role, bestNumber: best.number, bestHash: best.hash, genesisHash: api.genesisHash }),
    );
  };
  const stopGreeting = api.events.onBest(greet);

  const start = async (): Promise<void> => {
    const { createLibp2pNetwork } = await import("../../network/libp2p/network.ts");
    const made = await createLibp2pNetwork(
      {
        key: secret,
        listen: options.listen,
        publicAddresses: options.publicAddresses,
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
        log,
        now: environment.now,
        after: environment.after,
        store: peerStore(paths, log),
      },
      listener,
    );
    if (stopped) return;
    network = made;
    greet();
    await made.start();
  };

  return {
    get network() {
      return network;
    },
    sync,
    start,
    async stop() {
      stopped = true;
      stopGreeting();
      syncDriver.stop();
      transactions.stop();
      await network?.stop();
    },
  };
}
