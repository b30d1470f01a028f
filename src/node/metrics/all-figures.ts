import { createChainMeasures } from "../../chain/measures.ts";
import { createRpcMeter } from "../../rpc/measures.ts";
import type { Figure } from "./figure.ts";
import { chainFigures } from "./figures/chain.ts";
import { grandpaFigures } from "./figures/grandpa.ts";
import { networkFigures, syncFigures } from "./figures/network.ts";
import { nodeFigures } from "./figures/node.ts";
import { rpcFigures } from "./figures/rpc.ts";

const zero = (): number => 0;
const none = (): readonly never[] => [];
const both = () => ({ in: 0, out: 0 });

/** Every figure that a node may show, by the part that it tells of; their sources say nothing. For pages and checks. */
export function allFigures(): Readonly<Record<string, readonly Figure[]>> {
  const heads = { best: zero, finalized: zero, highest: zero, leaves: zero, ready: zero };
  const network = {
    ...{ peers: zero, majorSyncing: () => false, bytes: both, incomingConnections: zero, connectionsOpened: both },
    ...{
      connectionsClosed: none,
      peersConnected: () => ({ opened: 0, closed: 0 }),
      pendingConnections: zero,
      randomQueries: zero,
    },
    ...{ listenAddresses: zero, knownPeers: zero, bannedPeers: zero, streamsOpened: none, streamsClosed: none },
    ...{ notificationSizes: none, requestsAnswered: none, requestsRefused: none, requestsMade: none },
    requestsFailed: none,
  };
  const sync = {
    ...{ peers: zero, queuedBlocks: zero, forkTargets: zero, justifications: none, blocksSubmitted: zero },
    ...{ justificationsSubmitted: zero, transactionsPropagated: zero, gossip: () => ({ registered: 0, expired: 0 }) },
  };
  const votes = () => ({ prevotes: 0, precommits: 0 });
  return {
    "The node": nodeFigures({ name: "", version: "", authority: false, started: 0 }),
    "Chain and transaction pool": chainFigures({
      ...heads,
      measures: createChainMeasures(),
      tasks: { given: 0, begun: 0 },
    }),
    "JSON-RPC": rpcFigures(createRpcMeter(zero)),
    Network: networkFigures(network),
    "Sync and gossip": syncFigures(sync),
    GRANDPA: grandpaFigures({ round: () => 0n, votes, waiting: zero, messages: none }),
  };
}
