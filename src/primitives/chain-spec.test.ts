import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { testFinneySpec } from "../../test/support/foreign-specs.ts";
import { chainSpecJson, parseChainSpec } from "./chain-spec.ts";

const file = (path: string): Buffer => readFileSync(new URL(`../../${path}`, import.meta.url));
const testFinneyText = testFinneySpec();
const testFinney = (): unknown => JSON.parse(testFinneyText as string);
const dev = (): Record<string, unknown> => JSON.parse(file("chainspec/dev.json").toString());

describe("chain specifications", () => {
  it.skipIf(testFinneyText === undefined)("read the test network's raw file, and write it back as it was", () => {
    const spec = parseChainSpec(testFinney());
    expect(spec).toMatchObject({ id: "bittensor", chainType: "Development", protocolId: "bittensor" });
    if (spec.genesis.type !== "raw") throw new Error("not raw");
    expect(spec.genesis.top.size).toBe(46);
    expect(spec.genesis.children.size).toBe(0);
    expect(chainSpecJson(spec)).toEqual(testFinney());
  });

  it("read the plain files of this project, and write them back as they were", () => {
    for (const name of ["dev", "local"]) {
      const json = JSON.parse(file(`chainspec/${name}.json`).toString());
      const spec = parseChainSpec(json);
      expect(spec.genesis).toMatchObject({ type: "plain", code: "0x00535445" });
      expect(JSON.stringify(chainSpecJson(spec))).toBe(JSON.stringify(json));
    }
  });

  it("say where a file is wrong", () => {
    const broken: [change: (spec: Record<string, unknown>) => void, message: string][] = [
      [(spec) => Object.assign(spec, { name: 3 }), "name must be a text"],
      [(spec) => Object.assign(spec, { chainType: "Lively" }), "chainType must be Live, Development, Local or Custom"],
      [(spec) => Object.assign(spec, { bootNodes: [1] }), "bootNodes[0] must be a text"],
      [
        (spec) => Object.assign(spec, { bootNodes: ["/ip4/1.2.3.4/tcp/30333"] }),
        "bootNodes[0] must be a peer's address such as /ip4/HOST/tcp/PORT/p2p/PEER_ID",
      ],
      [
        (spec) => Object.assign(spec, { grandpaWarpSyncCheckpoint: { finalizedBlockHeader: "0x00" } }),
        "grandpaWarpSyncCheckpoint.grandpaAuthoritySet must be hexadecimal with 0x",
      ],
      [(spec) => Object.assign(spec, { badBlocks: ["0x1"] }), "badBlocks[0] must be hexadecimal with 0x"],
      [(spec) => Object.assign(spec, { forkBlocks: [["1", "0x00"]] }), "forkBlocks[0][0] must be a number"],
      [
        (spec) => Object.assign(spec, { telemetryEndpoints: [["wss://x"]] }),
        "telemetryEndpoints[0][1] must be a number",
      ],
      [
        (spec) => Object.assign(spec, { codeSubstitutes: { x: "0x00" } }),
        "key x of codeSubstitutes must be a block number",
      ],
      [(spec) => Object.assign(spec, { genesis: {} }), "genesis must be an object with raw or runtimeGenesis"],
      [(spec) => Object.assign(spec, { genesis: { raw: { top: { "0x1z": "0x" } } } }), "key 0x1z of genesis.raw.top"],
      [(spec) => Object.assign(spec, { genesis: { runtimeGenesis: { code: "0x" } } }), "with code and patch"],
      [
        (spec) => Object.assign(spec, { genesis: { runtimeGenesis: { code: "0x", patch: {}, config: {} } } }),
        "genesis.runtimeGenesis must be an object with code and patch, or with code and config",
      ],
      [
        (spec) => Object.assign(spec, { genesis: { runtimeGenesis: { code: "0x", patch: {}, pach: {} } } }),
        "genesis.runtimeGenesis.pach: no such member; there are code, patch, config",
      ],
      [(spec) => Object.assign(spec, { genesis: { stateRootHash: "0x" } }), "genesis.stateRootHash: no such member"],
      [
        (spec) => Object.assign(spec, { genesis: { raw: { top: {}, childrendefault: {} } } }),
        "genesis.raw.childrendefault: no such member; there are top, childrenDefault",
      ],
      [
        (spec) => Object.assign(spec, { genesis: { raw: { top: { "0xab": "0x", "0xAB": "0x" } } } }),
        "genesis.raw.top.0xAB is given twice",
      ],
      [(spec) => Object.assign(spec, { genesis: { raw: { top: { "0xab": 1 } } } }), "genesis.raw.top.0xab must be hex"],
      [(spec) => Object.assign(spec, { badBlocks: ["0x01"] }), "badBlocks[0] must be a hash of 32 bytes"],
      [(spec) => Object.assign(spec, { forkBlocks: [[-1, "0x00"]] }), "forkBlocks[0][0] must be a number from 0 to"],
      [
        (spec) => Object.assign(spec, { subtensorTs: { rules: "fast" } }),
        "subtensorTs.rules must be one of production",
      ],
      [(spec) => Object.assign(spec, { subtensorTs: { rule: "local" } }), "subtensorTs.rule is not known"],
    ];
    for (const [change, message] of broken) {
      const spec = dev();
      change(spec);
      expect(() => parseChainSpec(spec)).toThrow(message);
    }
    expect(() => parseChainSpec([])).toThrow("the document must be an object");
  });

  it("keep what this client writes of its own, a fork id, and a whole config as one", () => {
    const json = dev();
    const { runtimeGenesis } = json.genesis as { runtimeGenesis: { code: string; patch: object } };
    const genesis = { runtimeGenesis: { code: runtimeGenesis.code, config: runtimeGenesis.patch } };
    const more = { ...json, forkId: "f", subtensorTs: { rules: "local" }, genesis };
    const spec = parseChainSpec(more);
    expect(spec).toMatchObject({ forkId: "f", rules: "local", unknown: [], genesis: { form: "config" } });
    expect(chainSpecJson(spec)).toEqual(more);
  });

  it("name what they do not know at the top", () => {
    const spec = parseChainSpec({ ...dev(), relay_chain: "rococo", para_id: 1, consensusEngine: null });
    expect(spec.unknown).toEqual(["relay_chain", "para_id"]);
  });

  it("take a custom chain type, and leave out what may be absent", () => {
    const spec = parseChainSpec({ name: "n", id: "i", chainType: { Custom: "c" }, genesis: { raw: { top: {} } } });
    expect(spec.chainType).toEqual({ Custom: "c" });
    expect(spec).toMatchObject({ bootNodes: [], properties: {}, codeSubstitutes: {}, badBlocks: undefined });
  });
});
