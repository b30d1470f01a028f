import { type Answer, type PeerId, RequestError, type RequestProtocol } from "../../src/network/network.ts";
import { type Carriage, type Endpoint, otherEnd, type Waiting } from "./line.ts";

/** How long a question waits for its answer, ms. */
const requestTime: Readonly<Record<RequestProtocol, number>> = {
  sync: 20_000,
  state: 40_000,
  warp: 10_000,
  light: 15_000,
};

/** Carries a question to a peer and its answer back. */
export function ask(
  { schedule, weather, counts, isAlive, report }: Carriage,
  own: Endpoint,
  {
    peer,
    protocol,
    request,
  }: { readonly peer: PeerId; readonly protocol: RequestProtocol; readonly request: Uint8Array },
): Promise<Uint8Array> {
  const line = own.open.get(peer);
  counts.requests++;
  if (line === undefined || line.closed) return Promise.reject(new RequestError("closed", "the peer is not connected"));
  return new Promise((resolve, reject) => {
    const waiting: Waiting = {
      line,
      fail(failure) {
        if (!own.waiting.delete(waiting)) return;
        stop();
        reject(new RequestError(failure, `the request ended: ${failure}`));
      },
    };
    own.waiting.add(waiting);
    const stop = schedule.after(requestTime[protocol], () => waiting.fail("timeout"));
    const other = otherEnd(line, own);
    const travel = (from: PeerId, to: PeerId, arrive: () => void): void => {
      const delay = weather.isCut(from, to) ? undefined : weather.request(from, to);
      if (delay !== undefined) schedule.after(delay, arrive);
    };
    const answered = ({ bytes, changes: given = [] }: Answer): void => {
      if (!isAlive(other)) return;
      for (const change of given) report(other, own.peer, change);
      travel(peer, own.peer, () => {
        if (bytes === undefined) return waiting.fail("refused");
        if (!isAlive(own) || !own.waiting.delete(waiting)) return;
        stop();
        counts.bytes += bytes.length;
        resolve(bytes);
      });
    };
    travel(own.peer, peer, () => {
      if (isAlive(other) && !line.closed) void other.listener.answer(own.peer, protocol, request).then(answered);
    });
  });
}
