// The network of a published suite, for vitest's `globalSetup`: the orchestrator of zombienet that lies in the checkout starts the nodes which the suite's
// configuration names (ZOMBIENET_CONFIG), with the program that lies where the configuration looks for it. MOONWALL_CONNECTIONS says where each connection leads.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const from = createRequire(join(process.cwd(), "package.json"));

/** The address of the node that a connection of the suite means: the configuration gives that node the connection's port. */
function addressOf({ endpoints: [endpoint] }, { relaychain: { nodes } }, network) {
  const { port } = new URL(endpoint);
  const node = nodes.find(({ rpc_port }) => String(rpc_port) === port);
  if (node === undefined) throw new Error(`no node of the configuration listens on port ${port}`);
  return network.nodesByName[node.name].wsUri;
}

export async function setup() {
  const { start } = from("@zombienet/orchestrator");
  const config = JSON.parse(readFileSync(process.env.ZOMBIENET_CONFIG, "utf8"));
  // This version of the orchestrator wants the member; the suite's own knows that there may be none.
  const network = await start("", { parachains: [], ...config }, { logType: "silent" });
  const connections = JSON.parse(process.env.ZOMBIENET_CONNECTIONS);
  const addresses = connections.map((connection) => [connection.name, addressOf(connection, config, network)]);
  process.env.MOONWALL_CONNECTIONS = JSON.stringify(Object.fromEntries(addresses));
  console.log(`${Object.keys(network.nodesByName).length} nodes, logs in ${network.tmpDir}`);
  const processes = () => Object.values(network.client.processMap).map(({ pid }) => pid);
  process.once("exit", () => {
    for (const pid of processes()) {
      try {
        process.kill(pid);
      } catch {
        // It has ended already.
      }
    }
  });
  // A signal ends the process without that event.
  for (const signal of ["SIGTERM", "SIGINT"]) process.once(signal, () => process.exit(1));
  return () => network.stop();
}
