import { expect, it } from "vitest";
import { NotBuiltTrap, ProgramPanic, Trap } from "../../wasm/memory.ts";
import { ProgramError } from "../../wasm/module/error.ts";
import { asEngine, trapText } from "./errors.ts";

it("tells how a program ended a call as the original does, its last words below that", () => {
  const trap = new Trap("wasm trap: wasm `unreachable` instruction executed");
  const text = "Execution failed: Execution aborted due to trap: wasm trap: wasm `unreachable` instruction executed";
  expect(trapText(trap)).toBe(text);
  trap.words = "panicked at lib.rs:1: no";
  expect(trapText(trap)).toBe(`${text}\npanicked at lib.rs:1: no`);
  expect(trapText(new ProgramPanic("no"))).toBe("Execution failed: Execution aborted due to panic: no");
  expect(trapText(new Error("ours"))).toBeUndefined();
});

it("does not say of a block that it is wrong where this node lacks what the program asks for", () => {
  const ending = (error: Error) => () =>
    asEngine(() => {
      throw error;
    });
  expect(ending(new NotBuiltTrap("version 0"))).toThrow(expect.objectContaining({ kind: "not-built" }));
  const lacks = "the program imports functions that this node does not have: ext_dream_version_1";
  const error = expect.objectContaining({ kind: "not-built", message: lacks });
  expect(ending(new ProgramError("imports", lacks))).toThrow(error);
  expect(ending(new Trap("no"))).toThrow(expect.objectContaining({ kind: "failed" }));
});
