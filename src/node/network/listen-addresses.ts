import { createServer } from "node:net";
import type { Log } from "../../chain/environment.ts";
import { UserError } from "../../lib/user-error.ts";
import type { NetworkConfig } from "../config.ts";

/**
 * The addresses to listen on. Where nobody chose them and their port is taken, as by a second development node on this
 * machine, it is any free one: a bootnode needs a known port, others do not.
 */
export async function listenAddresses({ listen, listenChosen }: NetworkConfig, log: Log): Promise<readonly string[]> {
  const port = /\/tcp\/(\d+)/.exec(listen[0] ?? "")?.[1];
  if (listenChosen || port === undefined || (await isFree(Number(port)))) return listen;
  log.warn("sub-libp2p", `Port ${port} is taken: peers reach this node at a free one. --port chooses one.`);
  return listen.map((address) => address.replace(`/tcp/${port}`, "/tcp/0"));
}

/**
 * Sees at the start whether the ports that were chosen can be had: the network itself is loaded later, when the node has said
 * that it runs.
 * @throws UserError when another program listens on one
 */
export async function refuseTakenPorts({ alone, listen, listenChosen }: NetworkConfig): Promise<void> {
  if (alone || !listenChosen) return;
  for (const address of listen) {
    const [, host, port] = /^\/ip[46]\/([^/]+)\/tcp\/([1-9]\d*)/.exec(address) ?? [];
    if (host === undefined || !(Number(port) < 65_536) || (await isFree(Number(port), host))) continue;
    throw new UserError(
      `the network does not start: another program listens on ${host.includes(":") ? `[${host}]` : host}:${port}; choose another port with --port or --listen-addr`,
    );
  }
}

/** Whether nobody listens on a port; what else may be wrong with it is not asked. */
function isFree(port: number, host?: string): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", ({ code }: NodeJS.ErrnoException) => resolve(host !== undefined && code !== "EADDRINUSE"));
    const where = host === undefined ? {} : { host, ipv6Only: host.includes(":") };
    server.listen({ port, ...where }, () => server.close(() => resolve(true)));
  });
}
