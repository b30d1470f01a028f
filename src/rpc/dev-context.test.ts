import { expect, it } from "vitest";
import { devChain } from "../dev/testing/dev-chain.ts";
import { StorageError } from "../storage/errors.ts";
import type { Context } from "./context.ts";
import { forOwner, refusedCode } from "./dev-context.ts";
import { RpcError } from "./errors.ts";

it("tells the owner in one line what the chain refuses, wherever it is read, and lets faults be faults", async () => {
  const { dev } = await devChain();
  const context = { node: { dev } } as unknown as Context;
  const failing = (error: Error) =>
    forOwner(context, () => {
      throw error;
    });
  const gone = failing(new StorageError("remote", "ws://127.0.0.1:1 does not answer"));
  await expect(gone).rejects.toEqual(new RpcError(refusedCode, "ws://127.0.0.1:1 does not answer"));
  await expect(failing(new StorageError("damaged", "the disk lies"))).rejects.toBeInstanceOf(StorageError);
  await expect(failing(new RpcError(-32602, "Invalid params"))).rejects.toMatchObject({ code: -32602 });
  expect(await forOwner(context, () => 5)).toBe(5);
});
