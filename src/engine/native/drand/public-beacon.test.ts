import { expect, it } from "vitest";
import { toHex } from "../../../lib/bytes.ts";
import { fetchPulse, readPulse } from "./public-beacon.ts";

const answer = `{"round":7,"randomness":"${"0a".repeat(32)}","signature":"${"0b".repeat(48)}"}`;

it("reads an answer of drand", () => {
  const { round, randomness, signature } = readPulse(answer);
  expect([round, toHex(randomness), signature.length]).toEqual([7n, `0x${"0a".repeat(32)}`, 48]);
});

it("refuses what is no pulse", () => {
  const wrong = [
    ...["", "[]", "null", "{}", '{"round":7}', answer.replace("7", "-1"), answer.replace("7", "1.5")],
    ...[
      answer.replace("7", '"7"'),
      answer.replace("0a0a", "0x0a"),
      answer.replace("0a0a", "0a0"),
      answer.replace("0b0b", "zz0b"),
    ],
    ...[answer.replace("0a0a", "0a0a0a"), answer.replace("0b0b", "0b".repeat(100))],
  ];
  for (const text of wrong) expect(() => readPulse(text), text).toThrow();
});

it("takes the first good answer, and says why there is none", async () => {
  const stopped = new AbortController().signal;
  let asked = 0;
  const second = await fetchPulse(7n, async () => (++asked === 1 ? "{}" : answer), stopped);
  expect(second.round).toBe(7n);
  await expect(fetchPulse(7n, () => Promise.reject(new Error("no route")), stopped)).rejects.toThrow("no route");
});

it("gives up when nobody answers in a second", async () => {
  const started = performance.now();
  const silent = (_url: string, signal: AbortSignal): Promise<string> =>
    new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
  await expect(fetchPulse("latest", silent, new AbortController().signal)).rejects.toThrow();
  expect(performance.now() - started).toBeGreaterThan(900);
});
