import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { expect, it, onTestFinished } from "vitest";
import type { NetworkConfig } from "../config.ts";
import { refuseTakenPorts } from "./listen-addresses.ts";

/** A port of an address that somebody listens on. */
async function taken(host: string): Promise<number> {
  const server = createServer();
  onTestFinished(() => void server.close());
  server.listen(0, host);
  await once(server, "listening");
  return (server.address() as AddressInfo).port;
}

const config = (listen: readonly string[], more: Partial<NetworkConfig> = {}) =>
  ({ alone: false, listenChosen: true, listen, ...more }) as NetworkConfig;

it("refuses a chosen port that another program listens on, and no other", async () => {
  const port = await taken("127.0.0.1");
  const address = `/ip4/127.0.0.1/tcp/${port}`;
  const words = `the network does not start: another program listens on 127.0.0.1:${port}; choose another port`;
  await expect(refuseTakenPorts(config([address]))).rejects.toThrow(words);
  await expect(refuseTakenPorts(config(["/ip4/127.0.0.1/tcp/0", `${address}/ws`]))).rejects.toThrow(words);
  // Nobody listens there, or the port is any, or it is given up for a free one, or there is no network at all.
  await refuseTakenPorts(config(["/ip4/127.0.0.1/tcp/0", "/ip6/::1/tcp/0", "/dns4/localhost/tcp/30333"]));
  await refuseTakenPorts(config([address], { listenChosen: false }));
  await refuseTakenPorts(config([address], { alone: true }));
});

it("lets the network say what else is wrong with an address", async () => {
  await refuseTakenPorts(config(["/ip4/192.0.2.1/tcp/30333", "/ip4/127.0.0.1/tcp/99999999"])).catch((error: Error) => {
    throw new Error(`refused: ${error.message}`);
  });
});
