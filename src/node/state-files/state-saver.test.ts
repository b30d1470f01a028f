import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { UserError } from "../../lib/user-error.ts";
import { checkSavePlace } from "./state-saver.ts";

it.each([
  ["a name that is too long", join(tmpdir(), "x".repeat(100_000)), "no state file can have the name"],
  ["a name with a zero byte", join(tmpdir(), "a\0b"), "no state file can have the name"],
  ["a folder that there is not", join(tmpdir(), "there", "is", "none", "a.state"), "no state file can be written to"],
])("refuses %s in a line", (_what, path, words) => {
  const check = () => checkSavePlace({ path, interval: undefined, blocks: false });
  expect(check).toThrow(UserError);
  expect(check).toThrow(words);
  expect(check).toThrow(/^.{1,600}$/s);
});
