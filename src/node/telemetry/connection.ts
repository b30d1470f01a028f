import { WebSocket } from "ws";
import type { Environment } from "../../chain/environment.ts";
import type { TelemetryEndpoint } from "../config.ts";

const target = "telemetry";

/** How long a connection may take to be made, ms. */
const handshakeTimeout = 20_000;
/** Between two tries, ms: a random time, so that the nodes of a network do not come all at once. */
const [shortestPause, longestPause] = [10_000, 20_000];
/** What a slow server may owe to read, bytes: what comes on top is dropped. */
const mostUnsent = 1024 * 1024;

export interface Connection {
  /** Sends a message, unless there is no connection now: then it is dropped. */
  send(message: object): void;
  stop(): void;
}

/**
 * Keeps a connection to a telemetry server, whatever becomes of it. Rust: `sc_telemetry node.rs Node`.
 * @param greeting is sent first, each time anew.
 */
export function connectTelemetry(
  { url }: TelemetryEndpoint,
  greeting: () => object,
  { after, log }: Pick<Environment, "after" | "log">,
): Connection {
  let socket: WebSocket | undefined;
  let stopped = false;
  let cancel = (): void => {};

  const dial = (): void => {
    const dialled = new WebSocket(url, { handshakeTimeout, perMessageDeflate: false });
    dialled.on("open", () => {
      log.debug(target, `✅ Connected to ${url}`);
      socket = dialled;
      dialled.send(JSON.stringify(greeting()));
    });
    dialled.on("error", (error) => {
      if (!stopped) log.warn(target, `❌ Error while dialing ${url}: ${error.message}`);
    });
    dialled.on("close", () => {
      if (stopped) return;
      if (socket !== undefined) log.warn(target, `⚠️  Disconnected from ${url}`);
      socket = undefined;
      cancel = after(shortestPause + Math.random() * (longestPause - shortestPause), dial);
    });
    end = () => dialled.terminate();
  };
  let end = (): void => {};
  dial();
  return {
    send(message) {
      if (socket === undefined || socket.bufferedAmount > mostUnsent) return;
      socket.send(JSON.stringify(message));
    },
    stop() {
      stopped = true;
      cancel();
      if (socket === undefined) end();
      else socket.close(1000);
    },
  };
}
