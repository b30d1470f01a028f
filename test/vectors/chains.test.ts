import { describe, expect, it } from "vitest";
import { replayFile } from "../../src/replay/replay-file.ts";
import { recordingJson, recordingNames } from "../support/recordings.ts";
import { reached } from "./reached.ts";

/**
 * Every recorded chain is executed again and compared block by block. Chains that do not pass yet stand in `reached.ts`
 * with the block that stops them and why, so that getting further is seen and falling back fails.
 */
/** Chains after whose every block all invariants are checked as well. */
const tried = ["a-transfers", "f-children", "i-crowdloan", "j-dissolve", "n-system", "w-rest", "random-302"];

describe("recorded chains", () => {
  const names = recordingNames("chains").map((file) => file.replace(/\.json\.gz$/, ""));

  it("are all known, and none is listed that does not exist", () => {
    expect(Object.keys(reached).filter((name) => !names.includes(name))).toEqual([]);
  });

  for (const name of names) {
    it(name, { timeout: 300_000 }, () => {
      const { line, details } = replayFile(name, recordingJson("chains", `${name}.json.gz`), {
        tryState: tried.includes(name),
      });
      const expected = reached[name];
      if (expected === undefined) expect([line, ...details].join("\n")).toMatch(/^PASS /);
      else expect(line).toBe(`FAIL ${name}: ${expected}`);
    });
  }
});
