import { beforeEach, describe, expect, it } from "vitest";
import { type BareState, bareState } from "../../../../test/support/bare-state.ts";
import { utf8 } from "../../../lib/bytes.ts";
import type { CallValue } from "../../frame/calls.ts";
import { type FailureReason, okOr } from "../../frame/dispatch-error.ts";
import { rootOrigin } from "../../frame/origin.ts";
import { addWeight, type Weight, weight } from "../../frame/weight.ts";
import type { AccountId } from "../../types/account-id.ts";
import { balances } from "../balances/index.ts";
import { preimage } from "../preimage/index.ts";
import { system } from "../system/index.ts";
import { storage as systemStorage } from "../system/storage.ts";
import { utility } from "../utility/index.ts";
import { errors } from "./errors.ts";
import { scheduler } from "./index.ts";
import { ensurePrivilege } from "./plan.ts";
import { storage } from "./storage.ts";
import { serviceTask, weights } from "./weights.ts";

const alice: AccountId = `0x${"aa".repeat(32)}`;
const [name, otherName] = [`0x${"01".repeat(32)}`, `0x${"02".repeat(32)}`] as const;
const key = "\x07\x07";
/** Writes one byte where the next one overwrites it. */
const write = (byte: number): CallValue => ({
  pallet: "System",
  name: "set_storage",
  args: { items: [[new Uint8Array([7, 7]), new Uint8Array([byte])]] },
});
/** Fails: remarks with an event are for those who sign. */
const failing: CallValue = { pallet: "System", name: "remark_with_event", args: { remark: utf8("no") } };
const heavy = (refTime: bigint, call: CallValue): CallValue => ({
  pallet: "Utility",
  name: "with_weight",
  args: { call, weight: weight(refTime) },
});

let bare: BareState;
const run = (called: string, args: Record<string, unknown>, root = true): FailureReason | undefined => {
  const { runtime } = bare.state;
  const call: CallValue = { pallet: "Scheduler", name: called, args };
  const result = okOr(() => runtime.dispatch(bare.state, call, root ? rootOrigin : runtime.signed(alice)));
  return "failure" in result ? result.failure.reason : undefined;
};
interface Given {
  readonly periodic?: [number, number];
  readonly priority?: number;
}
const plan = (when: number, call: CallValue, { periodic, priority = 0 }: Given = {}) =>
  run("schedule", { when, maybe_periodic: periodic, priority, call });
const planNamed = (id: string, when: number, call: CallValue, periodic?: [number, number]) =>
  run("schedule_named", { id, when, maybe_periodic: periodic, priority: 0, call });
/** Goes on to a block; what it told, and what it weighed. */
const block = (number: number): { readonly told: readonly string[]; readonly weighed: Weight } => {
  systemStorage.Number.set(bare.state, number);
  bare.forget();
  const weighed = scheduler.hooks.onInitialize?.(bare.state, number) as Weight;
  return { told: bare.told(), weighed };
};
const agenda = (when: number) => storage.Agenda.at(when).get(bare.state);
const written = () => bare.state.get(key)?.[0];

beforeEach(() => {
  bare = bareState([
    [0, system],
    [5, balances],
    [11, utility],
    [14, preimage],
    [15, scheduler],
  ]);
});

describe("a planned call", () => {
  it("is made in its block, and weighs what was made", () => {
    plan(3, write(1));
    const empty = addWeight(weights.serviceAgendasBase, weights.serviceAgendaBase(0));
    expect(block(2)).toEqual({ told: [], weighed: empty });
    const own = bare.state.runtime.dispatchInfo(bare.state, write(1)).call_weight;
    expect(block(3)).toEqual({
      told: ["Dispatched"],
      weighed: addWeight(
        weights.serviceAgendasBase,
        weights.serviceAgendaBase(1),
        serviceTask(undefined, false, false),
        weights.executeDispatchUnsigned,
        own,
      ),
    });
    expect(written()).toBe(1);
    expect(storage.Agenda.at(3).exists(bare.state)).toBe(false);
  });

  it("is for a later block", () => {
    expect(plan(1, write(1))).toBe(errors.TargetBlockNumberInPast);
    expect(plan(2, write(1))).toBe(undefined);
    run("schedule_after", { after: 0, maybe_periodic: undefined, priority: 0, call: write(2) });
    expect(agenda(2)).toHaveLength(2);
    const after = { id: name, after: 5, maybe_periodic: undefined, priority: 0, call: write(2) };
    run("schedule_named_after", after);
    expect(storage.Lookup.at(name).get(bare.state)).toEqual([7, 0]);
  });

  it("is made by its priority, and else in the order of planning", () => {
    for (const [byte, priority] of [
      [1, 9],
      [2, 1],
      [3, 9],
      [4, 0],
    ] as const)
      plan(2, write(byte), { priority });
    block(2);
    expect(written()).toBe(3);
  });

  it("is root's to plan and to end", () => {
    const task = { task: [2, 0], retries: 1, period: 1 };
    const planning = { when: 2, maybe_periodic: undefined, priority: 0, call: write(1) };
    expect(run("schedule", planning, false)).toBe("BadOrigin");
    expect(run("cancel", { when: 2, index: 0 }, false)).toBe("BadOrigin");
    expect(run("set_retry", task, false)).toBe("BadOrigin");
    expect(run("cancel", { when: 2, index: 0 })).toBe(errors.NotFound);
    expect(run("set_retry", task)).toBe(errors.NotFound);
    expect(run("cancel_retry", { task: [2, 0] })).toBe(errors.NotFound);
    const signed = { type: "Signed", who: alice } as const;
    expect(bare.reasonOf(() => ensurePrivilege(signed, signed))).toBe(undefined);
    expect(bare.reasonOf(() => ensurePrivilege(signed, { type: "Root" }))).toBe("BadOrigin");
    expect(bare.reasonOf(() => ensurePrivilege(signed, { type: "Signed", who: name }))).toBe("BadOrigin");
  });

  it("has a name of its own, and is ended by it", () => {
    planNamed(name, 2, write(1));
    expect(planNamed(name, 3, write(1))).toBe(errors.FailedToSchedule);
    planNamed(otherName, 2, write(2));
    run("set_retry_named", { id: name, retries: 3, period: 1 });
    expect(run("cancel_named", { id: name })).toBe(undefined);
    expect(agenda(2).map((task) => task?.maybe_id)).toEqual([undefined, otherName]);
    expect(run("cancel_named", { id: name })).toBe(errors.NotFound);
    expect([...storage.Retries.keys(bare.state)]).toEqual([]);
    run("cancel", { when: 2, index: 1 });
    expect(storage.Agenda.at(2).exists(bare.state)).toBe(false);
    expect(storage.Lookup.at(otherName).exists(bare.state)).toBe(false);
    for (const called of ["set_retry_named", "cancel_retry_named"])
      expect(run(called, { id: name, retries: 1, period: 1 })).toBe(errors.NotFound);
  });

  it("is one of fifty in a block, and fills a gap when the fifty are there", () => {
    for (let i = 0; i < 50; i++) plan(2, write(i));
    expect(plan(2, write(50))).toBe("Exhausted");
    run("cancel", { when: 2, index: 20 });
    plan(2, write(50));
    expect(agenda(2)).toHaveLength(50);
    run("cancel", { when: 2, index: 49 });
    expect(agenda(2)).toHaveLength(49);
  });
});

describe("a period", () => {
  it("repeats a call so many times, under its name", () => {
    planNamed(name, 2, write(1), [2, 3]);
    expect(block(2).told).toEqual(["Dispatched", "Scheduled"]);
    expect(storage.Lookup.at(name).get(bare.state)).toEqual([4, 0]);
    expect(block(3).told).toEqual([]);
    expect(block(4).told).toEqual(["Dispatched", "Scheduled"]);
    expect(block(5).told).toEqual([]);
    expect(block(6).told).toEqual(["Dispatched"]);
    expect(storage.Lookup.at(name).exists(bare.state)).toBe(false);
  });

  it("of no blocks, or of one time, is none", () => {
    plan(2, write(1), { periodic: [0, 5] });
    plan(2, write(1), { periodic: [5, 1] });
    expect(agenda(2).map((task) => task?.maybe_periodic)).toEqual([undefined, undefined]);
  });

  it("ends where there is no room", () => {
    plan(2, write(1), { periodic: [1, 5] });
    for (let i = 0; i < 50; i++) plan(3, write(i));
    expect(block(2).told).toEqual(["Dispatched", "PeriodicFailed"]);
  });
});

describe("a retry", () => {
  it("makes a failed call again, some blocks later, so many times", () => {
    planNamed(name, 2, failing);
    run("set_retry_named", { id: name, retries: 2, period: 3 });
    expect(block(2).told).toEqual(["Dispatched", "Scheduled"]);
    expect(storage.Retries.at([5, 0]).get(bare.state)).toEqual({ total_retries: 2, remaining: 1, period: 3 });
    expect(agenda(5)[0]?.maybe_id).toBe(undefined);
    block(3);
    block(4);
    expect(block(5).told).toEqual(["Dispatched", "Scheduled"]);
    for (const number of [6, 7]) block(number);
    expect(block(8).told).toEqual(["Dispatched"]);
    expect([...storage.Retries.keys(bare.state)]).toEqual([]);
  });

  it("starts anew with each repetition", () => {
    plan(2, failing, { periodic: [10, 3] });
    run("set_retry", { task: [2, 0], retries: 2, period: 3 });
    expect(block(2).told).toEqual(["Dispatched", "Scheduled", "Scheduled"]);
    expect(storage.Retries.at([12, 0]).get(bare.state)).toEqual({ total_retries: 2, remaining: 2, period: 3 });
  });

  it("is not for a call that went well, and can be taken back", () => {
    plan(2, write(1));
    plan(2, failing);
    for (const index of [0, 1]) run("set_retry", { task: [2, index], retries: 1, period: 3 });
    run("cancel_retry", { task: [2, 1] });
    expect(block(2).told).toEqual(["Dispatched", "Dispatched"]);
    expect([...storage.Agenda.keys(bare.state)]).toEqual([]);
  });

  it("is lost where there is no room", () => {
    plan(2, failing);
    run("set_retry", { task: [2, 0], retries: 1, period: 1 });
    for (let i = 0; i < 50; i++) plan(3, write(i));
    expect(block(2).told).toEqual(["Dispatched", "RetryFailed"]);
  });
});

describe("the weight of a block", () => {
  const limit = 3_200_000_000_000n;

  it("leaves what does not fit to the next block", () => {
    plan(2, heavy(limit - 2_000_000_000n, write(1)));
    plan(2, heavy(limit - 2_000_000_000n, write(2)));
    plan(3, write(3));
    expect(block(2).told).toEqual(["Dispatched", "AgendaIncomplete"]);
    expect(written()).toBe(1);
    expect(storage.IncompleteSince.get(bare.state)).toBe(2);
    expect(agenda(2)[0]).toBe(undefined);
    expect(block(3).told).toEqual(["Dispatched", "Dispatched"]);
    expect(written()).toBe(3);
    expect(storage.IncompleteSince.exists(bare.state)).toBe(false);
  });

  it("gives up what fits into no block, and keeps it", () => {
    plan(2, heavy(limit, write(1)));
    plan(2, write(2));
    expect(block(2).told).toEqual(["PermanentlyOverweight", "Dispatched"]);
    expect(written()).toBe(2);
    expect(agenda(2)).toHaveLength(2);
    expect(block(3).told).toEqual([]);
  });
});
