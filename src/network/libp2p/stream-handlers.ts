import type { Libp2p, Stream } from "@libp2p/interface";
import { type ChainName, notificationNames, requestNames } from "../messages/names.ts";
import type { NotificationProtocol, PeerId, RequestProtocol } from "../network.ts";
import type { Notifications } from "./notifications.ts";
import { mostRequestsOfPeer, type Requests } from "./requests.ts";

export const notificationProtocols = ["block-announces", "transactions", "grandpa"] as const;
const requestProtocols = ["sync", "state", "warp", "light"] as const satisfies readonly RequestProtocol[];

/** Notification streams that a peer may have open on one connection: one, and the next while the last one ends. */
const mostOfProtocol = 2;

interface HandlerParts {
  readonly libp2p: Libp2p;
  readonly chain: ChainName;
  readonly notifications: Notifications;
  readonly requests: Requests;
}

/** Takes the streams that peers open, under all their names. */
export async function handleStreams({ libp2p, chain, notifications, requests }: HandlerParts): Promise<void> {
  const handle = (
    names: readonly string[],
    most: number,
    accept: (peer: PeerId, stream: Stream, connection: string) => void,
  ) =>
    libp2p.handle([...names], (stream, { remotePeer, id }) => accept(remotePeer.toString(), stream, id), {
      maxInboundStreams: most,
    });
  const notification = (protocol: NotificationProtocol): Promise<void> =>
    handle(notificationNames(chain, protocol), mostOfProtocol, (peer, stream, connection) =>
      notifications.accept(peer, protocol, stream, connection),
    );
  const request = (protocol: RequestProtocol): Promise<void> =>
    handle(requestNames(chain, protocol), mostRequestsOfPeer, (peer, stream) =>
      requests.accept(peer, protocol, stream),
    );
  await Promise.all([...notificationProtocols.map(notification), ...requestProtocols.map(request)]);
}
