import type { BlockVerdict, NetworkListener, PeerId } from "../network.ts";
import type { NetworkCounters, NetworkLog } from "./options.ts";

/**
 * A listener whose methods never throw, and whose messages are counted. A fault in what takes a message must not end the
 * node, since a peer chose the message: it is said in the log, and the message counts as not taken.
 */
export function guardListener(listener: NetworkListener, log: NetworkLog, counters: NetworkCounters): NetworkListener {
  const say = (what: string, error: unknown): void =>
    log.error("sub-libp2p", `${what} of a peer failed: ${error instanceof Error ? error.stack : error}`);
  const tell = (what: string, call: () => void): void => {
    try {
      call();
    } catch (error) {
      say(what, error);
    }
  };
  const { block } = listener;
  return {
    admit(peer, greeting, inbound) {
      try {
        return listener.admit(peer, greeting, inbound);
      } catch (error) {
        say("the greeting", error);
        return { why: "a fault of this node" };
      }
    },
    opened(peer, protocol, handshake) {
      counters.notifications[protocol].opened++;
      tell(`the start of ${protocol}`, () => listener.opened(peer, protocol, handshake));
    },
    closed(peer, protocol) {
      counters.notifications[protocol].closed++;
      tell(`the end of ${protocol}`, () => listener.closed(peer, protocol));
    },
    notification(peer, protocol, message) {
      const count = counters.notifications[protocol];
      count.messagesIn++;
      count.bytesIn += message.length;
      tell(`a message on ${protocol}`, () => listener.notification(peer, protocol, message));
    },
    async answer(peer, protocol, request) {
      try {
        return await listener.answer(peer, protocol, request);
      } catch (error) {
        say(`a ${protocol} request`, error);
        return {};
      }
    },
    ...(block === undefined
      ? {}
      : {
          async block(peer: PeerId, bytes: Uint8Array): Promise<BlockVerdict> {
            try {
              return await block(peer, bytes);
            } catch (error) {
              say("a whole block", error);
              return "ignore";
            }
          },
        }),
  };
}
