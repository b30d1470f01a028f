import { randomInt } from "node:crypto";
import type { Chain } from "../../chain/chain.ts";
import { verifyVote } from "../../chain/finality/verify-vote.ts";
import { programVersion } from "../../cli/version.ts";
import { peerIdOfSecret } from "../../crypto/node-key.ts";
import type { Hex } from "../../lib/bytes.ts";
import type { Libp2pNetwork } from "../../network/libp2p/network.ts";
import { encodeBlockAnnounceHandshake } from "../../network/messages/block-announce-handshake.ts";
import type { Network, PeerId } from "../../network/network.ts";
import { createBlockAnswers } from "../../sync/answers/block-answers.ts";
import { createSync, type Sync } from "../../sync/sync.ts";
import type { NodeConfig } from "../config.ts";
import type { SessionKeys } from "../session-keys.ts";
import { createGrandpaDriver, type GrandpaDriver } from "./grandpa-driver.ts";

import { listenAddresses } from "./listen-addresses.ts";
import { peerListener } from "./peer-listener.ts";
import { peerStore } from "./peer-store.ts";
import { createSyncDriver } from "./sync-driver.ts";
import { blockReader, syncView } from "./sync-view.ts";
import { createTransactionsDriver } from "./transactions-driver.ts";

/** The node among its peers. */
export interface PeerToPeer {
  readonly localPeer: PeerId;
  /** Undefined until the network has started. */
  readonly network: Libp2pNetwork | undefined;
  readonly sync: Sync;
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
  let network: Libp2pNetwork | undefined;
  let stopped = false;
  const there = (): Network => {
    if (network === undefined) throw new Error("the network has not started");
    return network;
  };

  const sync = createSync(syncView(chain, new Set((spec.badBlocks ?? []) as Hex[])), {
    ...options,
    mode: { type: "full" },
  });
  const syncDriver = createSyncDriver(chain, there, sync);
  const transactions = createTransactionsDriver(chain, there, sync.isMajorSyncing);
  const { finality } = chain;
  const grandpa =
    finality === undefined || !config.grandpa
      ? undefined
      : createGrandpaDriver({
          chain,
          finality,
          network: there,
          keys: config.authority ? keys : noKeys,
          verify: verifyVote,
          random,
          wanted: (block) => syncDriver.feed({ type: "want-block", block, peers: [] }),
          announce(hash) {
            const header = api.header(hash);
            if (header !== undefined) syncDriver.feed({ type: "announce", hash, header: header.encoded, best: false });
          },
          fault,
        });
  const listener = peerListener({
    sync: syncDriver.feed,
    transactions: transactions.feed,
    grandpa: grandpa ?? silent,
    answers: {
      sync: createBlockAnswers(blockReader(chain), options.peers.in + options.peers.out + options.peers.inLight),
    },
  });

  const greet = (): void => {
    const best = chain.best();
    network?.setHandshake(
      "block-announces",
      encodeBlockAnnounceHandshake({
        roles: role,
        bestNumber: best.number,
        bestHash: best.hash,
        genesisHash: api.genesisHash,
      }),
    );
  };
  const stopGreeting = api.events.onBest(greet);

  const start = async (): Promise<void> => {
    const { createLibp2pNetwork } = await import("../../network/libp2p/network.ts");
    const made = await createLibp2pNetwork(
      {
        key: secret,
        listen: await listenAddresses(options, log),
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
    localPeer: peerIdOfSecret(secret),
    get network() {
      return network;
    },
    sync,
    grandpa,
    start,
    async stop() {
      stopped = true;
      stopGreeting();
      syncDriver.stop();
      transactions.stop();
      grandpa?.stop();
      await network?.stop();
    },
  };
}

/** A node that only follows. */
const noKeys: Pick<SessionKeys, "grandpa" | "signGrandpa"> = { grandpa: () => [], signGrandpa: () => undefined };

const silent = { opened() {}, closed() {}, message() {} };
