import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildPackage } from "./build.ts";
import { home, oldestNode } from "./contents.ts";
import { declarations } from "./declarations.ts";

const target = mkdtempSync(join(tmpdir(), "subtensor-built-"));
const read = (path: string): string => readFileSync(join(target, path), "utf8");
beforeAll(() => buildPackage(target), 120_000);
afterAll(() => rmSync(target, { recursive: true, force: true }));

/** What the package's program says. */
const run = (...args: string[]) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: target, encoding: "utf8" });
  return { status, stdout, stderr };
};

describe("the package", () => {
  it("runs without anything beside it", () => {
    const { version } = JSON.parse(readFileSync(join(home, "package.json"), "utf8"));
    expect(run("bin/subtensor.js", "--version")).toEqual({
      status: 0,
      stdout: `subtensor-ts ${version}\n`,
      stderr: "",
    });
    const { status, stderr } = run("bin/subtensor.js", "replay", join(home, "test/vectors/chains/o-shield.json.gz"));
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  });

  it("names what it is and needs, and nothing to install", () => {
    const { bin, engines, dependencies, scripts } = JSON.parse(read("package.json"));
    expect(bin).toEqual({ subtensor: "bin/subtensor", "subtensor-ts": "bin/subtensor" });
    expect({ engines, dependencies, scripts }).toEqual({ engines: { node: oldestNode } });
  });

  it("has the licences of what is joined into it", () => {
    const names = [...read("THIRD-PARTY").matchAll(/^(@?[\w./-]+) \d+\.\d+\.\d+\S*$/gm)].map(([, name]) => name);
    expect(names).toEqual(
      expect.arrayContaining(["@noble/curves", "classic-level", "commander", "libp2p", "pino", "ws"]),
    );
    expect(read("THIRD-PARTY")).toContain("deps/leveldb");
  });
});

describe("a Node.js of another version", () => {
  /** Starts the program as if Node.js had this version. */
  const startAs = (version: string) => {
    const code = `Object.defineProperty(process.versions, "node", { value: "${version}" });
      process.argv.push("--version");
      await import("./bin/subtensor.js");`;
    return run("--input-type=module", "-e", code, "program");
  };

  it.each(["20.19.4", "22.14.0", "23.7.0"])("%s is refused in one line", (version) => {
    const stderr = `subtensor: Node.js ${version} is too old; install 22.15 or newer\n`;
    expect(startAs(version)).toEqual({ status: 1, stdout: "", stderr });
  });

  it.each(["22.15.0", "23.8.0", "24.0.0"])("%s is taken", (version) =>
    expect(startAs(version).stdout).toMatch(/^subtensor-ts /),
  );
});

describe("types of a library entry", () => {
  it("come with what they name, and name files that are there", () => {
    const made = declarations(["src/primitives/header.ts"]);
    expect([...made.keys()]).toContain("types/src/lib/bytes.d.ts");
    expect([...made.values()].filter((text) => /from "\.[^"]*\.ts"/.test(text))).toEqual([]);
  });

  it("are refused where they need a package that users lack", () =>
    expect(() => declarations(["src/network/libp2p/connections.ts"])).toThrow("has types of @libp2p/"));
});
