import { describe, expect, it } from "vitest";
import { decode, encode } from "../../src/codec/codec.ts";
import { blake2b64 } from "../../src/crypto/hashing.ts";
import { fromHex, keyToHex, toHex, utf8 } from "../../src/lib/bytes.ts";
import { RuntimeVersion } from "../../src/primitives/runtime-version.ts";
import { genesisOf } from "../../src/replay/genesis.ts";
import { apis } from "../../src/runtime/api-list.ts";
import { runtimeVersion } from "../../src/runtime/executive/version.ts";
import { builds, createRuntime, local, production } from "../../src/runtime/index.ts";
import { recordingJson } from "../support/recordings.ts";

interface Recorded {
  readonly storage: Readonly<Record<string, string>>;
  readonly state_root: string;
  readonly header: string;
  readonly hash: string;
}

describe("genesis, key by key", () => {
  const hashes = new Set<string>();
  for (const rules of [production, local]) {
    for (const chain of ["localnet", "dev"]) {
      it(`${chain} of ${rules.name}`, () => {
        const recorded = recordingJson("genesis", `${rules.name}-genesis-${chain}.json.gz`) as Recorded;
        const { state, hash, header } = genesisOf(chain, createRuntime(rules));
        const ours = Object.fromEntries([...state.entries()].map(([key, value]) => [keyToHex(key), toHex(value)]));
        expect(ours).toEqual(recorded.storage);
        expect(toHex(state.root())).toBe(recorded.state_root);
        expect(toHex(header)).toBe(recorded.header);
        expect(hash).toBe(recorded.hash);
        hashes.add(hash);
      });
    }
  }

  for (const chain of ["localnet", "dev"]) {
    it(`${chain} of pow-faucet differs from production's in :code alone`, () => {
      const [ours, plain] = [builds["pow-faucet"], production].map((rules) => genesisOf(chain, createRuntime(rules)));
      const entries = new Map(ours?.state.entries());
      expect(toHex(entries.get(":code") ?? new Uint8Array())).toBe("0x00535446");
      expect(entries.set(":code", fromHex(production.code))).toEqual(new Map(plain?.state.entries()));
      hashes.add(`${ours?.hash}`);
    });
  }

  it("no two chains share a genesis hash: clients keep metadata by it", () => {
    expect(hashes.size).toBe(6);
  });

  it("the runtime version names each API by the hash of its name", () => {
    const version = runtimeVersion(production);
    expect(version.apis.map(([id, number]) => [toHex(id), number])).toEqual(
      apis.map(({ name, version: number }) => [toHex(blake2b64(utf8(name))), number]),
    );
    expect(decode(RuntimeVersion, encode(RuntimeVersion, version))).toEqual(version);
  });
});
