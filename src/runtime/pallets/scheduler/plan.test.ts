import { describe, expect, it } from "vitest";
import { account } from "../../../../test/support/account.ts";
import { DispatchFailure } from "../../frame/dispatch-error.ts";
import type { OriginCaller } from "../../frame/origin.ts";
import { ensurePrivilege } from "./plan.ts";

const root: OriginCaller = { type: "Root" };
const signed = (byte: string): OriginCaller => ({ type: "Signed", who: account(byte) });

describe("who may touch what was planned", () => {
  it("is Root, and who planned it", () => {
    for (const owner of [root, signed("01")]) expect(() => ensurePrivilege(root, owner)).not.toThrow();
    expect(() => ensurePrivilege(signed("01"), signed("01"))).not.toThrow();
  });

  it("is nobody else", () => {
    for (const owner of [root, signed("02")])
      expect(() => ensurePrivilege(signed("01"), owner)).toThrow(DispatchFailure);
    expect(() => ensurePrivilege(signed("01"), root)).toThrow("BadOrigin");
  });
});
