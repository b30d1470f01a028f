import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { expect, onTestFinished } from "vitest";
import { blake2Hex } from "../../src/crypto/hashing.ts";
import { facadeProgram } from "../../src/node/facade/program.ts";
import { createRuntime, local, production } from "../../src/runtime/index.ts";
import { freshDirectory, type Rows, runNode, spawned, subtensor } from "./support.ts";

/** The light clients' programs of two builds, which are runtimes that answer with their metadata. */
function programs(): { before: string; after: string } {
  const folder = freshDirectory();
  const write = (name: string, rules: typeof production): string => {
    const path = join(folder, name);
    writeFileSync(path, facadeProgram(createRuntime(rules)));
    return path;
  };
  return { before: write("before.wasm", production), after: write("after.wasm", local) };
}

/** A server that takes connections and never says anything. */
async function silentServer(): Promise<string> {
  const server = createServer(() => {});
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  return `ws://127.0.0.1:${(server.address() as { port: number }).port}`;
}

const fetchRows: Rows = {
  at: async () => {
    const { url, call } = await runNode(["--dev", "--light-client-facade"]);
    const { result: genesis } = await call("chain_getBlockHash", 0);
    const file = join(freshDirectory(), "code.wasm");
    const fetched = await subtensor("runtime", "fetch", url, "--at", genesis, "--output", file);
    expect(fetched.err).toContain(`Block #0 (${genesis}).\n`);
    expect(fetched.err).toContain(blake2Hex(readFileSync(file)));
    const other = `0x${"12".repeat(32)}`;
    expect((await subtensor("runtime", "fetch", url, "--at", other, "--output", file)).err).toContain(
      `${url} has no block ${other}`,
    );
    expect((await subtensor("runtime", "fetch", url, "--at", "7")).err).toContain(
      "--at: '7' is not the hash of a block",
    );
  },
  output: async () => {
    const file = join(freshDirectory(), "new", "code.wasm");
    const { url: ours } = await runNode(["--dev", "--pow-faucet"]);
    const refused = await subtensor("runtime", "fetch", ours, "--output", file);
    expect(refused.err).toMatch(
      /what block #\d+ has in :code is no program but .* pow-faucet rules; nothing was written\n$/,
    );
    expect([refused.code, existsSync(file)]).toEqual([1, false]);
    const { url } = await runNode(["--dev", "--light-client-facade"]);
    const { url: small } = await runNode(["--dev", "--light-client-facade", "--rpc-max-response-size", "1"]);
    expect((await subtensor("runtime", "fetch", small, "--output", file)).err).toContain(
      "Exceeded max limit of 1048576: its answers have a limit, and the code in hex has twice its bytes; start it with --rpc-max-response-size 65 (MiB)",
    );
    const { err } = await subtensor("runtime", "fetch", url.replace("http", "ws"), "--output", file);
    expect(err).toMatch(/, the finalized one by the word of ws:\S+ alone\.\n/);
    expect(existsSync(file)).toBe(true);
    const { out, code } = await spawned(["runtime", "fetch", url]);
    expect([code, out === readFileSync(file, "utf8")]).toEqual([0, true]);
  },
  timeout: async () => {
    const url = await silentServer();
    const file = join(freshDirectory(), "code.wasm");
    const { err, code } = await subtensor("runtime", "fetch", url, "--timeout", "1", "--output", file);
    expect(err).toContain(`${url} does not answer within 1 s`);
    expect([code, existsSync(file)]).toEqual([1, false]);
  },
};

export const runtimeFileRows: Readonly<Record<string, Rows>> = {
  "runtime fetch": fetchRows,
  "runtime inspect": {
    json: async () => {
      const { before } = programs();
      const { out } = await subtensor("runtime", "inspect", before, "--json");
      expect(JSON.parse(out).program).toMatchObject({ spec_name: "node-subtensor", spec_version: 425 });
      expect((await subtensor("runtime", "inspect", before)).out).toMatch(/^ {2}spec {14}node-subtensor 425$/m);
    },
  },
  "runtime diff": {
    json: async () => {
      const { before, after } = programs();
      const { out } = await subtensor("runtime", "diff", before, after, "--json");
      expect(JSON.parse(out).changes).toContainEqual(
        expect.objectContaining({ part: "call", of: "SubtensorModule", name: "faucet", change: "came" }),
      );
      expect((await subtensor("runtime", "diff", before, after)).out).toMatch(/^ {4}\+ faucet\(/m);
    },
  },
};
