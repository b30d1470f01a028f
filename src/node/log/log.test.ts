import { describe, expect, it } from "vitest";
import { createLog, type LogOptions } from "./log.ts";

function logTo(options: Partial<LogOptions> = {}) {
  const lines: string[] = [];
  return { lines, log: createLog({ filters: [], detailed: false, write: (line) => lines.push(line), ...options }) };
}

describe("the log", () => {
  it("has the original's form: time and text", () => {
    const { lines, log } = logTo();
    log.info("substrate", "🏆 Imported #1");
    log.debug("substrate", "no");
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d 🏆 Imported #1\n$/);
  });

  it("adds milliseconds, level, thread and target when details are asked for, or logged", () => {
    for (const options of [{ detailed: true }, { filters: ["txpool=debug"] }]) {
      const { lines, log } = logTo(options);
      log.warn("sync", "a %s b");
      expect(lines[0]).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3} {2}WARN main sync: a %s b\n$/);
    }
  });

  it("colours the time, the level and what the text asks for", () => {
    const { lines, log } = logTo({ detailed: true, colored: true });
    log.error("substrate", `#${log.paint.bold(7)}`);
    const [, ...parts] = (lines[0] ?? "").split("\u001b[");
    expect(parts.map((part) => part.replace(/^2m[-\d]+ [:.\d]+$/, "2mTIME"))).toEqual([
      "2mTIME",
      "0m ",
      "31mERROR",
      "0m main substrate: #",
      "37m",
      "1m7",
      "0m\n",
    ]);
  });

  it("writes one object a line as JSON, without colours", () => {
    const { lines, log } = logTo({ format: "json", colored: true });
    log.warn("txpool", `"two"\nlines ${log.paint.red(1)}`);
    const entry = JSON.parse(lines[0] as string) as { time: string };
    expect(lines[0]?.split("\n")).toHaveLength(2);
    expect(entry).toEqual({
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      level: "warn",
      target: "txpool",
      message: '"two"\nlines 1',
    });
  });

  it("keeps lines until it is opened, each with its own time", async () => {
    const { lines, log } = logTo({ waits: true, format: "json" });
    const before = Date.now();
    log.info("a", "first");
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(lines).toEqual([]);
    log.open();
    log.info("a", "second");
    const [first, second] = lines.map((line) => JSON.parse(line) as { time: string; message: string });
    expect([first?.message, second?.message]).toEqual(["first", "second"]);
    expect(Date.parse(first?.time ?? "") - before).toBeLessThan(25);
  });

  it("makes a text only when its line is written", () => {
    const { lines, log } = logTo({ filters: ["a=debug"] });
    log.debug("a", () => "made");
    log.trace("a", () => {
      throw new Error("not wanted");
    });
    expect(lines).toHaveLength(1);
    expect([log.enabled("debug", "a"), log.enabled("trace", "a"), log.enabled("debug", "b")]).toEqual([
      true,
      false,
      false,
    ]);
  });

  it("changes its filter while it runs, warns of what is no pattern, and goes back", () => {
    const { lines, log } = logTo({ filters: ["warn"] });
    log.addFilter("a=debug,b=loud");
    log.debug("a", "seen");
    log.resetFilter();
    log.debug("a", "not seen");
    expect(lines.map((line) => line.slice(20))).toEqual([
      "Unable to parse directive while setting log filter: 'b=loud' is no log pattern: give LEVEL, TARGET or TARGET=LEVEL\n",
      "seen\n",
    ]);
  });

  it("tells why the node ends even when it is off, and nothing after that", () => {
    const { lines, log } = logTo({ filters: ["off"] });
    log.error("a", "no");
    log.last("a", "the end");
    log.addFilter("debug");
    log.error("a", "no");
    expect(lines.map((line) => line.slice(20))).toEqual(["the end\n"]);
  });
});
