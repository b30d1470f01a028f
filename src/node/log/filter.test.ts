import { describe, expect, it } from "vitest";
import { createFilter, parsePatterns } from "./filter.ts";

describe("log filters", () => {
  it("let info through when none is given", () => {
    const filter = createFilter([]);
    expect(filter.enabled("info", "txpool")).toBe(true);
    expect(filter.enabled("debug", "txpool")).toBe(false);
    expect(filter.beyondInfo).toBe(false);
  });

  it("follow the longest target that begins the line's target, wherever it stands", () => {
    const filter = createFilter(["aura::slots=off", "aura=debug", "warn"]);
    expect(filter.enabled("error", "aura::slots")).toBe(false);
    expect(filter.enabled("debug", "aura")).toBe(true);
    expect(filter.enabled("trace", "aura")).toBe(false);
    expect(filter.enabled("info", "substrate")).toBe(false);
    expect(filter.enabled("warn", "substrate")).toBe(true);
  });

  it("follow the last of several patterns with one target", () => {
    expect(createFilter(["sync=trace", "sync=error"]).enabled("warn", "sync")).toBe(false);
    expect(createFilter(["error", "debug"]).enabled("debug", "sync")).toBe(true);
  });

  it("read names in any case, numbers, and bare targets", () => {
    expect(createFilter(["DEBUG"]).enabled("debug", "a")).toBe(true);
    expect(createFilter(["4"]).enabled("debug", "a")).toBe(true);
    expect(createFilter(["a=2"]).enabled("info", "a")).toBe(false);
    expect(createFilter(["sub-libp2p"]).enabled("trace", "sub-libp2p::ping")).toBe(true);
    expect(createFilter(["a="]).enabled("trace", "a")).toBe(true);
    expect(createFilter(["info=debug"]).enabled("debug", "a")).toBe(true);
  });

  it("take patterns on spans, which this log has not", () => {
    const filter = createFilter(["a[span{field=1}]=trace", "[span]=trace"]);
    expect(filter.enabled("debug", "a")).toBe(false);
    expect(filter.beyondInfo).toBe(true);
  });

  it("say that details are logged, also when a later pattern takes that back", () => {
    expect(createFilter(["aura=debug", "aura=info"]).beyondInfo).toBe(true);
    expect(createFilter(["error"]).beyondInfo).toBe(false);
  });

  it("refuse what is no pattern", () => {
    for (const text of ["", "aura=loud", "a b", "a=b=c", "a.b=info", "aura =debug", "=debug"])
      expect(() => createFilter([text]), text).toThrow(`'${text}' is no log pattern`);
    expect(parsePatterns("a=debug,b=loud,c")).toMatchObject({ good: ["a=debug", "c"], bad: [{}] });
  });
});
