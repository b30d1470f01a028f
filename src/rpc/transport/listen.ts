import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { UserError } from "../../lib/user-error.ts";

// An import of this module reads all that it exports, its WebSocket and fetch among them: 50 ms of every start.
const { createServer } = process.getBuiltinModule("node:http");

/** What listens on one port: a server for each address family. */
export interface Listening {
  readonly port: number;
  readonly servers: readonly Server[];
}

function listenOn(server: Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen({ host, port, ipv6Only: host.includes(":") }, () => {
      server.off("error", reject);
      resolve((server.address() as AddressInfo).port);
    });
  });
}

function explain(error: unknown, port: number): unknown {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === "EADDRINUSE") {
    return new UserError(`port ${port} is in use: end what listens there, or choose another with --rpc-port`);
  }
  if (code === "EACCES") {
    return new UserError(`port ${port} may not be listened on by this user: choose one above 1023 with --rpc-port`);
  }
  return error;
}

/** How many ports are tried where any one will do. */
const mostAttempts = 10;

/**
 * Listens on loopback, or on all interfaces, IPv4 and (where the machine has it) IPv6.
 * @param prepare attaches what serves requests, before the first can come.
 * @throws UserError for a port that is in use or not allowed.
 */
export async function listen(
  options: { readonly port: number; readonly external: boolean },
  prepare: (server: Server) => void,
  attempts = mostAttempts,
): Promise<Listening> {
  const [ipv4, ipv6] = options.external ? (["0.0.0.0", "::"] as const) : (["127.0.0.1", "::1"] as const);
  const first = createServer();
  prepare(first);
  const port = await listenOn(first, ipv4, options.port).catch((error: unknown) => {
    throw explain(error, options.port);
  });
  const second = createServer();
  prepare(second);
  try {
    await listenOn(second, ipv6, port);
    return { port, servers: [first, second] };
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === "EADDRINUSE") {
      first.close();
      // Any port was wanted, and this one is free for IPv4 alone.
      if (options.port === 0 && attempts > 1) return listen(options, prepare, attempts - 1);
      throw explain(error, port);
    }
    // No IPv6 here.
    return { port, servers: [first] };
  }
}
