import { createRecentMap } from "../../lib/recent.ts";

/** How often each request was answered, of the most recent ones. */
export interface SeenRequests {
  /** A request came. @returns whether it was answered so often that another answer is a waste. */
  tooOften(key: string): boolean;
  /** It was answered with something. */
  answered(key: string): void;
}

/** The same request may be answered this often; the network may have lost an answer. */
const mostSame = 2;

/**
 * Rust: `sc_network_sync block_request_handler, state_request_handler: seen_requests`.
 * @param peers how many peers there are at most: two requests are remembered for each.
 */
export function createSeenRequests(peers: number): SeenRequests {
  const answers = createRecentMap<string, number>(peers * 2 < 2 ? 2 : peers * 2);
  return {
    tooOften(key) {
      const times = answers.get(key) ?? 0;
      answers.set(key, times === 0 ? 0 : times + 1);
      return times + 1 > mostSame;
    },
    answered(key) {
      if (answers.get(key) === 0) answers.set(key, 1);
    },
  };
}
