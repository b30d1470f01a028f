import { beforeEach, describe, expect, it } from "vitest";
import { createScheduler, type Scheduler } from "./scheduler.ts";
import { createSeries } from "./series.ts";
import type { Work } from "./work.ts";

let clock = 0;
let due: (() => void)[] = [];
let broken: unknown[] = [];
let scheduler: Scheduler;
let log: string[] = [];
beforeEach(() => {
  [clock, due, broken, log] = [0, [], [], []];
  scheduler = createScheduler({
    now: () => clock,
    later: (action) => void due.push(action),
    broken: (error) => void broken.push(error),
    slice: 4,
    share: 1,
  });
});

/** Runs one slice. */
const slice = (): void => {
  for (const action of due.splice(0)) action();
};
const all = (): void => {
  for (let slices = 0; due.length > 0; slices++) {
    if (slices > 10_000) throw new Error("it does not end");
    slice();
  }
};
const limits = { underWay: 3, underWayBytes: 100, waitingBytes: 2000 };
const client = (roomAgain = () => undefined as void) => scheduler.client(limits, roomAgain);

/** Work of so many steps of some ms each that gives way when its turn is over. */
const busy = (name: string, steps: number, ms = 0.5) =>
  function* work(): Work<void> {
    for (let step = 0; step < steps; step++) {
      if (scheduler.turn.over()) yield;
      clock += ms;
      log.push(name);
    }
    log.push(`${name} done`);
  };

describe("a slice", () => {
  it("ends after its time, whatever is left", () => {
    client().request(1, busy("a", 100));
    slice();
    expect(clock).toBeLessThanOrEqual(4.5);
    all();
    expect(log).toHaveLength(101);
  });

  it("gives each client a share in turn", () => {
    client().request(1, busy("a", 20));
    client().request(1, busy("b", 20));
    all();
    expect(log.indexOf("b")).toBe(2);
    expect(log.indexOf("a done")).toBeGreaterThan(30);
  });

  it("serves first who used little, however many others there are", () => {
    for (let count = 0; count < 50; count++) client().request(1, busy("walk", 1000));
    for (let count = 0; count < 100; count++) slice();
    const quick = client();
    log = [];
    quick.request(1, busy("health", 1, 0.01));
    slice();
    expect(log.indexOf("health done")).toBeLessThan(5);
    // And the others still go on while the quick ones keep coming.
    log = [];
    for (let count = 0; count < 10; count++) {
      for (let one = 0; one < 20; one++) client().request(1, busy("health", 1, 0.5));
      slice();
    }
    expect(log.filter((name) => name === "walk").length).toBeGreaterThanOrEqual(10);
  });
});

describe("the requests of a client", () => {
  it("are answered in their order; one that waits for a promise lets the next begin", async () => {
    const one = client();
    let settle = (_value: string): void => undefined;
    const promise = new Promise<string>((resolve) => {
      settle = resolve;
    });
    one.request(1, busy("a", 10));
    one.request(1, function* waits(): Work<void> {
      log.push(`got ${yield promise}`);
    });
    one.request(1, busy("c", 3));
    all();
    expect(log.filter((name) => name.endsWith("done"))).toEqual(["a done", "c done"]);
    settle("b");
    await promise;
    all();
    expect(log.at(-1)).toBe("got b");
  });

  it("get the errors of promises, and their own errors end them alone", async () => {
    const one = client();
    one.request(1, function* catches() {
      try {
        yield Promise.reject(new Error("refused"));
      } catch (error) {
        log.push((error as Error).message);
      }
    });
    one.request(1, function* throws() {
      if (log.length < 99) throw new Error("broke");
      yield;
    });
    one.request(1, busy("c", 1));
    all();
    await new Promise((resolve) => setImmediate(resolve));
    all();
    expect(log).toEqual(["c", "c done", "refused"]);
    expect(broken).toEqual([new Error("broke")]);
  });

  it("are not taken any further while enough of them wait", async () => {
    let room = 0;
    const one = client(() => void room++);
    const never = new Promise<void>(() => undefined);
    const waits = function* waits(): Work<void> {
      yield never;
    };
    // Each counts with half a kilobyte besides its own bytes.
    for (let count = 0; count < 4; count++) {
      expect(one.full).toBe(false);
      one.request(1, waits);
    }
    expect(one.full).toBe(true);
    all();
    expect([one.full, room]).toEqual([false, 1]);
    // As many are under way as may be: the next ones wait.
    for (let count = 0; count < 3; count++) one.request(1, busy("late", 1));
    all();
    expect([one.full, room, log]).toEqual([true, 1, []]);
    // What is urgent does not.
    one.urgent(1, () => void log.push("urgent"));
    all();
    expect(log).toEqual(["urgent"]);
    one.close();

    const other = client(() => void room++);
    other.request(5000, waits);
    expect(other.full).toBe(true);
    all();
    expect([other.full, room]).toEqual([false, 2]);
    // Something as long is not begun while the first is under way.
    other.request(50, busy("late", 1));
    all();
    expect(log).toEqual(["urgent"]);
  });

  it("wait in small numbers when much waits on all clients together", () => {
    const big = scheduler.client({ ...limits, waitingBytes: 2 ** 40 }, () => undefined);
    big.hold(true);
    const small = scheduler.client({ ...limits, waitingBytes: 2 ** 40 }, () => undefined);
    small.hold(true);
    small.request(100_000, busy("late", 1));
    expect(small.full).toBe(false);
    big.request(300_000_000, busy("late", 1));
    expect([small.full, big.full]).toEqual([true, true]);
    big.close();
    expect(small.full).toBe(false);
  });

  it("end with the connection; what waits for a promise may put its things in order", async () => {
    const one = client();
    let settle = (_value: string): void => undefined;
    const promise = new Promise<string>((resolve) => {
      settle = resolve;
    });
    one.request(1, function* waits(): Work<void> {
      const got = yield promise;
      log.push(String(got));
      yield;
      log.push("never");
    });
    one.request(1, function* walks() {
      try {
        for (;;) yield;
      } finally {
        log.push("stopped");
      }
    });
    one.background(busy("beside", 1000)());
    for (let count = 0; count < 4; count++) slice();
    one.close();
    one.request(1, busy("late", 1));
    log = log.filter((name) => name !== "beside");
    expect(log).toEqual(["stopped"]);
    settle("unwatched");
    await promise;
    all();
    expect(log).toEqual(["stopped", "unwatched"]);
  });
});

describe("work beside the requests", () => {
  it("does not hold them up, and takes turns", () => {
    const one = client();
    one.background(busy("x", 40)());
    one.background(busy("y", 40)());
    one.request(1, busy("request", 10));
    all();
    expect(log.indexOf("request done")).toBeLessThan(log.indexOf("x done"));
    expect(log.indexOf("y")).toBeLessThan(10);
  });

  it("can be ended from outside and from within", async () => {
    const one = client();
    const stop = one.background(busy("x", 1000)());
    slice();
    stop();
    all();
    expect(log).not.toContain("x done");
    const ended: { stop: () => void } = { stop: () => undefined };
    ended.stop = one.background(
      (function* own(): Work<void> {
        ended.stop();
        log.push("goes on to its next pause");
        yield;
        log.push("never");
      })(),
    );
    let settle = (): void => undefined;
    const promise = new Promise<void>((resolve) => {
      settle = resolve;
    });
    const stopWaiting = one.background(
      (function* waits(): Work<void> {
        yield promise;
        log.push("never");
      })(),
    );
    all();
    stopWaiting();
    settle();
    await promise;
    all();
    expect(log).not.toContain("never");
    expect(log.at(-1)).toBe("goes on to its next pause");
  });

  it("runs one after the other in a series", async () => {
    const one = client();
    const series = createSeries(one);
    const promise = Promise.resolve();
    series.add(function* first() {
      yield promise;
      log.push("first");
    });
    series.add(() => void log.push("second"));
    expect(series.idle).toBe(false);
    all();
    expect(log).toEqual([]);
    await promise;
    all();
    expect([log, series.idle]).toEqual([["first", "second"], true]);
    series.add(busy("third", 1000));
    slice();
    series.stop();
    series.add(busy("fourth", 1));
    all();
    expect(log).not.toContain("third done");
    expect(log).not.toContain("fourth");
  });
});
