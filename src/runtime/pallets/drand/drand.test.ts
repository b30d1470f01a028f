import { beforeEach, describe, expect, it } from "vitest";
import { type BareState, bareState } from "../../../../test/support/bare-state.ts";
import { encode } from "../../../codec/codec.ts";
import { curve, type G1Point, pointBytes, readG1 } from "../../../crypto/bls12-381.ts";
import { sr25519FromSeed, sr25519Sign } from "../../../crypto/sr25519.ts";
import { roundPoint } from "../../../crypto/timelock.ts";
import { concatBytes, fromHex, toHex, utf8 } from "../../../lib/bytes.ts";
import { maxU64 } from "../../../lib/integers.ts";
import { rootOrigin } from "../../frame/origin.ts";
import { ValidityFailure } from "../../frame/validity.ts";
import { system } from "../system/index.ts";
import { storage as systemStorage } from "../system/storage.ts";
import { errors } from "./errors.ts";
import { drand } from "./index.ts";
import { pruneOldPulses, writePulses } from "./pulses.ts";
import { storage } from "./storage.ts";
import { PulsesPayload } from "./types.ts";
import { validateUnsigned } from "./validate-unsigned.ts";
import { allPulsesSigned } from "./verifier.ts";

/** A beacon of our own, so that there are pulses of any round. */
const secret = 123_456_789n;
const pulse = (round: bigint) => ({
  round,
  randomness: new Uint8Array(32),
  signature: pointBytes(roundPoint(round).multiply(secret)),
});

let bare: BareState;
beforeEach(() => {
  bare = bareState([
    [0, system],
    [26, drand],
  ]);
  const config = storage.BeaconConfig.get(bare.state);
  const public_key = pointBytes(curve().G2.Point.BASE.multiply(secret));
  storage.BeaconConfig.set(bare.state, { ...config, public_key });
});

const rounds = (): bigint[] => [...storage.Pulses.keys(bare.state)].map(([round]) => round).sort();
const bounds = (): bigint[] => [storage.OldestStoredRound.get(bare.state), storage.LastStoredRound.get(bare.state)];

describe("write_pulse", () => {
  it("stores what the beacon signed; the first round is the oldest", () => {
    writePulses(bare.state, [pulse(5n), pulse(7n)]);
    writePulses(bare.state, [pulse(8n)]);
    expect([rounds(), bounds()]).toEqual([
      [5n, 7n, 8n],
      [5n, 8n],
    ]);
    expect(bare.told()).toEqual(["NewPulse", "NewPulse"]);
  });

  it("passes over what it did not sign, without an event", () => {
    writePulses(bare.state, [{ ...pulse(5n), round: 6n }]);
    expect([rounds(), bounds(), bare.told()]).toEqual([[], [0n, 0n], []]);
    expect(storage.NextUnsignedAt.exists(bare.state)).toBe(true);
  });

  it("ends with bytes that are no signature, and with a round that is not new", () => {
    const reason = (...pulses: ReturnType<typeof pulse>[]) => bare.reasonOf(() => writePulses(bare.state, pulses));
    expect(reason({ ...pulse(5n), signature: new Uint8Array(48) })).toBe(errors.PulseVerificationError);
    expect(reason(pulse(5n), pulse(5n))).toBe(errors.InvalidRoundNumber);
    expect(reason({ ...pulse(5n), signature: concatBytes(pulse(5n).signature, new Uint8Array(9)) })).toBeUndefined();
    const config = storage.BeaconConfig.get(bare.state);
    storage.BeaconConfig.set(bare.state, { ...config, public_key: new Uint8Array(3) });
    expect(reason(pulse(9n))).toBe(errors.PulseVerificationError);
  });
});

describe("pulses that are checked at once", () => {
  const right = [5n, 6n, 7n, 9n, 10n, 13n].map(pulse);
  const changed = (at: number, change: Partial<ReturnType<typeof pulse>>) =>
    right.map((one, index) => (index === at ? { ...one, ...change } : one));
  const key = pointBytes(curve().G2.Point.BASE.multiply(secret));

  it("are all signed, or not all", () => {
    for (let count = 1; count <= right.length; count++)
      expect(allPulsesSigned(key, right.slice(0, count)), `${count}`).toBe(true);
    const other = pulse(6n).signature;
    const zero = new Uint8Array(48).fill(0xc0, 0, 1);
    for (let at = 0; at < right.length; at++)
      for (const signature of [other, zero, new Uint8Array(48), pointBytes(curve().G1.Point.BASE)])
        expect(allPulsesSigned(key, changed(at, { signature })), `${at}`).toBe(at === 1 && signature === other);
    expect(allPulsesSigned(pointBytes(curve().G2.Point.BASE), right)).toBe(false);
    expect(allPulsesSigned(new Uint8Array(96), right)).toBe(false);
  });

  it("are looked at each when they are not, also where two wrong ones would make up for each other", () => {
    const [one, two] = [pulse(5n), pulse(6n)].map(({ signature }) => readG1(signature) as G1Point) as [
      G1Point,
      G1Point,
    ];
    const { BASE } = curve().G1.Point;
    const [first, second] = [pointBytes(one.add(BASE)), pointBytes(two.subtract(BASE))];
    writePulses(bare.state, [{ ...pulse(5n), signature: first }, { ...pulse(6n), signature: second }, pulse(7n)]);
    expect([rounds(), bounds()]).toEqual([[7n], [7n, 7n]]);
    const reason = bare.reasonOf(() =>
      writePulses(bare.state, [pulse(8n), { ...pulse(9n), signature: new Uint8Array(48) }]),
    );
    expect(reason).toBe(errors.PulseVerificationError);
  });
});

describe("old pulses", () => {
  it("go after a week, a hundred at a time", () => {
    for (const round of [10n, 11n, 109n, 110n, 111n]) storage.Pulses.at(round).set(bare.state, pulse(1n));
    storage.OldestStoredRound.set(bare.state, 10n);
    pruneOldPulses(bare.state, 216_009n);
    expect([rounds().length, storage.OldestStoredRound.get(bare.state)]).toEqual([5, 10n]);
    pruneOldPulses(bare.state, 216_010n);
    expect([rounds().length, storage.OldestStoredRound.get(bare.state)]).toEqual([4, 11n]);
    pruneOldPulses(bare.state, 300_000n);
    expect([rounds(), storage.OldestStoredRound.get(bare.state)]).toEqual([[111n], 111n]);
  });
});

describe("a bare transaction", () => {
  const pair = sr25519FromSeed(new Uint8Array(32).fill(7));
  const signed = (change: object = {}, name = "write_pulse") => {
    const payload = {
      block_number: 1,
      pulses: [pulse(5n)],
      public: { type: "Sr25519", value: pair.publicKey } as const,
      ...change,
    };
    const value = sr25519Sign(pair, encode(PulsesPayload, payload));
    return { pallet: "Drand", name, args: { pulses_payload: payload, signature: { type: "Sr25519", value } } };
  };
  const reason = (call: ReturnType<typeof signed>): string | undefined => {
    try {
      validateUnsigned(bare.state, call);
    } catch (error) {
      if (error instanceof ValidityFailure) return error.reason.value.type;
      throw error;
    }
    return undefined;
  };

  it("with one pulse is worth more the lower its round", () => {
    expect(validateUnsigned(bare.state, signed())).toMatchObject({ priority: maxU64, longevity: 3n, propagate: false });
    const late = validateUnsigned(bare.state, signed({ pulses: [pulse(1_048_577n)] }));
    expect(late.priority).toBe(maxU64 - 1n);
    const [tag] = late.provides ?? [];
    expect(tag && toHex(tag.subarray(0, 20))).toBe(
      toHex(concatBytes(new Uint8Array([76]), utf8("DrandOffchainWorker"))),
    );
    expect(tag?.length).toBe(52);
  });

  it("is refused in the original's order", () => {
    const good = signed();
    expect(reason({ ...good, args: { ...good.args, signature: undefined as never } })).toBe("BadSigner");
    const foreign = { type: "Ed25519", value: `0x${"11".repeat(32)}` };
    expect(reason(signed({ public: foreign, block_number: 9 }))).toBe("BadProof");
    expect(
      reason({ ...good, args: { ...good.args, pulses_payload: { ...good.args.pulses_payload, block_number: 0 } } }),
    ).toBe("BadProof");
    expect(reason(signed({ block_number: 2, pulses: [] }))).toBe("Future");
    expect(reason(signed({ pulses: [] }))).toBe("Call");
    expect(reason(signed({ pulses: [pulse(5n), pulse(6n)] }))).toBe("Call");
    expect(reason({ ...good, name: "set_oldest_stored_round" })).toBe("Call");
    storage.LastStoredRound.set(bare.state, 5n);
    expect(reason(good)).toBe("Stale");
    storage.LastStoredRound.set(bare.state, 4n);
    storage.NextUnsignedAt.set(bare.state, 2);
    expect(reason(good)).toBe("Stale");
    systemStorage.Number.set(bare.state, 2);
    expect(reason(good)).toBeUndefined();
  });
});

describe("root", () => {
  const dispatch = (name: string, args: Record<string, unknown>) =>
    bare.state.runtime.dispatch(bare.state, { pallet: "Drand", name, args }, rootOrigin);

  it("sets another beacon and the oldest round", () => {
    const config = { ...storage.BeaconConfig.get(bare.state), period: 30 };
    const payload = { block_number: 1, config, public: { type: "Sr25519", value: `0x${"00".repeat(32)}` } };
    dispatch("set_beacon_config", { config_payload: payload, signature: undefined });
    dispatch("set_oldest_stored_round", { oldest_round: 77n });
    expect([storage.BeaconConfig.get(bare.state).period, storage.NextUnsignedAt.get(bare.state)]).toEqual([30, 2]);
    expect(bounds()).toEqual([77n, 0n]);
    expect(bare.told()).toEqual(["BeaconConfigChanged", "SetOldestStoredRound"]);
  });

  it("alone may", () => {
    const who = bare.state.runtime.signed(toHex(fromHex(`0x${"01".repeat(32)}`)));
    const call = { pallet: "Drand", name: "set_oldest_stored_round", args: { oldest_round: 1n } };
    expect(bare.reasonOf(() => bare.state.runtime.dispatch(bare.state, call, who))).toBe("BadOrigin");
    const write = {
      pallet: "Drand",
      name: "write_pulse",
      args: { pulses_payload: { pulses: [] }, signature: undefined },
    };
    expect(bare.reasonOf(() => bare.state.runtime.dispatch(bare.state, write, who))).toBe("BadOrigin");
  });
});
