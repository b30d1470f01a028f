import { type Libp2p, type Stream, serviceCapabilities } from "@libp2p/interface";
import { concatBytes } from "../../lib/bytes.ts";
import type { After } from "./channel.ts";

export const pingProtocol = "/ipfs/ping/1.0.0";
const pingLength = 32;
/** Milliseconds without a ping after which a ping stream is of no use. */
const idleAfter = 10 * 60_000;

/**
 * Echoes pings. The library's service ends a ping stream after ten seconds, but light clients keep one for the life of the
 * connection and take its end for the end of the peer. Other parts of the library ask for a service of this kind by its
 * mark; the node's own pings are the muxer's.
 */
export const pingService = { [serviceCapabilities]: ["@libp2p/ping"] };

export async function answerPings(node: Libp2p, after: After): Promise<void> {
  await node.handle(pingProtocol, (stream) => echo(stream, after), { maxInboundStreams: 4 });
}

function echo(stream: Stream, after: After): void {
  let held: Uint8Array = new Uint8Array(0);
  const giveUp = (): void => stream.abort(new Error("no ping"));
  let stopTimer = after(idleAfter, giveUp);
  stream.addEventListener("message", ({ data }) => {
    if (stream.status !== "open") return;
    stopTimer();
    stopTimer = after(idleAfter, giveUp);
    held = concatBytes(held, data instanceof Uint8Array ? data : data.subarray());
    const whole = held.length - (held.length % pingLength);
    // Who sends pings and reads no answers gets no more.
    if (stream.writableNeedsDrain) return stream.abort(new Error("pings are not read"));
    if (whole > 0) stream.send(held.slice(0, whole));
    held = held.slice(whole);
  });
  stream.addEventListener("end", () => void stream.close().catch(giveUp));
  stream.addEventListener("close", () => stopTimer());
}
