import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { genesisBlock, genesisStorage } from "../../src/node/genesis.ts";
import { parseChainSpec } from "../../src/primitives/chain-spec.ts";
import { decodeHeader } from "../../src/primitives/header.ts";
import { startNode } from "../support/node-process.ts";
import { type CommandResult, runCommand } from "../support/run-command.ts";

const program = fileURLToPath(new URL("../../bin/subtensor", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "subtensor-tools-"));
const base = join(folder, "base");
const target = ["--dev", "--base-path", base];

function subtensor(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(program, args, { encoding: "utf8", input: "" });
  return { status, stdout, stderr };
}

/** The error of a command, which must be one line. */
function refusal(...args: string[]): string {
  const { status, stdout, stderr } = subtensor(...args);
  expect(stdout).toBe("");
  expect(stderr).toMatch(/^subtensor: .*\n$/);
  expect(status).toBe(1);
  return stderr.slice("subtensor: ".length).trim();
}

interface BlockHeader {
  number: string;
  stateRoot: string;
}

/** What each command came to while a node ran on the database. */
const whileRunning = new Map<string, CommandResult>();
let endCode: number | null;

/** Thirteen blocks, of which the last five keep their state; the last was made after the commands were refused. */
let hashes: string[];
let headers: BlockHeader[];
beforeAll(async () => {
  const node = await startNode([...target, "--sealing", "manual", "--state-pruning", "5"]);
  try {
    for (let block = 0; block < 12; block++) await node.rpc("engine_createBlock", [true, true]);
    for (const [name = "", ...args] of [
      ...[["purge-chain", "-y"], ["revert", "1"], ["import-blocks"], ["export-blocks"]],
      ...[["export-state"], ["check-block", "1"], ["chain-info"], ["verify"]],
    ]) {
      whileRunning.set(name, await runCommand(program, [name, ...args, ...target]));
    }
    await node.rpc("engine_createBlock", [true, true]);
    const numbers = Array.from({ length: 14 }, (_, number) => number);
    hashes = (await node.rpc("chain_getBlockHash", [numbers])) as string[];
    headers = await Promise.all(hashes.map(async (hash) => (await node.rpc("chain_getHeader", [hash])) as BlockHeader));
  } finally {
    endCode = await node.stop();
  }
}, 90_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("commands on the database of a running node", () => {
  it("are refused, and the node goes on", () => {
    const inUse = `subtensor: the database ${join(base, "chains/bittensor/db/level")} is in use`;
    for (const [name, result] of whileRunning) {
      expect(result, name).toEqual({ code: 1, stdout: "", stderr: expect.stringMatching(/^.*\n$/) });
      expect(result.stderr).toContain(inUse);
    }
    expect([whileRunning.size, headers.at(-1)?.number, endCode]).toEqual([8, "0xd", 0]);
  });
});

describe("chain-info", () => {
  it("prints the original's members, then more", () => {
    const { stdout, stderr } = subtensor("chain-info", ...target);
    expect(stderr).toMatch(
      /oldest state: #9 \(--state-pruning 5\), oldest body: #0 \(--blocks-pruning archive-canonical\)\n$/,
    );
    const info = JSON.parse(stdout);
    expect(Object.keys(info).slice(0, 5)).toEqual([
      "best_hash",
      "best_number",
      "genesis_hash",
      "finalized_hash",
      "finalized_number",
    ]);
    expect(info).toMatchObject({ best_hash: hashes[13], best_number: 13, genesis_hash: hashes[0], oldest_state: 9 });
  });
});

describe("check-block", () => {
  it("executes a block again, by number or hash", () => {
    for (const block of ["13", hashes[10] ?? ""]) {
      const { status, stdout } = subtensor("check-block", block, ...target);
      expect(stdout).toMatch(/^Block #1\d \(0x[0-9a-f]{64}\) was executed again .*\nCompleted in \d+ ms\.\n$/);
      expect(status).toBe(0);
    }
  });

  it("says why it cannot", () => {
    expect(refusal("check-block", "9", ...target)).toBe(
      "the state of block #8 is not kept: states are kept from block #9 on",
    );
    expect(refusal("check-block", hashes[2] ?? "", ...target)).toContain("the state of block #1 is not kept");
    expect(refusal("check-block", "0", ...target)).toContain("block #0 is the genesis");
    expect(refusal("check-block", "14", ...target)).toBe("block #14 is not in the database: its best block is #13");
    expect(refusal("check-block", `0x${"12".repeat(32)}`, ...target)).toMatch(/^block 0x(12)+ is not in the database$/);
    for (const wrong of ["0x12", "five", "1.5", "-1", "4294967296"]) {
      expect(subtensor("check-block", wrong, ...target)).toMatchObject({ status: 2, stdout: "" });
    }
  });
});

describe("export-blocks", () => {
  const file = join(folder, "blocks");

  it("writes a range, from the genesis on when asked", () => {
    expect(subtensor("export-blocks", ...target, "--from", "0", "--to", "3", file)).toMatchObject({ status: 0 });
    const blocks = readFileSync(file, "utf8")
      .split(/(?<=\})(?=\{"block")/)
      .map((text) => JSON.parse(text));
    expect(blocks.map(({ block }) => block.header)).toEqual(headers.slice(0, 4));
    const { status, stdout, stderr } = subtensor("export-blocks", ...target, "--from", "12", "--to", "99");
    expect({ status, blocks: stdout.split('{"block"').length - 1 }).toEqual({ status: 0, blocks: 2 });
    expect(stderr).toMatch(/Exporting blocks from #12 to #13\n.*Exported 2 blocks \(#12 to #13\)\.\n$/);
  });

  it("refuses an empty range, and leaves the file as it was", () => {
    const before = readFileSync(file);
    expect(refusal("export-blocks", ...target, "--from", "14", file)).toBe(
      "the range is empty: --from 14 lies after the best block, #13",
    );
    expect(refusal("export-blocks", ...target, "--from", "5", "--to", "4", file)).toBe(
      "the range is empty: --from 5 lies after --to 4",
    );
    expect(readFileSync(file).equals(before)).toBe(true);
    expect(refusal("export-blocks", ...target, folder)).toMatch(/^\S+ cannot be written: EISDIR/);
  });

  it("ends without an error when its reader has enough", () => {
    const command = `{ "${program}" export-blocks ${target.join(" ")} -l off; echo "code $?" >&2; } | true`;
    expect(spawnSync("sh", ["-c", command], { encoding: "utf8" }).stderr).toBe("code 141\n");
  });
});

describe("export-state", () => {
  const exported = (...args: string[]) => {
    const { status, stdout } = subtensor("export-state", ...target, ...args);
    expect(status).toBe(0);
    return stdout;
  };

  it("writes a specification that starts with the state of the best block, or another", async () => {
    for (const [args, number] of [
      [[], 13],
      [["9"], 9],
      [[hashes[11] ?? ""], 11],
    ] as const) {
      const spec = parseChainSpec(JSON.parse(exported(...args)));
      const { header } = genesisBlock(await genesisStorage(spec, "production"));
      expect(decodeHeader(header).stateRoot).toBe(headers[number]?.stateRoot);
    }
  });

  it("gives a chain that runs", async () => {
    const file = join(folder, "exported.json");
    writeFileSync(file, exported());
    // With manual sealing time begins at 0, before the slot of the exported block.
    const next = await startNode(["--chain", file, "--one", "--sealing", "50", "--tmp"]);
    try {
      expect(await next.rpc("state_getRuntimeVersion")).toMatchObject({ specVersion: 425 });
      await expect
        .poll(async () => (await next.rpc("chain_getHeader")) as BlockHeader)
        .not.toMatchObject({ number: "0x0" });
    } finally {
      await next.stop();
    }
  });

  it("says why it cannot", () => {
    expect(refusal("export-state", ...target, "3")).toContain("the state of block #3 is not kept");
    expect(refusal("export-state", ...target, "77")).toContain("block #77 is not in the database");
  });
});

describe("import-blocks and revert", () => {
  const file = join(folder, "all");
  const second = ["--dev", "--base-path", join(folder, "second")];

  it("takes blocks from a file or a slow pipe, and says what it refuses", () => {
    subtensor("export-blocks", ...target, "--binary", file);
    const slowly = `(head -c 900 "${file}"; sleep 0.5; tail -c +901 "${file}") | "${program}" import-blocks --binary ${second.join(" ")}`;
    const { stderr } = spawnSync("sh", ["-c", slowly], { encoding: "utf8" });
    expect(stderr).toMatch(/Imported 13 blocks, 0 were known\. Best: #13 \(0x[0-9a-f]{64}\)\n$/);
    expect(subtensor("import-blocks", ...second, "--binary", file).stderr).toContain(
      "Imported 0 blocks, 13 were known",
    );
    expect(refusal("import-blocks", ...second, file)).toMatch(
      /cannot be read on after 0 blocks .* is it SCALE, with --binary/,
    );
    expect(refusal("import-blocks", ...second, join(folder, "absent"))).toMatch(/absent cannot be read: ENOENT/);
  });

  it("keeps as many bodies as it is told, and the others are missed by name", () => {
    const pruned = ["--dev", "--base-path", join(folder, "pruned")];
    expect(subtensor("import-blocks", ...pruned, "--blocks-pruning", "3", "--binary", file).status).toBe(0);
    const missing = "the body of block #2 is not kept: it was pruned, see --blocks-pruning";
    expect(refusal("export-blocks", ...pruned, "--from", "2")).toBe(missing);
    expect(refusal("check-block", "2", ...pruned)).toBe(missing);
  });

  it("takes blocks back, as many as the kept states allow", () => {
    expect(subtensor("revert", "2", ...target).stderr).toMatch(/Reverted 2 blocks\. Best: #11 \(0x[0-9a-f]{64}\)\n$/);
    expect(subtensor("revert", ...target).stderr).toMatch(/Reverted 2 blocks \(256 were asked for: .*\)\. Best: #9 /);
    expect(subtensor("revert", "x", ...target).status).toBe(2);
  });
});

describe("purge-chain", () => {
  it("removes a damaged database too", () => {
    const database = join(base, "chains/bittensor/db");
    writeFileSync(join(database, "level/CURRENT"), "nonsense");
    expect(refusal("chain-info", ...target)).toContain(database);
    expect(subtensor("purge-chain", "-y", ...target)).toMatchObject({ status: 0, stdout: `"${database}" removed.\n` });
    expect(existsSync(database)).toBe(false);
  });
});
