import type { GossipSubComponents } from "@libp2p/gossipsub";
import type { Connection, PeerId as LibraryPeer, Stream, StreamHandler, Topology } from "@libp2p/interface";
import type { PeerId } from "../network.ts";
import type { After } from "./channel.ts";

type Registrar = GossipSubComponents["registrar"];

/** Milliseconds that a peer's stream waits for its block announces. */
const waitsAtMost = 10_000;

/** Keeps gossipsub to peers that this node gossips with: to it, no other peer is connected. */
export interface GossipGate {
  /** What gossipsub is given for the library's registrar. */
  readonly registrar: Registrar;
  /** Block announces with a peer opened. */
  open(peer: PeerId): void;
  /** Block announces with a peer ended. */
  close(peer: PeerId): void;
  /** Tells gossipsub of its peers again: it does not open a stream anew that was lost. */
  remind(): void;
}

interface Waiting {
  readonly stream: Stream;
  take(): void;
  stop(): void;
}

/** @param connectionOf an open connection with a peer */
export function createGossipGate(
  inner: Registrar,
  after: After,
  connectionOf: (peer: PeerId) => Connection | undefined,
): GossipGate {
  const allowed = new Set<PeerId>();
  /** Connected peers that speak the protocol. */
  const able = new Map<PeerId, LibraryPeer>();
  /** Streams of peers whose block announces are not open yet: theirs may open before ours do. */
  const waiting = new Map<PeerId, Waiting>();
  let topology: Topology | undefined;

  const tell = (peer: PeerId): void => {
    const id = able.get(peer);
    const connection = connectionOf(peer);
    if (id !== undefined && connection !== undefined && allowed.has(peer)) topology?.onConnect?.(id, connection);
  };
  const drop = (peer: PeerId): void => {
    const one = waiting.get(peer);
    if (one === undefined) return;
    waiting.delete(peer);
    one.stop();
    one.stream.abort(new Error("block announces are not open"));
  };
  const keep = (peer: PeerId, stream: Stream, take: () => void): void => {
    drop(peer);
    waiting.set(peer, { stream, take, stop: after(waitsAtMost, () => drop(peer)) });
  };
  const gated: Topology = {
    onConnect(id) {
      able.set(id.toString(), id);
      tell(id.toString());
    },
    onDisconnect(id) {
      able.delete(id.toString());
      drop(id.toString());
      topology?.onDisconnect?.(id);
    },
  };
  const guard =
    (handler: StreamHandler): StreamHandler =>
    (stream, connection) => {
      const peer = connection.remotePeer.toString();
      // What opens a stream speaks the protocol, whatever it says of itself.
      able.set(peer, connection.remotePeer);
      if (allowed.has(peer)) return handler(stream, connection);
      keep(peer, stream, () => void handler(stream, connection));
    };

  const registrar: Registrar = {
    getProtocols: () => inner.getProtocols(),
    getHandler: (protocol) => inner.getHandler(protocol),
    getTopologies: (protocol) => inner.getTopologies(protocol),
    getMiddleware: (protocol) => inner.getMiddleware(protocol),
    use: (protocol, middleware) => inner.use(protocol, middleware),
    unuse: (protocol) => inner.unuse(protocol),
    unregister: (id) => inner.unregister(id),
    unhandle: (protocol, options) => inner.unhandle(protocol, options),
    handle: (protocol, handler, options) => inner.handle(protocol, guard(handler), options),
    register(protocol, given) {
      topology = given;
      return inner.register(protocol, gated);
    },
  };

  return {
    registrar,
    open(peer) {
      allowed.add(peer);
      const one = waiting.get(peer);
      waiting.delete(peer);
      one?.stop();
      one?.take();
      tell(peer);
    },
    close(peer) {
      if (!allowed.delete(peer)) return;
      drop(peer);
      const id = able.get(peer);
      if (id !== undefined) topology?.onDisconnect?.(id);
    },
    remind() {
      for (const peer of allowed) tell(peer);
    },
  };
}
