import { describe, expect, it } from "vitest";
import { rulesSection } from "../engine/our-code.ts";
import { concatBytes, toHex, utf8 } from "../lib/bytes.ts";
import type { BuildName } from "../primitives/build-name.ts";
import { parseChainSpec } from "../primitives/chain-spec.ts";
import { customSection, moduleStart } from "../wasm/module/encode.ts";
import {
  agreedBuilds,
  buildWitnesses,
  databaseWitness,
  hasLightClientFacade,
  optionBuild,
  withLightClientFacade,
} from "./build-choice.ts";

const spec = (code: string, rules?: BuildName) =>
  parseChainSpec({
    name: "n",
    id: "i",
    ...(rules === undefined ? {} : { subtensorTs: { rules } }),
    genesis: { runtimeGenesis: { code, patch: {} } },
  });
const raw = (code: string) =>
  parseChainSpec({ name: "n", id: "i", genesis: { raw: { top: { "0x3A636f6465": code }, childrenDefault: {} } } });
const chosen = (...witnesses: Parameters<typeof buildWitnesses>) => agreedBuilds(buildWitnesses(...witnesses));

const recorded = "0x00535445";
const faucet = "0x00535446";
const program = "0x52bc537646db8e0528b52ffd";

const forLightClients = toHex(concatBytes(moduleStart, customSection(rulesSection, utf8("pow-faucet"))));

describe("a genesis for light clients", () => {
  it("has a program that names the build, whatever the length of its slots", () => {
    expect(chosen(spec(forLightClients), undefined)).toEqual(["pow-faucet"]);
    expect(chosen(raw(forLightClients), undefined)).toEqual(["pow-faucet"]);
    expect(() => chosen(spec(forLightClients), "local")).toThrow(
      "--fast-runtime stands for the local rules, but the :code of the chain specification, a program for light clients, stands for the pow-faucet rules",
    );
    expect([hasLightClientFacade(spec(forLightClients)), hasLightClientFacade(spec(recorded))]).toEqual([true, false]);
  });

  it("is not made of a chain that has a program of its own", () => {
    expect(withLightClientFacade(spec(recorded)).lightClientFacade).toBe(true);
    expect(withLightClientFacade(raw(forLightClients)).lightClientFacade).toBe(true);
    expect(() => withLightClientFacade(raw(program))).toThrow(
      "--light-client-facade is not for the chain n: its genesis has a program in :code",
    );
  });
});

describe("the build of a chain", () => {
  it("is what the option says, then what the specification says, else what its :code leaves, else production", () => {
    expect(optionBuild({ fastRuntime: true, powFaucet: false })).toBe("local");
    expect(optionBuild({ fastRuntime: false, powFaucet: true })).toBe("pow-faucet");
    expect(optionBuild({ fastRuntime: false, powFaucet: false })).toBeUndefined();
    expect(chosen(spec(program), "pow-faucet")).toEqual(["pow-faucet"]);
    expect(chosen(spec(program, "local"), undefined)).toEqual(["local"]);
    expect(chosen(spec(recorded, "local"), "local")).toEqual(["local"]);
    expect(chosen(spec(recorded), undefined)).toEqual(["production", "local"]);
    expect(chosen(spec(faucet), undefined)).toEqual(["pow-faucet"]);
    expect(chosen(raw(faucet), undefined)).toEqual(["pow-faucet"]);
    expect(chosen(raw(program), undefined)).toEqual(["production", "pow-faucet", "local"]);
  });

  it("is refused where two contradict each other, in words that name both", () => {
    expect(() => chosen(spec(program, "production"), "local")).toThrow(
      "--fast-runtime stands for the local rules, but the chain specification names the production rules (subtensorTs.rules): use the option",
    );
    expect(() => chosen(spec(recorded), "pow-faucet")).toThrow(
      "--pow-faucet stands for the pow-faucet rules, but the :code of the chain specification, 0x00535445, stands for the production or local rules",
    );
    expect(() => chosen(raw(faucet), "local")).toThrow("--fast-runtime stands for the local rules, but the :code");
    expect(() => chosen(spec(faucet, "production"), undefined)).toThrow(
      "the chain specification names the production rules (subtensorTs.rules), but the :code",
    );
    const made = databaseWitness("/d", "production");
    expect(() => agreedBuilds([...buildWitnesses(spec(recorded, "local"), undefined), made])).toThrow(
      "the chain specification names the local rules (subtensorTs.rules), but the database /d was made under the production rules: give another --base-path",
    );
  });
});
