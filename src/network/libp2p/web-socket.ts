import type { Server, Socket } from "node:net";
import type { CreateListenerOptions, MultiaddrConnection, Transport, Upgrader } from "@libp2p/interface";
import { webSockets } from "@libp2p/websockets";
import type { After } from "./channel.ts";

/** Milliseconds until a connection to the port has said something. */
const firstByteWithin = 10_000;

type Create = ReturnType<typeof webSockets>;

/** The parts of the library's connection that are no part of its interface. */
interface Inside {
  readonly websocket: { close(): void; terminate?(): void };
  sendReset(): void;
  onRemoteReset(): void;
}

/**
 * WebSocket, with what the library's lacks:
 * - a connection that is cut off is cut off (the library closes the socket with a code that may not be sent, which throws,
 *   and the socket stays open with nobody behind it);
 * - a connection that never says anything is ended, at the latest when the node stops, and there is a most of them.
 */
export function createWebSocketTransport(most: number, after: After): (...given: Parameters<Create>) => Transport {
  return (components) => {
    const transport = webSockets()(components);
    const createListener = transport.createListener.bind(transport);
    transport.createListener = (options: CreateListenerOptions) => {
      const listener = createListener({ ...options, upgrader: withReset(options.upgrader) });
      const { server } = listener as unknown as { readonly server: Server };
      server.maxConnections = most;
      const silent = new Set<Socket>();
      server.on("connection", (socket) => watch(socket, silent, after));
      const close = listener.close.bind(listener);
      listener.close = () => {
        for (const socket of silent) socket.destroy();
        return close();
      };
      return listener;
    };
    const dial = transport.dial.bind(transport);
    transport.dial = (address, options) => dial(address, { ...options, upgrader: withReset(options.upgrader) });
    return transport;
  };
}

/** Keeps a connection among the silent ones until it says something or ends. The library knows it from its first byte on. */
function watch(socket: Socket, silent: Set<Socket>, after: After): void {
  silent.add(socket);
  const stop = after(firstByteWithin, () => {
    if (socket.bytesRead === 0) socket.destroy();
    silent.delete(socket);
  });
  socket.on("close", () => {
    stop();
    silent.delete(socket);
  });
}

/** An upgrader that mends each connection first. */
function withReset(upgrader: Upgrader): Upgrader {
  const mended: Pick<Upgrader, "upgradeInbound" | "upgradeOutbound"> = {
    upgradeInbound: (connection, options) => upgrader.upgradeInbound(mend(connection), options),
    upgradeOutbound: (connection, options) => upgrader.upgradeOutbound(mend(connection), options),
  };
  return Object.assign(Object.create(upgrader) as Upgrader, mended);
}

function mend(connection: MultiaddrConnection): MultiaddrConnection {
  const inside = connection as unknown as Inside;
  inside.sendReset = () => {
    const { websocket } = inside;
    // Those that this node dialed are of another library, and cannot be cut off.
    if (websocket.terminate === undefined) websocket.close();
    else websocket.terminate();
  };
  const onRemoteReset = inside.onRemoteReset.bind(inside);
  inside.onRemoteReset = () => {
    // The socket's end after this node's own reset is no news.
    if (connection.status === "open" || connection.status === "closing") onRemoteReset();
  };
  return connection;
}
