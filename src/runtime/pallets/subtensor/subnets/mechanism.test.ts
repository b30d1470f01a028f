import { describe, expect, it } from "vitest";
import { ensureMaxUidsOverAllMechanisms } from "./mechanism.ts";

describe("the uids of all mechanisms together", () => {
  it("are 256 at most", () => {
    for (const [uids, mechanisms] of [
      [256, 1],
      [128, 2],
      [64, 4],
    ] as const)
      expect(() => ensureMaxUidsOverAllMechanisms(uids, mechanisms)).not.toThrow();
    for (const [uids, mechanisms] of [
      [257, 1],
      [129, 2],
      [256, 2],
    ] as const)
      expect(() => ensureMaxUidsOverAllMechanisms(uids, mechanisms)).toThrow("TooManyUIDsPerMechanism");
  });
});
