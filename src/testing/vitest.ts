// A vitest fixture: `subtensor-ts/testing/vitest`.
import { test } from "vitest";
import type { DevChain } from "./dev-chain.ts";
// Loaded before the first test, whose time it would take.
import "./in-process.ts";
import type { DevChainOptions } from "./options.ts";
import { startDevChain } from "./start-dev-chain.ts";

/** One chain that tests have one after the other. */
interface Shared {
  /** The chain with what takes it back to its beginning; undefined while another test has it. */
  take(): Promise<{ readonly chain: DevChain; giveBack(): Promise<void> } | undefined>;
  stop(): Promise<void>;
}

function createShared(options: DevChainOptions): Shared {
  let started: Promise<DevChain> | undefined;
  let taken = false;
  return {
    async take() {
      if (taken) return undefined;
      taken = true;
      started ??= startDevChain(options);
      const chain = await started;
      const [snapshot, mode] = [await chain.snapshot(), await chain.mode()];
      return {
        chain,
        async giveBack() {
          await chain.setMode(mode);
          await chain.revert(snapshot);
          for (const { id } of await chain.snapshots()) await chain.dropSnapshot(id);
          taken = false;
        },
      };
    },
    async stop() {
      const chain = await started?.catch(() => undefined);
      await chain?.stop();
    },
  };
}

/**
 * A `test` with a fixture `chain`: each test has a fresh world. Tests of a file share one chain, which goes back to its
 * beginning after each; a test that runs beside others (`test.concurrent`), and all where `newChain` is overridden with
 * true, have a chain of their own. To be called outside of `describe`.
 */
export function createDevTest(options: DevChainOptions = {}) {
  return (
    test
      // biome-ignore lint/correctness/noEmptyPattern: vitest reads from the pattern what a fixture needs.
      .extend("sharedChain", { scope: "file" }, ({}, { onCleanup }): Shared => {
        const shared = createShared(options);
        onCleanup(shared.stop);
        return shared;
      })
      .extend("newChain", (): boolean => false)
      .extend("chain", async ({ sharedChain, newChain }, { onCleanup }): Promise<DevChain> => {
        const shared = newChain ? undefined : await sharedChain.take();
        const chain = shared?.chain ?? (await startDevChain(options));
        onCleanup(shared?.giveBack ?? chain.stop);
        return chain;
      })
  );
}

/** A `test` with a fixture `chain`, under the local rules, with a block for each transaction. */
export const devTest = createDevTest();
