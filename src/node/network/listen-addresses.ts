import { createServer } from "node:net";
import type { Log } from "../../chain/environment.ts";
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

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen(port, () => server.close(() => resolve(true)));
  });
}
