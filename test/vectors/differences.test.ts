import { describe, expect, it } from "vitest";
import { devAccount } from "../../src/crypto/dev-accounts.ts";
import { isVerified, rememberVerified } from "../../src/crypto/verified.ts";
import type { Hex } from "../../src/lib/bytes.ts";
import { replayFile } from "../../src/replay/replay-file.ts";
import { recordingJson, recordingNames } from "../support/recordings.ts";

/** A file of calls on one state, with the answers of the original compiled to WebAssembly. */
interface Calls {
  readonly calls: readonly { readonly method: string; readonly args: string }[];
  readonly expected: readonly string[];
}

describe("calls at which our rules differed from the original's", () => {
  const names = recordingNames("differences").map((file) => file.replace(/\.json\.gz$/, ""));

  it("are there", () => expect(names.length).toBeGreaterThan(15));

  it.each(names)("%s", { timeout: 60_000 }, (name) => {
    const { line, details } = replayFile(name, recordingJson("differences", `${name}.json.gz`));
    expect([line, ...details].join("\n")).toMatch(/^PASS /);
  });

  it.each([
    ["an answer that is another", (last: string) => `${last.slice(0, -2)}ff`],
    ["an answer where there is none", () => "TRAP RuntimeError: unreachable"],
  ])("are compared: %s", (_, spoil) => {
    const file = recordingJson("differences", "1-set-out-of-order.json.gz") as Calls;
    const expected = file.expected.map((answer, i) => (i === file.expected.length - 1 ? spoil(answer) : answer));
    const { passed, line, details } = replayFile("spoilt", { ...file, expected });
    expect(passed).toBe(false);
    expect(line).toBe("FAIL spoilt: call 3, BlockBuilder_finalize_block");
    expect(details[0]).toContain('"extrinsics_root":"0x');
  });

  it("an end without an answer is compared with an answer", () => {
    const file = recordingJson("differences", "7-api-undecodable-extrinsic.json.gz") as Calls;
    const { line } = replayFile("spoilt", { ...file, expected: ["0x00", "0x0000", "0x010000"] });
    expect(line).toBe("FAIL spoilt: call 2, BlockBuilder_apply_extrinsic");
  });

  it("make no signature good for the file after them", () => {
    const { publicKey } = devAccount("Alice");
    const signature: Hex = `0x${"5a".repeat(64)}`;
    const forged = { scheme: "sr25519", signature, message: new Uint8Array(4), publicKey } as const;
    rememberVerified(forged);
    replayFile("1-set-out-of-order", recordingJson("differences", "1-set-out-of-order.json.gz"));
    expect(isVerified(forged)).toBe(false);
  });
});
