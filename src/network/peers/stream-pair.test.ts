import fc from "fast-check";
import { expect, test } from "vitest";
import { createStreamPair, type PairAction, type PairEvent } from "./stream-pair.ts";

const handshake = new Uint8Array([1]);
const answer = new Uint8Array([2]);

/** The actions of each event, by their types. */
function run(...events: readonly (PairEvent["type"] | PairEvent)[]): string[] {
  const pair = createStreamPair();
  const seen: string[] = [];
  for (const event of events) {
    const full = typeof event === "string" ? ({ type: event, handshake } as PairEvent) : event;
    seen.push(pair.step(full).map(textOf).join(" "));
  }
  return seen;
}
const textOf = (action: PairAction): string => ("stream" in action ? `${action.type} ${action.stream}` : action.type);
const answered: PairEvent = { type: "answered", handshake: answer };
const lost = (stream: "inbound" | "outbound"): PairEvent => ({ type: "lost", stream });

test("this node asks: it dials, the peer answers and greets, and the pair is open with the peer's answer", () => {
  const pair = createStreamPair();
  expect(pair.step({ type: "open" }).map(textOf)).toEqual(["start-timer", "dial"]);
  expect(pair.step(answered)).toEqual([]);
  expect(pair.step({ type: "greeted", handshake }).map(textOf)).toEqual(["judge"]);
  expect(pair.step({ type: "accept" })).toEqual([{ type: "answer" }, { type: "opened", handshake }]);
  expect(pair.phase).toBe("open");
});

test("the peer asks: an accepted greeting is answered, and this node dials in turn", () => {
  expect(run("greeted", "accept", answered)).toEqual(["start-timer judge", "answer dial", "opened"]);
});

test("both ask at once: the peer's stream is accepted, and no second one is dialed", () => {
  expect(run("open", "greeted", "accept", answered)).toEqual(["start-timer dial", "judge", "answer", "opened"]);
  // Whichever of the two answers comes first.
  expect(run("open", answered, "greeted", "accept")).toEqual(["start-timer dial", "", "judge", "answer opened"]);
});

test("a refused greeting closes what there is", () => {
  expect(run("greeted", "reject", "open")).toEqual(["start-timer judge", "drop inbound failed", "start-timer dial"]);
  expect(run("open", "greeted", "reject")[2]).toBe("drop inbound drop outbound failed");
});

test("one stream's end closes the other", () => {
  expect(run("greeted", "accept", answered, lost("inbound"))[3]).toBe("drop outbound closed");
  expect(run("greeted", "accept", answered, lost("outbound"))[3]).toBe("drop inbound closed");
  expect(run("open", lost("outbound"))[1]).toBe("failed");
  expect(run("greeted", "accept", lost("outbound"))[2]).toBe("drop inbound failed");
});

test("a pair that is half open when its time is over fails; one that is open stays", () => {
  expect(run("open", answered, "timeout")[2]).toBe("drop outbound failed");
  expect(run("greeted", "accept", answered, "timeout")[3]).toBe("");
  expect(run("timeout")).toEqual([""]);
});

test("whatever comes in whatever order, a pair opens, closes and fails in turns, and drops what it closes", () => {
  const event: fc.Arbitrary<PairEvent> = fc.constantFrom<PairEvent>(
    { type: "open" },
    { type: "greeted", handshake },
    { type: "accept" },
    { type: "reject" },
    answered,
    lost("inbound"),
    lost("outbound"),
    { type: "timeout" },
    { type: "close" },
  );
  fc.assert(
    fc.property(fc.array(event, { maxLength: 40 }), (events) => {
      const pair = createStreamPair();
      let phase = "idle";
      const turn = (from: string, to: string): void => {
        expect(phase).toBe(from);
        phase = to;
      };
      for (const each of events) {
        for (const { type } of pair.step(each)) {
          if (type === "start-timer") turn("idle", "opening");
          if (type === "opened") turn("opening", "open");
          if (type === "closed") turn("open", "idle");
          if (type === "failed") turn("opening", "idle");
        }
        expect(pair.phase).toBe(phase);
        if (phase === "idle") expect([pair.inbound, pair.outbound]).toEqual(["none", "none"]);
        if (phase === "open") expect([pair.inbound, pair.outbound]).toEqual(["open", "open"]);
      }
    }),
  );
});
