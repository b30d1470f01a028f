import { existsSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { createDirectory, pathTrouble } from "./directories.ts";

const folder = mkdtempSync(join(tmpdir(), "subtensor-directories-"));
afterAll(() => rmSync(folder, { recursive: true }));

const make = (path: string) => () => createDirectory(path, "--base-path");

it("makes a directory with all above it, and takes one that is there", () => {
  const path = join(folder, "a", "b", "c");
  make(path)();
  make(path)();
  expect(statSync(path).isDirectory()).toBe(true);
});

it("says in one line what keeps it from being made", () => {
  const file = join(folder, "file");
  writeFileSync(file, "");
  const link = join(folder, "link");
  symlinkSync(join(folder, "nowhere"), link);
  const circle = join(folder, "circle");
  symlinkSync(circle, circle);
  const cases: [path: string, why: string][] = [
    [file, `${file} is a file`],
    [join(file, "x", "y"), `${file} is a file`],
    [link, "a link of that name leads nowhere"],
    [join(circle, "x"), "its links lead in a circle"],
    [join(folder, "x".repeat(300)), "the path is too long"],
    ...(existsSync("/proc/self")
      ? [["/proc/nobody/x/y", "the system makes no directories there"] as [string, string]]
      : []),
  ];
  for (const [path, why] of cases) {
    expect(make(path)).toThrow(why);
    expect(make(path)).toThrow(/^the directory \/\S+ cannot be used: .+, or choose another with --base-path$/);
  }
  expect(existsSync(join(folder, "nowhere"))).toBe(false);
});

it("says what this user may not do", () => {
  const denied = Object.assign(new Error("EACCES: permission denied"), { code: "EACCES" });
  const rest = "there: check the owner and the permissions";
  expect(pathTrouble(denied)).toBe(`this user may not write ${rest}`);
  expect(pathTrouble(denied, "read")).toBe(`this user may not read ${rest}`);
});
