import { expect, it } from "vitest";
import { createExtrinsic } from "../../primitives/extrinsic.ts";
import { bareExtrinsic } from "../../runtime/executive/extrinsic.ts";
import { createRuntime, local } from "../../runtime/index.ts";
import { createDecoder } from "./decoder.ts";

const runtime = createRuntime(local);
const remark = (length: number) =>
  createExtrinsic(
    bareExtrinsic({ pallet: "System", name: "remark", args: { remark: new Uint8Array(length) } }, runtime),
  );

it("decodes an extrinsic once as long as it is in use", () => {
  const decode = createDecoder(runtime);
  const one = remark(5);
  const first = decode(one);
  expect(first.call.name).toBe("remark");
  expect(decode(one)).toBe(first);
  expect(decode(remark(5))).not.toBe(first);
  // Asked for again and again, it stays whatever else comes.
  for (let round = 0; round < 8; round++) {
    decode(remark(300_000));
    expect(decode(one)).toBe(first);
  }
});

it("forgets what it made of extrinsics when others take their place", () => {
  const decode = createDecoder(runtime);
  const one = remark(5);
  const first = decode(one);
  for (let round = 0; round < 8; round++) decode(remark(300_000));
  expect(decode(one)).not.toBe(first);
  expect(decode(one)).toEqual(first);
});
