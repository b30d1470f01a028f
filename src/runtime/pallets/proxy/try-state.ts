import type { ReadState } from "../../frame/state.ts";
import { type Finding, holds, type ReservedBy } from "../../frame/try-state.ts";
import { storage } from "./storage.ts";

/** What is reserved for proxies and announcements. */
export const reserved: ReservedBy = function* (state) {
  for (const item of [storage.Proxies, storage.Announcements])
    for (const [[who], [, deposit]] of item.entries(state)) yield [who, deposit];
};

const order = ({ delegate, proxy_type, delay }: { delegate: string; proxy_type: unknown; delay: number }): string =>
  `${delegate} ${JSON.stringify(proxy_type)} ${delay}`;

/** Lists of proxies and announcements are never empty, and no proxy is listed twice. */
export function* tryState(state: ReadState): Generator<Finding> {
  for (const [[who], [proxies, deposit]] of storage.Proxies.entries(state)) {
    yield* holds("Who is listed has a proxy.", [who], proxies.length > 0, proxies, "a proxy");
    const listed = new Set(proxies.map(order));
    yield* holds("Every proxy is listed once.", [who], listed.size === proxies.length, proxies, "each once");
    const sorted = proxies.every((one, i) => i === 0 || (proxies[i - 1]?.delegate ?? "") <= one.delegate);
    yield* holds("Proxies are in order.", [who], sorted, proxies, "rising accounts");
    yield* holds("Proxies have a deposit.", [who], deposit > 0n, deposit, "more than 0");
  }
  for (const [[who], [announcements, deposit]] of storage.Announcements.entries(state)) {
    yield* holds("Who is listed has announced something.", [who], announcements.length > 0, announcements, "one");
    yield* holds("Announcements have a deposit.", [who], deposit > 0n, deposit, "more than 0");
  }
}
