import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it, onTestFinished } from "vitest";
import { freePort, startNode } from "../support/node-process.ts";
import { runCommand } from "../support/run-command.ts";

const program = fileURLToPath(new URL("../../bin/subtensor", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "subtensor-ends-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const sleep = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));
const isRoot = process.getuid?.() === 0;
const chain = ["--dev", "--fast-runtime", "--drand", "offline"];

/** A directory for temporary files of a node of its own. */
function temporary(name: string): string {
  const directory = join(folder, name);
  mkdirSync(directory);
  return directory;
}

/** Starts a node and kills it after the test, whatever becomes of it. */
async function start(args: readonly string[], env: Record<string, string> = {}, before = ":") {
  const node = await startNode([...chain, ...args], { env, before });
  onTestFinished(async () => void (await node.stop("SIGKILL")));
  return node;
}

describe("a base path that cannot be used is one line, and exit code 1", () => {
  const refused = async (path: string, why: RegExp) => {
    const { code, stdout, stderr } = await runCommand(program, [...chain, "--base-path", path], { within: 5000 });
    expect(stderr).toMatch(why);
    expect(stderr).toMatch(/^subtensor: [^\n]+\n$/);
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
  };

  it("that is empty, below a file, a link to nowhere, or where the system makes no directories", async () => {
    writeFileSync(join(folder, "file"), "");
    symlinkSync(join(folder, "nowhere"), join(folder, "link"));
    await Promise.all([
      refused("", /--base-path is empty: give a directory/),
      refused(join(folder, "file"), /file is a file: give a directory/),
      refused(join(folder, "file", "below"), /file is a file: give a directory/),
      refused(join(folder, "link"), /a link of that name leads nowhere/),
    ]);
    if (process.platform === "linux") await refused("/proc/below", /the system makes no directories there/);
  });

  it.skipIf(!isRoot)("on a read-only file system", async () => {
    const disk = temporary("read-only");
    execFileSync("mount", ["-t", "tmpfs", "-o", "ro", "tmpfs", disk]);
    onTestFinished(() => void execFileSync("umount", ["-l", disk]));
    await refused(disk, /the file system is read-only: mount it for writing/);
    await refused(join(disk, "below"), /the file system is read-only: mount it for writing/);
  });

  it("for what is thrown away, when the place for temporary files does not exist", async () => {
    const env = { TMPDIR: join(folder, "absent") };
    const { code, stderr } = await runCommand(program, [...chain, "--tmp"], { env, within: 5000 });
    expect(stderr).toMatch(/^subtensor: the temporary directory [^\n]+ cannot be made: [^\n]+ in TMPDIR\n$/);
    expect(code).toBe(1);
  });

  it("that this user may not write", async (test) => {
    const closed = temporary("closed");
    chmodSync(closed, 0o555);
    chmodSync(folder, 0o755);
    // Permissions do not bind root, but they bind who root becomes.
    const user = isRoot ? ["setpriv", ["--reuid=65534", "--clear-groups", program]] : ["env", [program]];
    const [command, before] = user as [string, string[]];
    const version = await runCommand(command, [...before, "--version"]);
    if (version.code !== 0) return test.skip("another user cannot run the program where it lies");
    const { code, stderr } = await runCommand(command, [...before, ...chain, "--base-path", closed], { within: 5000 });
    expect(stderr).toMatch(/^subtensor: [^\n]+this user may not write there[^\n]+\n$/);
    expect(code).toBe(1);
  });
});

describe("signals end the node in order", () => {
  it.each(["SIGINT", "SIGTERM", "SIGHUP"] as const)("%s", async (signal) => {
    const directory = temporary(signal);
    const node = await start(["--tmp"], { TMPDIR: directory });
    expect(readdirSync(directory)).toHaveLength(1);
    expect(await node.stop(signal)).toBe(0);
    expect(node.log()).toMatch(new RegExp(`🛑 ${signal}: the node stops.*\\n(.*\\n)*.* 🛑 Stopped at block #\\d+\\n$`));
    expect(readdirSync(directory)).toEqual([]);
  });

  it("but not SIGUSR1, which opens no debugger either", async () => {
    const node = await start(["--tmp"], { TMPDIR: temporary("usr1") });
    node.process.kill("SIGUSR1");
    await sleep(500);
    expect(await node.rpc("system_name")).toBe("Subtensor Node");
    expect(node.log()).not.toContain("Debugger");
  });

  it.skipIf(process.platform !== "linux")("but not SIGHUP under nohup", async () => {
    const node = await start(["--tmp"], {}, "trap '' HUP");
    node.process.kill("SIGHUP");
    await sleep(300);
    expect(await node.stop()).toBe(0);
    expect(node.log()).not.toContain("SIGHUP");
  });

  it("from the first moment on, before anything is up", async () => {
    const directory = temporary("early");
    const preload = join(folder, "early.mjs");
    writeFileSync(
      preload,
      `const look = () => process.listenerCount("SIGTERM") > 0 ? process.kill(process.pid, "SIGTERM") : setImmediate(look);
       look();`,
    );
    const port = await freePort();
    const env = { TMPDIR: directory, NODE_OPTIONS: `--import ${preload}` };
    const result = await runCommand(program, [...chain, "--tmp", "--rpc-port", String(port)], { env, within: 10_000 });
    expect(result.stderr).toMatch(/🛑 SIGTERM: the node stops/);
    expect(result.code).toBe(0);
    expect(readdirSync(directory)).toEqual([]);
  });

  it("a second one ends it at once, and leaves nothing behind either", async () => {
    const directory = temporary("twice");
    const node = await start(["--tmp"], { TMPDIR: directory });
    // A request that never comes to its end is waited for a while.
    const slow = connect(node.port, "127.0.0.1");
    slow.on("error", () => {});
    slow.write("POST / HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\ncontent-length: 9\r\n\r\n");
    await sleep(100);
    node.process.kill("SIGTERM");
    while (!node.log().includes("the node stops")) await sleep(5);
    node.process.kill("SIGINT");
    expect(await node.ended(5000)).toBe(130);
    expect(readdirSync(directory)).toEqual([]);
  });

  it("a start that fails leaves nothing behind", async () => {
    const directory = temporary("failed");
    const taken = await start(["--sealing", "manual", "--tmp"]);
    const args = [...chain, "--tmp", "--rpc-port", String(taken.port)];
    const { code, stderr } = await runCommand(program, args, { env: { TMPDIR: directory }, within: 10_000 });
    expect(stderr).toMatch(/^subtensor: port \d+ is in use[^\n]+\n$/);
    expect(code).toBe(1);
    expect(readdirSync(directory)).toEqual([]);
  });
});
