import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { runCommand } from "../support/run-command.ts";

const script = ["scripts/run.js", "scripts/worlds.ts"].map((path) =>
  fileURLToPath(new URL(`../../${path}`, import.meta.url)),
);

it.each([
  [["nope"], /^no world is called nope; there are [^\n]*\n$/],
  [["one-subnet", "--blocks", "-5"], /^npm run worlds: Option '--blocks' argument is ambiguous[^\n]*\n$/],
  [["one-subnet", "--blocks=-5"], /^npm run worlds: --blocks: '-5' is not a whole number from 0 to \d+\n$/],
  [["--rules", "slow"], /^npm run worlds: no rules are called slow: there are [^\n]*\n$/],
  [["src/"], /^src\/ cannot be read: EISDIR[^\n]*\n$/],
])("npm run worlds refuses %j in one line", async (words, error) => {
  const { code, stdout, stderr } = await runCommand(process.execPath, [...script, ...words]);
  expect([code, stdout]).toEqual([1, ""]);
  expect(stderr).toMatch(error);
});
