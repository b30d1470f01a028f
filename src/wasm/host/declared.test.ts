import { expect, it } from "vitest";
import { declaredFunctions } from "../testing/declared-functions.ts";
import { hostFunctions, hostFunctionType } from "./functions.ts";

const letter: Readonly<Record<string, string>> = { i32: "i", i64: "I" };

/** The two that are WebAssembly themselves. */
const allocator = ["ext_allocator_malloc_version_1", "ext_allocator_free_version_1"];

it("has every function of the original and no other, each with its types", () => {
  const signatures = [...hostFunctions.keys(), ...allocator].map((name) => {
    const { takes, gives } = hostFunctionType(name) ?? { takes: [], gives: undefined };
    return `${name} ${takes.map((type) => letter[type]).join("")}${gives === undefined ? "" : `>${letter[gives]}`}`;
  });
  expect(signatures.sort()).toEqual(declaredFunctions());
});

it("knows the 115 functions of sp-io and the 18 beside it", () => {
  expect(declaredFunctions(["host_calls", "storage_proof_size", "benchmarking"])).toHaveLength(115);
  expect(declaredFunctions()).toHaveLength(115 + 18);
});
