import { join } from "node:path";
import { expect, it } from "vitest";
import { devNode, testDirectory } from "./testing/dev-node.ts";

const manual = ["--sealing", "manual"];
const other = { local: "production", production: "local" } as const;
const optionOf = { local: "--fast-runtime", production: "--production-rules" } as const;
const slotOf = { local: 250, production: 12_000 } as const;

it.each(["local", "production"] as const)(
  "goes on under the %s rules of a chain, and refuses others",
  async (rules) => {
    const base = testDirectory();
    const [data, file] = [join(base, "data"), join(base, "a.state")];
    const first = await devNode(
      join(base, "cache"),
      "--base-path",
      data,
      optionOf[rules],
      "--dump-state",
      file,
      ...manual,
    );
    await first.dev?.newBlocks({ count: 2 });
    await first.stop();
    for (const chain of [
      ["--base-path", data],
      ["--load-state", file],
      ["--state", file],
    ]) {
      const wrong = [optionOf[other[rules]], "--pow-faucet"];
      for (const option of wrong)
        await expect(devNode(join(base, "cache"), ...chain, option, ...manual)).rejects.toThrow(
          new RegExp(`^${option} stands for the .* rules, but the .* was made under the ${rules} rules: give [^\\n]*$`),
        );
      // Nothing said: the chain's rules hold, and blocks come in its slots.
      const node = await devNode(join(base, "cache"), ...chain);
      expect(node.config.sealing).toEqual({ mixed: slotOf[rules] });
      expect((await node.dev?.time())?.slot).toBe(BigInt(slotOf[rules]));
      expect(node.lines.some((line) => line.includes(`made under the ${rules} rules and goes on`))).toBe(
        rules === "production",
      );
      await node.stop();
    }
    // A running chain takes no state of other rules.
    const running = await devNode(join(base, "cache"), optionOf[other[rules]], ...manual);
    await expect(running.dev?.load(file)).rejects.toThrow(
      `a.state was made under the ${rules} rules, and this chain runs under the ${other[rules]} ones`,
    );
    expect(running.chain.best().number).toBe(0);
  },
);

it("begins a new chain under the local rules, or those that an option names", async () => {
  const base = testDirectory();
  for (const [words, slot] of [
    [[], 250],
    [["--production-rules"], 12_000],
    [["--pow-faucet"], 12_000],
  ] as const) {
    const node = await devNode(join(base, "cache"), ...words);
    expect(node.config.sealing).toEqual({ mixed: slot });
    await node.stop();
  }
});
