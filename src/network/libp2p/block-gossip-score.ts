import type { gossipsub } from "@libp2p/gossipsub";
import { createTopicScoreParams } from "@libp2p/gossipsub/score";
import type { PeerId } from "../network.ts";
import { fatal } from "../peers/changes.ts";

type Options = NonNullable<Parameters<typeof gossipsub>[0]>;

/** What the first wrong block costs; two cost four times as much. */
const wrongBlock = -40;

/** Below these a peer gets no gossip, no blocks, and is not listened to. */
export const gossipThresholds: NonNullable<Options["scoreThresholds"]> = {
  gossipThreshold: -10,
  publishThreshold: -50,
  graylistThreshold: -80,
  acceptPXThreshold: 1000,
  opportunisticGraftThreshold: 1,
};

/** How gossipsub values its peers. docs/decisions/block-gossip.md says why. @param reputation a peer's standing here */
export function gossipScore(topic: string, reputation: (peer: PeerId) => number): NonNullable<Options["scoreParams"]> {
  return {
    // Nothing of a peer near the lowest standing is read.
    appSpecificScore: (peer) => Math.min(0, reputation(peer)) / -fatal,
    appSpecificWeight: 100,
    // Slots decide how many peers there are; many nodes of one machine are no attack.
    IPColocationFactorWeight: 0,
    behaviourPenaltyWeight: -5,
    behaviourPenaltyThreshold: 6,
    behaviourPenaltyDecay: 0.9,
    decayInterval: 1000,
    decayToZero: 0.01,
    retainScore: 3_600_000,
    topicScoreCap: 20,
    topics: {
      [topic]: createTopicScoreParams({
        topicWeight: 1,
        timeInMeshWeight: 0.01,
        timeInMeshQuantum: 1000,
        timeInMeshCap: 300,
        firstMessageDeliveriesWeight: 1,
        firstMessageDeliveriesDecay: 0.998,
        firstMessageDeliveriesCap: 15,
        // Blocks are few, and all but one peer of a mesh bring each second: that is no fault.
        meshMessageDeliveriesWeight: 0,
        meshFailurePenaltyWeight: 0,
        invalidMessageDeliveriesWeight: wrongBlock,
        invalidMessageDeliveriesDecay: 0.998,
      }),
    },
  };
}
