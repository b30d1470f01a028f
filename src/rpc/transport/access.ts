import type { IncomingMessage } from "node:http";

/** Who may call: by the Origin and Host that a browser sends. */
export interface Access {
  /** The value for Access-Control-Allow-Origin; undefined for an origin that may not. */
  allowedOrigin(request: IncomingMessage): string | undefined;
  /** Whether a browser may open a WebSocket from where it says it is. Other programs name no origin. */
  mayOpenSocket(request: IncomingMessage): boolean;
  /**
   * Whether the request names this host. Checked only where origins are limited: a page could otherwise reach the
   * node through a name of its own that leads here.
   */
  knownHost(request: IncomingMessage): boolean;
}

const localHosts = ["localhost:*", "127.0.0.1:*", "[::1]:*"];

/** A pattern whose `*` in a port's place stands for any port or none. */
function matcher(pattern: string): RegExp {
  const escaped = pattern.toLowerCase().replaceAll(/[.+?^${}()|[\]\\]/g, String.raw`\$&`);
  const anyPort = escaped.endsWith(":*") ? `${escaped.slice(0, -2)}(:[0-9]+)?` : escaped.replaceAll("*", "[^/]*");
  return new RegExp(`^${anyPort}$`);
}

/** @param origins that may call; undefined is all, and then every host name is taken. */
export function createAccess(origins: readonly string[] | undefined): Access {
  if (origins === undefined) {
    return { allowedOrigin: () => "*", mayOpenSocket: () => true, knownHost: () => true };
  }
  const allowed = origins.map(matcher);
  const hosts = localHosts.map(matcher);
  const matches = (patterns: readonly RegExp[], text: string): boolean =>
    patterns.some((pattern) => pattern.test(text.toLowerCase()));
  return {
    allowedOrigin: ({ headers }) => {
      const origin = headers.origin;
      return origin !== undefined && matches(allowed, origin) ? origin : undefined;
    },
    mayOpenSocket: ({ headers }) => headers.origin === undefined || matches(allowed, headers.origin),
    knownHost: ({ headers }) => headers.host !== undefined && matches(hosts, headers.host),
  };
}
