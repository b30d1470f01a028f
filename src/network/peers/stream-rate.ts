import type { PeerId } from "../network.ts";

interface Rate {
  left: number;
  at: number;
}

/** How fast peers open streams, or send messages. One that opens thousands costs time, whatever it says on them. */
export interface StreamRate {
  /** Counts a stream. False when the peer opens them too fast. @param now ms */
  take(peer: PeerId, now: number): boolean;
  /** Forgets peers that may open as many as any other. */
  tick(now: number): void;
  readonly size: number;
}

/** @param most streams that a peer may open at once @param eachSecond how many more each second */
export function createStreamRate(most = 256, eachSecond = 64): StreamRate {
  const rates = new Map<PeerId, Rate>();
  const leftAt = ({ left, at }: Rate, now: number): number =>
    Math.min(most, left + (Math.max(0, now - at) * eachSecond) / 1000);
  return {
    take(peer, now) {
      const rate = rates.get(peer) ?? { left: most, at: now };
      const left = leftAt(rate, now);
      rates.set(peer, { left: Math.max(0, left - 1), at: now });
      return left >= 1;
    },
    tick(now) {
      for (const [peer, rate] of rates) if (leftAt(rate, now) >= most) rates.delete(peer);
    },
    get size() {
      return rates.size;
    },
  };
}
