import { expect, it } from "vitest";
import { Writer } from "../codec/io.ts";
import { authorityChangeDelays } from "./authority-changes.ts";
import { encodeEngineItem } from "./header.ts";

function change(kind: number, delay: number, voters = 2): Uint8Array {
  const log = new Writer();
  log.u8(kind);
  if (kind === 2) log.u32(17);
  log.compact(voters);
  log.raw(new Uint8Array(voters * 40));
  log.u32(delay);
  return encodeEngineItem({ kind: "consensus", engine: "FRNK", data: log.finish() });
}

it("finds the changes of voters that a digest announces, and nothing else", () => {
  const slot = encodeEngineItem({ kind: "preRuntime", engine: "aura", data: new Uint8Array(8) });
  const pause = encodeEngineItem({ kind: "consensus", engine: "FRNK", data: Uint8Array.of(4, 1, 0, 0, 0) });
  const other = encodeEngineItem({ kind: "consensus", engine: "BEEF", data: change(1, 5) });
  const broken = encodeEngineItem({ kind: "consensus", engine: "FRNK", data: Uint8Array.of(1, 4, 0) });
  const updated = Uint8Array.of(8);
  expect(authorityChangeDelays({ digest: [slot, pause, other, broken, updated] })).toEqual([]);
  expect(authorityChangeDelays({ digest: [slot, change(1, 0)] })).toEqual([0]);
  expect(authorityChangeDelays({ digest: [change(2, 70_000, 0), change(1, 3)] })).toEqual([70_000, 3]);
});
