import { describe, expect, it } from "vitest";
import { U64F64 } from "../../../fixed/formats.ts";
import { expDecay, type LockState, rollForwardLock } from "./lock-state.ts";

const rates = { unlock: 934_866n, maturity: 934_866n };
const general = { owner: false, perpetual: false };
const lock: LockState = {
  locked_mass: 1_000_000_000_000n,
  conviction: U64F64.fromNum(250_000_000_000n),
  last_update: 100n,
};

const asNumber = (bits: bigint): number => Number(bits) / 2 ** 64;
/** What is expected, computed with floats: good to some 12 digits. */
const close = (bits: bigint, expected: number): void => {
  expect(Math.abs(asNumber(bits) - expected)).toBeLessThan(Math.abs(expected) * 1e-6);
};

describe("expDecay", () => {
  it("is one at once, zero without a rate, and the exponential in between", () => {
    expect(expDecay(0n, 0n)).toBe(U64F64.one);
    expect(expDecay(5n, 0n)).toBe(0n);
    close(expDecay(467_433n, 934_866n), Math.exp(-0.5));
    close(expDecay(9_348_660n, 934_866n), Math.exp(-10));
  });
  it("does not go below e to the power of -40", () => {
    expect(expDecay(1_000n, 1n)).toBe(expDecay(40n, 1n));
  });
});

describe("rollForwardLock", () => {
  const now = 200_100n;
  const ratio = 200_000 / 934_866;

  it("lets a decaying lock lose mass and turn it into conviction", () => {
    const { lock: rolled, delta } = rollForwardLock(lock, now, rates, general);
    expect(Number(rolled.locked_mass)).toBeCloseTo(1e12 * Math.exp(-ratio), -6);
    close(rolled.conviction, (2.5e11 + 1e12 * ratio) * Math.exp(-ratio));
    expect(rolled.last_update).toBe(now);
    expect(delta).toEqual({ mass: lock.locked_mass - rolled.locked_mass, conviction: 0n });
  });

  it("takes the difference of both decays when the rates differ", () => {
    const { lock: rolled } = rollForwardLock(lock, now, { unlock: 934_866n, maturity: 300_000n }, general);
    const [unlock, mature] = [Math.exp(-ratio), Math.exp(-200_000 / 300_000)];
    close(rolled.conviction, 2.5e11 * mature + (1e12 * 934_866 * (unlock - mature)) / (934_866 - 300_000));
  });

  it("keeps the mass of a perpetual lock", () => {
    const { lock: rolled } = rollForwardLock(lock, now, rates, { owner: false, perpetual: true });
    expect(rolled.locked_mass).toBe(lock.locked_mass);
    close(rolled.conviction, 2.5e11 * Math.exp(-ratio) + 1e12 * (1 - Math.exp(-ratio)));
  });

  it("makes an owner's lock as convinced as it is heavy, also without any time", () => {
    const { lock: rolled } = rollForwardLock(lock, lock.last_update, rates, { owner: true, perpetual: true });
    expect(rolled).toEqual({ ...lock, conviction: U64F64.fromNum(lock.locked_mass) });
  });

  it("ends what is below a hundred rao in both parts, and only that", () => {
    const small = { locked_mass: 99n, conviction: U64F64.fromNum(99), last_update: 7n };
    expect(rollForwardLock(small, 7n, rates, general).lock).toEqual({
      locked_mass: 0n,
      conviction: 0n,
      last_update: 7n,
    });
    const enough = { ...small, conviction: U64F64.fromNum(100) };
    expect(rollForwardLock(enough, 7n, rates, general)).toEqual({ lock: enough, delta: { mass: 0n, conviction: 0n } });
  });
});
