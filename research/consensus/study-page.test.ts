import { describe, expect, it } from "vitest";
import { computeEpoch } from "../../src/runtime/pallets/subtensor/yuma/epoch.ts";
import { figures, outcomeOf } from "./figures.ts";
import { retentionPlot } from "./retention-plot.ts";
import { outcomesTable, studyPage, table, worstDistance, yuma3Heading, yuma3Table } from "./study-page.ts";
import { yuma3Scenarios } from "./yuma3-scenarios.ts";

const small = { neurons: 32, validators: 8, honestStake: 0.6 };
const right = outcomeOf(computeEpoch, figures.deviation0, small, 2);
/** Everybody's weights taken as they are: no consensus. */
const wrong = outcomeOf((input) => computeEpoch({ ...input, kappa: 0, bondsPenalty: 0 }), figures.deviation0, small, 2);

describe("the page of the study", () => {
  it("says which figures are not as published", () => {
    expect(right.within).toBe(true);
    expect(wrong.within).toBe(false);
    expect(wrong.mean).toBeGreaterThan(70);
    expect(outcomesTable([right, wrong]).match(/\| (yes|NO) /g)).toEqual(["| yes ", "| NO "]);
  });

  it("says which tables of Yuma 3 are not as expected", () => {
    const scenario = yuma3Scenarios[0] ?? expect.unreachable();
    const same = { scenario, found: scenario.expected };
    expect(worstDistance(same)).toBe(0);
    const [first, ...others] = scenario.expected.map((epoch) => ({ ...epoch }));
    const other = {
      ...(first ?? expect.unreachable()),
      bonds: [
        [0.1013, 0],
        [0.1013, 0.002],
        [0.1013, 0],
      ],
    };
    const changed = { scenario, found: [other, ...others] };
    expect(worstDistance(changed)).toBeCloseTo(0.002, 6);
    expect(yuma3Heading(changed)).toBe("kappa_moves_first: NOT equal: 0.002000 off");
    expect(yuma3Table(changed).split("\n").length).toBe(2 + 2 * 6);
    expect(worstDistance({ scenario, found: others.slice(1) })).toBe(Number.POSITIVE_INFINITY);
  });

  it("has a table for everything, and no line of the plot outside it", () => {
    const page = studyPage({
      seeds: 2,
      runs: yuma3Scenarios.map((scenario) => ({ scenario, found: scenario.expected })),
      published: [right],
      yuma3: [wrong],
    });
    expect(page.match(/^### .*: equal/gm)?.length).toBe(7);
    expect(table(["a", "long"], [["bcd", "e"]])).toBe("| a   | long |\n|-----|------|\n| bcd | e    |");
    const panel = {
      title: "one",
      lines: [
        { label: "right", outcome: right },
        { label: "wrong", outcome: wrong },
      ],
    };
    const picture = retentionPlot([panel, panel], "caption");
    expect(picture.match(/<circle/g)?.length).toBe(4);
    const points = [...picture.matchAll(/[ML](\d+\.\d) (\d+\.\d)/g)].map(([, x, y]) => [Number(x), Number(y)]);
    expect(points.length).toBeGreaterThan(40);
    for (const [x = -1, y = -1] of points) expect(x >= 64 && x <= 944 && y >= 60 && y <= 460).toBe(true);
  });
});
