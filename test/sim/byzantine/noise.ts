import type { NotificationProtocol, RequestProtocol } from "../../../src/network/network.ts";
import type { Corruption, CorruptionParts } from "./corruption.ts";

const notifications: readonly NotificationProtocol[] = ["block-announces", "transactions", "grandpa"];
const requests: readonly RequestProtocol[] = ["sync", "state", "warp", "light"];

/** Bytes of chance on every protocol. */
export function garbage({ random }: CorruptionParts): Partial<Corruption> {
  return {
    begin(_chain, network, after) {
      const bytes = (): Uint8Array => random.bytes(random.below(random.chance(10) ? 5000 : 200));
      const again = (): void => {
        const peer = random.some(network.peers());
        if (peer !== undefined) {
          if (random.chance(10)) void network.publishBlock?.(bytes());
          else if (random.chance(60)) network.notify(peer, random.pick(notifications), bytes());
          else network.request(peer, random.pick(requests), bytes()).catch(() => {});
        }
        after(100 + random.below(8000), again);
      };
      after(10_000, again);
    },
  };
}

/** Tells of its blocks and does not hand them out, or only some; or so slowly that time is up. */
export function withheldBlocks({ random }: CorruptionParts): Partial<Corruption> {
  const share = random.pick([30, 80, 100]);
  const slowly = random.chance(50);
  let wait: ((milliseconds: number) => Promise<void>) | undefined;
  return {
    listener: (inner) => ({
      ...inner,
      async answer(peer, protocol, request) {
        if (!random.chance(share)) return inner.answer(peer, protocol, request);
        if (!slowly) return {};
        await wait?.(random.between(2000, 40_000));
        return inner.answer(peer, protocol, request);
      },
    }),
    begin(_chain, _network, after) {
      wait = (milliseconds) => new Promise((resolve) => after(milliseconds, resolve));
    },
  };
}
