import { createServer, type Server } from "node:http";
import type { Log } from "../../chain/environment.ts";
import { messageOf } from "../../lib/user-error.ts";
import type { Exposition } from "./exposition.ts";

const target = "prometheus";

export interface MetricsServer {
  /** Undefined when it could not listen. */
  readonly port: number | undefined;
  stop(): Promise<void>;
}

/**
 * Serves the metrics over HTTP at /metrics. A node goes on without when the port cannot be had: it warns.
 * Rust: `substrate_prometheus_endpoint::init_prometheus`.
 * @param external on all interfaces in place of loopback.
 */
export async function startMetricsServer(
  exposition: Exposition,
  { port, external }: { readonly port: number; readonly external: boolean },
  log: Log,
): Promise<MetricsServer> {
  const host = external ? "0.0.0.0" : "127.0.0.1";
  const server = createServer((request, response) => {
    if (request.url?.split("?")[0] !== "/metrics") {
      response.writeHead(404, { "content-type": "text/plain; charset=utf-8" }).end("Not found.");
      return;
    }
    exposition.text().then(
      (text) => response.writeHead(200, { "content-type": exposition.contentType }).end(text),
      (error: unknown) => {
        log.error(target, `the metrics cannot be read: ${error instanceof Error ? error.stack : error}`);
        response.writeHead(500).end();
      },
    );
  });
  const why = await listen(server, port, host);
  if (why !== undefined) {
    const advice = "choose another with --prometheus-port, or none with --no-prometheus";
    log.warn(target, `No metrics are served: port ${port} cannot be used (${why}): ${advice}`);
    return { port: undefined, stop: async () => {} };
  }
  const address = server.address();
  const bound = typeof address === "object" && address !== null ? address.port : port;
  log.info(target, `〽️ Prometheus exporter started at ${host}:${bound}`);
  return {
    port: bound,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** @returns why it cannot listen. */
function listen(server: Server, port: number, host: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      resolve(error.code === "EADDRINUSE" ? "another program listens there" : messageOf(error));
    });
    server.listen(port, host, () => resolve(undefined));
  });
}
