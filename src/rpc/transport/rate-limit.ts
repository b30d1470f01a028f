import type { IncomingMessage } from "node:http";
import { BlockList, isIP } from "node:net";
import type { RpcOptions } from "../options.ts";

/** Makes the counter of one connection: each call asks whether it may. */
export type RateLimiter = (request: IncomingMessage) => () => boolean;

const always = (): boolean => true;
const minute = 60_000;

function family(address: string): "ipv4" | "ipv6" | undefined {
  const version = isIP(address);
  return version === 4 ? "ipv4" : version === 6 ? "ipv6" : undefined;
}

/** The caller's address as proxies tell it: Forwarded, X-Forwarded-For, X-Real-IP, in this order. */
function proxiedAddress({ headers }: IncomingMessage): string | undefined {
  const forwarded = /for="?\[?([0-9a-fA-F.:]+)/i.exec(String(headers.forwarded ?? ""))?.[1];
  const chain = String(headers["x-forwarded-for"] ?? "")
    .split(",")[0]
    ?.trim();
  const real = String(headers["x-real-ip"] ?? "").trim();
  return [forwarded, chain, real].find((address) => address !== undefined && isIP(address) !== 0);
}

function networks(exempt: readonly string[]): BlockList {
  const list = new BlockList();
  for (const network of exempt) {
    const [address = "", bits] = network.split("/");
    const kind = family(address);
    if (kind === undefined) continue;
    if (bits === undefined) list.addAddress(address, kind);
    else list.addSubnet(address, Number(bits), kind);
  }
  return list;
}

/**
 * So many calls a minute for each connection, spread evenly after the first burst; none counted for exempt networks.
 * @param now the time in ms, from any start.
 */
export function createRateLimiter(limit: RpcOptions["rateLimit"], now: () => number): RateLimiter {
  if (limit === undefined) return () => always;
  const exempt = networks(limit.exempt);
  return (request) => {
    const proxied = limit.trustProxyHeaders ? proxiedAddress(request) : undefined;
    const address = (proxied ?? request.socket.remoteAddress ?? "").replace(/^::ffff:(?=[0-9.]+$)/, "");
    const kind = family(address);
    if (kind !== undefined && exempt.check(address, kind)) return always;
    let left = limit.calls;
    let since = now();
    return () => {
      const time = now();
      left = Math.min(limit.calls, left + ((time - since) * limit.calls) / minute);
      since = time;
      if (left < 1) return false;
      left -= 1;
      return true;
    };
  };
}
