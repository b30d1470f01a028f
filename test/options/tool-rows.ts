import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { prefixEnd } from "../../src/lib/bytes.ts";
import { levelKeyValue } from "../../src/storage/kv/level-key-value.ts";
import { trieNodePrefix } from "../../src/storage/layout.ts";
import { type ChainFixture, copyOf, otherChain } from "./chain-fixture.ts";
import { backendRows, executionRows, overridesDirectory, silentRows } from "./idle-rows.ts";
import { purgeRows } from "./purge-rows.ts";
import { smallProgramFile } from "./small-program.ts";
import { freshDirectory, idleRows, type Rows, spawned, subtensor } from "./support.ts";

/** A command on a database. */
interface Tool {
  readonly name: string;
  /** The arguments, besides those of the chain, with which it changes nothing. */
  arguments(chain: ChainFixture): string[];
  /** Whether it writes lines to the log. */
  readonly logs: boolean;
  /** Runs it; in a process of its own where it writes to standard output by the file descriptor. */
  run(...args: string[]): Promise<{ code: number | null; out: string; err: string }>;
}

/** Rows of the options that all commands on a database share. */
function sharedRows({ name, arguments: own, logs, run: start }: Tool, chain: () => ChainFixture): Rows {
  const run = (...target: string[]) => start(name, ...own(chain()), ...target);
  const here = (): string[] => ["--dev", "-d", chain().base];
  const onTerminal = { NODE_OPTIONS: "--import=data:text/javascript,process.stderr.isTTY=true" };
  const logRows: Rows = {
    log: async () => {
      expect((await run(...here())).err).toContain("#");
      expect((await run(...here(), "-l", "off")).err).toBe("");
    },
    detailedLogOutput: async () =>
      expect((await run(...here(), "--detailed-log-output")).err).toMatch(/ INFO main \S+: /),
    logFormat: async () => expect((await run(...here(), "--log-format", "json")).err).toMatch(/^\{"level":"info",/),
    disableLogColor: async () => {
      const colored = async (...options: string[]): Promise<boolean> =>
        (await spawned([...name.split(" "), ...own(chain()), ...here(), ...options], "", onTerminal)).err.includes(
          "\u001b[",
        );
      expect([await colored(), await colored("--disable-log-color")]).toEqual([true, false]);
    },
  };
  return {
    chain: async () => {
      const { err } = await run("--chain", await otherChain(), "-d", chain().base);
      expect(err).toContain(join(chain().base, "chains", "other", "db"));
    },
    dev: async () => {
      expect((await run("-d", chain().base)).err).toContain("which chain?");
      expect((await run(...here())).code).toBe(0);
    },
    basePath: async () => {
      const other = freshDirectory();
      expect((await run("--dev", "-d", other)).err).toContain(join(other, "chains", "bittensor", "db"));
    },
    ...(logs ? logRows : silentRows(name)),
    ...idleRows(name, "command", { enableLogReloading: true }),
    ...idleRows(name, "inside", { tracingTargets: "x", tracingReceiver: "log" }),
  };
}

/** Rows of the options that choose other rules or another genesis, where the genesis is compared. */
function genesisRows({ name, arguments: own, run }: Tool, chain: () => ChainFixture): Rows {
  const refused = async (why: RegExp, ...options: string[]): Promise<void> => {
    const { code, err } = await run(name, ...own(chain()), "--dev", "-d", chain().base, ...options);
    expect({ code, err }).toEqual({ code: 1, err: expect.stringMatching(why) });
  };
  return {
    fastRuntime: () => refused(/--fast-runtime stands for .* made under the production rules/, "--fast-runtime"),
    powFaucet: () => refused(/--pow-faucet stands for .* made under the production rules/, "--pow-faucet"),
    drand: () => refused(/holds another chain.*--drand offline may be the cause/, "--drand", "offline"),
    lightClientFacade: () =>
      refused(/holds another chain.*--light-client-facade may be the cause/, "--light-client-facade"),
    runtime: async () =>
      refused(/holds another chain.*--runtime \S+ may be the cause/, "--runtime", await smallProgramFile()),
  };
}

/** Rows of the pruning options: other modes than those of the database are refused. */
function pruningRows({ name, arguments: own, run }: Tool, chain: () => ChainFixture): Rows {
  const refused = async (...options: string[]): Promise<void> => {
    const { code, err } = await run(name, ...own(chain()), "--dev", "-d", chain().base, ...options);
    expect({ code, err }).toEqual({ code: 1, err: expect.stringMatching(/^subtensor: .*-pruning.*\n$/) });
  };
  return {
    statePruning: () => refused("--state-pruning", "archive"),
    blocksPruning: () => refused("--blocks-pruning", "12"),
  };
}

/** The rows of commands that work on the database of a chain, by command. */
export function toolRows(chain: () => ChainFixture): Readonly<Record<string, Rows>> {
  const here = (): string[] => ["--dev", "-d", chain().base];
  const tool = (name: string, logs: boolean, own: Tool["arguments"], run: Tool["run"] = subtensor): Tool => ({
    ...{ name, logs, arguments: own, run },
  });
  const fresh = (): string => join(freshDirectory(), "file");

  const exportBlocks = tool("export-blocks", true, () => [fresh()]);
  const exported = async (...options: string[]): Promise<string> => {
    const file = fresh();
    await subtensor("export-blocks", ...here(), ...options, file);
    return readFileSync(file, "latin1");
  };
  const count = (text: string): number => text.split('{"block"').length - 1;

  const importBlocks = tool("import-blocks", true, ({ file }) => ["--binary", file]);
  const imported = async (base: string, ...options: string[]) =>
    subtensor("import-blocks", "-d", base, "--binary", chain().file, ...options);

  const rehearse = tool("rehearse", false, ({ program }) => ["--runtime", program, "--blocks", "0"]);

  const common = (one: Tool): Rows => ({
    ...sharedRows(one, chain),
    ...genesisRows(one, chain),
    ...pruningRows(one, chain),
    ...backendRows(one.name),
  });
  return {
    "export-blocks": {
      ...common(exportBlocks),
      from: async () => expect(count(await exported("--from", "5"))).toBe(2),
      to: async () => expect(count(await exported("--to", "2"))).toBe(2),
      binary: async () => expect((await exported("--binary")).startsWith("\u0006\0\0\0")).toBe(true),
    },
    "export-state": common(
      tool(
        "export-state",
        true,
        () => [],
        (...args) => spawned(args),
      ),
    ),
    "state export": {
      ...common(
        tool(
          "state export",
          true,
          () => [fresh()],
          (name = "", ...args) => subtensor(...name.split(" "), ...args),
        ),
      ),
      blocks: async () => {
        const file = fresh();
        const written = async (...options: string[]) => {
          await subtensor("state", "export", ...here(), ...options, file);
          return JSON.parse((await subtensor("state", "inspect", "--json", file)).out);
        };
        expect(await written()).toMatchObject({ firstBlock: 6, oldestState: 6 });
        expect(await written("--blocks")).toMatchObject({ firstBlock: 1, oldestState: 0 });
      },
    },
    "import-blocks": {
      ...common(importBlocks),
      chain: async () => {
        const base = freshDirectory();
        await imported(base, "--chain", await otherChain());
        expect(existsSync(join(base, "chains", "other", "db"))).toBe(true);
      },
      basePath: async () => {
        const base = freshDirectory();
        expect((await imported(base, "--dev")).err).toContain("Imported 6 blocks");
        // Of another genesis.
        expect((await imported(freshDirectory(), "--dev", "--light-client-facade")).err).toMatch(
          /^subtensor: .*its parent \S+ is not known .* another genesis than this one's, 0x[0-9a-f]{64}: give the --chain .*\n$/m,
        );
        expect(existsSync(join(base, "chains", "bittensor", "db"))).toBe(true);
      },
      statePruning: async () => {
        const base = freshDirectory();
        await imported(base, "--dev", "--state-pruning", "2");
        expect(JSON.parse((await subtensor("chain-info", "--dev", "-d", base)).out).oldest_state).toBe(5);
      },
      blocksPruning: async () => {
        const base = freshDirectory();
        await imported(base, "--dev", "--blocks-pruning", "2");
        expect(JSON.parse((await subtensor("chain-info", "--dev", "-d", base)).out).oldest_body).toBe(5);
      },
      binary: async () => {
        const { err } = await subtensor("import-blocks", ...here(), chain().file);
        expect(err).toContain("is it SCALE, with --binary?");
      },
      wasmRuntimeOverrides: async () => {
        const overrides = ["--wasm-runtime-overrides", await overridesDirectory()];
        const { err } = await imported(freshDirectory(), "--dev", ...overrides);
        expect(err).toContain('(refused at the step "execute", after 0 imported)');
      },
      engine: async () => {
        const by = async (engine: string, program = chain().program): Promise<string> => {
          const options = ["--dev", "--engine", engine, "--runtime", program];
          return (await imported(freshDirectory(), ...options)).err;
        };
        expect(await by("rules")).toContain("Imported 6 blocks");
        expect(await by("program")).toContain('(refused at the step "execute", after 0 imported)');
        expect(await by("both")).toMatch(
          /^subtensor: --engine both: .* has spec version 426, and the rules .* have 425/m,
        );
        const differs = await by("both", await smallProgramFile(425));
        expect(differs).toMatch(
          /^subtensor: block 1 \S+ breaks the state and is not stored; the second engine .*leaves another state: \S+: first: /m,
        );
        expect(differs).not.toContain(":;");
      },
      ...executionRows("import-blocks"),
    },
    "check-block": {
      ...common(tool("check-block", false, () => ["5"])),
      wasmRuntimeOverrides: async () => {
        const overrides = ["--wasm-runtime-overrides", await overridesDirectory()];
        const { err } = await subtensor("check-block", "5", ...here(), ...overrides);
        expect(err).toContain('(at the step "execute")');
      },
      ...executionRows("check-block"),
    },
    rehearse: {
      ...common(rehearse),
      chain: async () => {
        const { out } = await subtensor("rehearse", ...rehearse.arguments(chain()), "--chain", await otherChain());
        expect(out).toMatch(/^The upgrade on a copy of block #0 /);
      },
      basePath: async () => {
        const { out } = await subtensor("rehearse", ...rehearse.arguments(chain()), "--dev", "-d", freshDirectory());
        expect(out).toMatch(/^The upgrade on a copy of block #0 /);
      },
      runtime: async () => {
        const { out } = await subtensor("rehearse", ...rehearse.arguments(chain()), ...here());
        expect(out).toMatch(/^The upgrade on a copy of block #6 .*\nMigrations change 1 key:\n/);
        expect((await subtensor("rehearse", ...here())).err).toContain("--runtime is missing");
        const other = [...here(), "--light-client-facade"];
        expect((await subtensor("rehearse", ...rehearse.arguments(chain()), ...other)).err).toMatch(
          /holds another chain .*; a chain that was begun with --runtime FILE is given as --chain a\.json, made by build-spec /,
        );
      },
      blocks: async () => {
        const { out } = await subtensor("rehearse", "--runtime", chain().program, ...here(), "--blocks", "3");
        expect(out).toMatch(/\n3 blocks without it and with it/);
        expect(out).toMatch(/\n {2}price, rao for one alpha: \d+ -> none/);
        // The small program tells no price: there is no curve of it.
        expect(out).not.toContain("block by block");
      },
      wasmRuntimeOverrides: async () => {
        const rehearsed = ["rehearse", "--runtime", chain().program, ...here(), "--blocks", "3", "--netuid", "1"];
        const price = async (...options: string[]): Promise<string | undefined> =>
          /price, rao for one alpha: (\S+) -> none/.exec((await subtensor(...rehearsed, ...options)).out)?.[1];
        // The small program stands for the rules before the upgrade too, and tells no price.
        const overrides = ["--wasm-runtime-overrides", await overridesDirectory()];
        expect([await price(), await price(...overrides)]).toEqual([expect.stringMatching(/^\d+$/), undefined]);
      },
      netuid: async () => {
        const { out } = await subtensor("rehearse", "--runtime", chain().program, ...here(), "--netuid", "1");
        expect(out.match(/^subnet \d+/gm)).toEqual(["subnet 1"]);
        const { err } = await subtensor("rehearse", "--runtime", chain().program, ...here(), "--netuid", "777");
        expect(err).toBe("subtensor: there is no subnet 777\n");
      },
    },
    revert: common(tool("revert", true, () => ["0"])),
    "chain-info": common(tool("chain-info", true, () => [])),
    verify: {
      ...sharedRows(
        tool("verify", false, () => []),
        chain,
      ),
      ...backendRows("verify"),
      ...genesisRows(
        tool("verify", false, () => []),
        chain,
      ),
      ...idleRows("verify", "command", { statePruning: "12", blocksPruning: "12" }),
      repair: async () => {
        const base = copyOf(chain());
        await damageTrie(join(base, "chains", "bittensor", "db", "level"));
        const verify = async (...options: string[]) =>
          (await subtensor("verify", "--dev", "-d", base, ...options)).code;
        expect([await verify(), await verify("--repair"), await verify()]).toEqual([1, 0, 0]);
      },
    },
    "purge-chain": purgeRows(chain),
  };
}

/** Changes one node of the state's trie. */
async function damageTrie(path: string): Promise<void> {
  const store = await levelKeyValue(path);
  const prefix = trieNodePrefix(undefined);
  for await (const [key, node] of store.iterate(prefix, prefixEnd(prefix))) {
    await store.write(new Map([[key, node.map((byte) => byte ^ 1)]]), { sync: true });
    break;
  }
  await store.close();
}
