import { describe, expect, it } from "vitest";
import type { FuzzChain } from "./chain.ts";
import { newCoverage } from "./coverage.ts";
import { runEpisode } from "./episode.ts";
import { menuOf } from "./generate.ts";
import { prepareChain } from "./prepare.ts";
import { createRandom } from "./random.ts";
import { declaredErrors } from "./report.ts";
import { sweep } from "./sweep.ts";
import { apisThatPanic, brokenByTheOriginal, callsWithoutSuccess, errorsNeverSeen } from "./unreached.ts";

const prepared: FuzzChain = prepareChain();

describe("generated extrinsics", () => {
  it("meet nothing but errors of the rules, and break no invariant", () => {
    prepared.watch.coverage = newCoverage();
    for (const episode of [0, 1]) {
      const { failure, broken } = runEpisode({ chain: prepared }, { seed: 425, episode, length: 1500 });
      expect(failure).toBeUndefined();
      expect(broken.filter(({ invariant }) => brokenByTheOriginal[invariant] === undefined)).toEqual([]);
    }
    const { calls, errors, extrinsics, apis, apiPanics } = prepared.watch.coverage;
    expect(Object.keys(apis).length).toBeGreaterThan(30);
    const panicked = Object.keys(apiPanics).map((what) => what.split(":")[0] ?? "");
    expect(panicked.filter((name) => apisThatPanic[name] === undefined)).toEqual([]);
    expect(extrinsics).toBe(3000);
    // Nearly every call succeeds at least once already, and a third of all errors is met.
    expect(Object.values(calls).filter(({ succeeded }) => succeeded > 0).length).toBeGreaterThan(200);
    expect(Object.keys(errors).length).toBeGreaterThan(100);
  }, 120_000);

  it("come out the same for the same seed", () => {
    const run = () => {
      prepared.watch.coverage = newCoverage();
      runEpisode({ chain: prepared }, { seed: 9, episode: 7, length: 200 });
      return prepared.watch.coverage;
    };
    expect(run()).toEqual(run());
    const [one, other] = [createRandom(1), createRandom(2)];
    expect(one.bytes(8)).not.toEqual(other.bytes(8));
  }, 60_000);
});

describe("every call from every origin", () => {
  it("with each argument at its edges fails by the rules or not at all", () => {
    const { dispatched, succeeded, failures } = sweep(prepared, true);
    expect(failures).toEqual([]);
    expect(dispatched).toBeGreaterThan(15_000);
    expect(succeeded).toBeGreaterThan(1500);
  }, 180_000);
});

describe("what is said to be never seen", () => {
  it("is declared", () => {
    const errors = new Set(declaredErrors());
    expect(Object.keys(errorsNeverSeen).filter((name) => !errors.has(name))).toEqual([]);
    const { apis } = prepared.runtime;
    const methods = apis.flatMap(({ name, methods }) => Object.keys(methods).map((method) => `${name}_${method}`));
    expect(Object.keys(apisThatPanic).filter((name) => !methods.includes(name))).toEqual([]);
    const { names } = menuOf(prepared.runtime);
    expect(Object.keys(callsWithoutSuccess).filter((name) => !names.includes(name))).toEqual([]);
  });
});
