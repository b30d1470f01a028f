import { expect, test } from "vitest";
import { createPatientTimers } from "./patient-timers.ts";

function fakeTimers() {
  const timers = new Set<{ readonly at: number; readonly call: () => void }>();
  let now = 0;
  return {
    now: () => now,
    after: (milliseconds: number, call: () => void) => {
      const timer = { at: now + milliseconds, call };
      timers.add(timer);
      return () => void timers.delete(timer);
    },
    /** Time goes on, and what is due is called then. */
    jump(to: number) {
      now = to;
      for (const timer of [...timers]) if (timer.at <= now && timers.delete(timer)) timer.call();
    },
    waiting: () => timers.size,
  };
}

test("a timer that is called in time calls at once, one that is late waits once more", () => {
  const { now, after, jump } = fakeTimers();
  const timers = createPatientTimers(after, now);
  const called: string[] = [];
  timers(1_000, () => called.push("in time"));
  jump(1_400);
  expect(called).toEqual(["in time"]);
  timers(1_000, () => called.push("late"));
  jump(10_000);
  expect(called).toEqual(["in time"]);
  jump(30_000);
  expect(called).toEqual(["in time", "late"]);
});

test("a timer is called off before and while it waits", () => {
  const { now, after, jump, waiting } = fakeTimers();
  const stop = createPatientTimers(after, now)(1_000, () => expect.unreachable());
  jump(10_000);
  stop();
  expect(waiting()).toBe(0);
  jump(20_000);
});
