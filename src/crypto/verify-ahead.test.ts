import { spawnSync } from "node:child_process";
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { utf8 } from "../lib/bytes.ts";
import { devAccount } from "./dev-accounts.ts";
import type { SignatureCheck } from "./signature-check.ts";
import { checkSignatureOnce } from "./verified.ts";
import { verifyAhead } from "./verify-ahead.ts";
import { answer, awaitAnswer, claim, shareChecks } from "./verify-claims.ts";

const { publicKey, sign } = devAccount("Dave");

/** Every third signature is of another message. */
const manyChecks = (name: string): SignatureCheck[] =>
  Array.from({ length: 100 }, (_, index) => {
    const message = utf8(`${name} ${index}`);
    return { scheme: "sr25519", publicKey, message, signature: sign(index % 3 === 0 ? utf8("another") : message) };
  });
const answersTo = (checks: readonly SignatureCheck[]): boolean[] => checks.map(checkSignatureOnce);
const expected = Array.from({ length: 100 }, (_, index) => index % 3 !== 0);

it("knows the good ones among many and the bad ones, asked once or twice, while threads work or after", async () => {
  const checks = manyChecks("first");
  verifyAhead(checks);
  expect(answersTo(checks)).toEqual(expected);
  expect(answersTo(checks)).toEqual(expected);

  const later = manyChecks("later");
  verifyAhead(later);
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(answersTo(later)).toEqual(expected);
});

it("answers for what was asked ahead in vain, and for what was never asked", () => {
  const [forgotten, other] = [manyChecks("forgotten"), manyChecks("other")];
  verifyAhead(forgotten);
  verifyAhead(other);
  expect(answersTo(forgotten)).toEqual(expected);
  expect(answersTo(other)).toEqual(expected);
});

it("lets one claim a check, and does not wait forever for who claimed it", () => {
  const { states } = shareChecks(manyChecks("claims"));
  expect([claim(states, 0), claim(states, 0), claim(states, 1)]).toEqual([true, false, true]);
  answer(states, 0, true);
  answer(states, 1, false);
  expect([awaitAnswer(states, 0), awaitAnswer(states, 1)]).toEqual([true, false]);
  claim(states, 2);
  expect(awaitAnswer(states, 2)).toBe(undefined);
});

it.skipIf(availableParallelism() === 1)(
  "a thread that dies is an error that nobody caught: the process ends by it",
  () => {
    const path = fileURLToPath(new URL("./verify-ahead.ts", import.meta.url));
    const dies =
      'import { isMainThread } from "node:worker_threads"; if (!isMainThread) throw new Error("a thread died");';
    const program = `
    import { verifyAhead } from ${JSON.stringify(path)};
    const check = (message) => ({ scheme: "sr25519", signature: "0x", message: Uint8Array.of(message), publicKey: "0x" });
    verifyAhead(Array.from({ length: 64 }, (_, index) => check(index)));
    setTimeout(() => process.exit(0), 5000);`;
    const data = (text: string): string => `data:text/javascript,${encodeURIComponent(text)}`;
    const args = ["--import", data(dies), "--input-type=module", "--eval", program];
    const { status, stderr } = spawnSync(process.execPath, args, { encoding: "utf8" });
    expect(stderr).toContain("a thread died");
    expect(status).toBe(1);
  },
);
