/**
 * How two streams of one notification protocol with one peer open and close together. Each side opens one stream, greets
 * on it, and is answered by the other's greeting or by the stream's end; the pair is open when both streams are. This
 * machine knows neither streams nor time: events in, actions out.
 */

export type PairEvent =
  /** This node wants the pair open. */
  | { readonly type: "open" }
  /** The peer opened its stream and greeted. */
  | { readonly type: "greeted"; readonly handshake: Uint8Array }
  /** The decision on a greeting. */
  | { readonly type: "accept" }
  | { readonly type: "reject" }
  /** The peer answered on this node's stream. */
  | { readonly type: "answered"; readonly handshake: Uint8Array }
  /** A stream ended, or could not be opened. */
  | { readonly type: "lost"; readonly stream: "inbound" | "outbound" }
  /** The time to open is over. */
  | { readonly type: "timeout" }
  /** This node wants the pair closed. */
  | { readonly type: "close" };

export type PairAction =
  /** Open this node's stream and greet on it. */
  | { readonly type: "dial" }
  /** Decide on the peer's greeting. */
  | { readonly type: "judge"; readonly handshake: Uint8Array }
  /** Answer on the peer's stream. */
  | { readonly type: "answer" }
  | { readonly type: "drop"; readonly stream: "inbound" | "outbound" }
  /** The pair is open. `handshake`: what the peer said last. */
  | { readonly type: "opened"; readonly handshake: Uint8Array }
  | { readonly type: "closed" }
  /** The pair did not open. */
  | { readonly type: "failed" }
  /** The time to open begins. */
  | { readonly type: "start-timer" };

export interface StreamPair {
  readonly inbound: "none" | "asked" | "open";
  readonly outbound: "none" | "opening" | "open";
  readonly phase: "idle" | "opening" | "open";
  step(event: PairEvent): readonly PairAction[];
}

export function createStreamPair(): StreamPair {
  let inbound: StreamPair["inbound"] = "none";
  let outbound: StreamPair["outbound"] = "none";
  let phase: StreamPair["phase"] = "idle";
  /** What the peer said, on its stream or in its answer. */
  let greeting: Uint8Array = new Uint8Array(0);

  const begin = (): PairAction[] => {
    if (phase !== "idle") return [];
    phase = "opening";
    return [{ type: "start-timer" }];
  };
  const dial = (): PairAction[] => {
    if (outbound !== "none") return [];
    outbound = "opening";
    return [{ type: "dial" }];
  };
  const maybeOpened = (): PairAction[] => {
    if (phase !== "opening" || inbound !== "open" || outbound !== "open") return [];
    phase = "open";
    return [{ type: "opened", handshake: greeting }];
  };
  /** Closes what there is. `lost` is gone already. */
  const end = (lost?: "inbound" | "outbound"): PairAction[] => {
    const actions: PairAction[] = [];
    if (inbound !== "none" && lost !== "inbound") actions.push({ type: "drop", stream: "inbound" });
    if (outbound !== "none" && lost !== "outbound") actions.push({ type: "drop", stream: "outbound" });
    if (phase === "open") actions.push({ type: "closed" });
    if (phase === "opening") actions.push({ type: "failed" });
    inbound = "none";
    outbound = "none";
    phase = "idle";
    return actions;
  };

  const step = (event: PairEvent): readonly PairAction[] => {
    switch (event.type) {
      case "open":
        return [...begin(), ...dial()];
      case "greeted":
        if (inbound !== "none") return [];
        inbound = "asked";
        greeting = event.handshake;
        return [...begin(), { type: "judge", handshake: event.handshake }];
      case "accept":
        if (inbound !== "asked") return [];
        inbound = "open";
        return [{ type: "answer" }, ...dial(), ...maybeOpened()];
      case "answered":
        if (outbound !== "opening") return [];
        outbound = "open";
        greeting = event.handshake;
        return maybeOpened();
      case "lost":
        return (event.stream === "inbound" ? inbound : outbound) === "none" ? [] : end(event.stream);
      case "timeout":
        return phase === "opening" ? end() : [];
      case "reject":
      case "close":
        return end();
    }
  };
  return {
    get inbound() {
      return inbound;
    },
    get outbound() {
      return outbound;
    },
    get phase() {
      return phase;
    },
    step,
  };
}
