import { beforeEach, describe, expect, it } from "vitest";
import { type BareState, bareState } from "../../../../test/support/bare-state.ts";
import { encode } from "../../../codec/codec.ts";
import { blake2Hex } from "../../../crypto/hashing.ts";
import { concatBytes, type Hex, utf8 } from "../../../lib/bytes.ts";
import { RuntimeVersion } from "../../../primitives/runtime-version.ts";
import { memoryState } from "../../../storage/state/memory-state.ts";
import type { CallValue } from "../../frame/calls.ts";
import { execute } from "../../frame/execution.ts";
import { NotBuilt } from "../../frame/not-built.ts";
import { rootOrigin } from "../../frame/origin.ts";
import { fill } from "../../frame/ports.ts";
import { codeObjection, programVersion, versionInSection } from "./code.ts";
import { constants } from "./constants.ts";
import { extrinsicIndex, noteExtrinsic, noteFinishedExtrinsics } from "./extrinsics.ts";
import { depositLog, finalize } from "./finalize.ts";
import { system } from "./index.ts";
import { initialize, noteFinishedInitialize, unique } from "./initialize.ts";
import { storage } from "./storage.ts";

const parent: Hex = `0x${"12".repeat(32)}`;
let bare: BareState;

beforeEach(() => {
  bare = bareState([[0, system]], { ports: [fill(programVersion, versionInSection)] });
});

/** A WebAssembly program of nothing but a custom section. */
function program(spec: { readonly spec_name?: string; readonly spec_version?: number }): Uint8Array {
  const version = encode(RuntimeVersion, { ...constants.Version.valueOf(bare.state.rules), ...spec, apis: [] });
  const name = utf8("runtime_version");
  const content = concatBytes(new Uint8Array([name.length]), name, version);
  expect(content.length).toBeLessThan(128);
  return concatBytes(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0, 0, content.length]), content);
}

describe("a block", () => {
  it("leaves its number, parent and digest, and nothing that it only needed meanwhile", () => {
    const { state } = bare;
    initialize(state, 2402, parent, { logs: [] });
    storage.BlockHash.at(1).set(state, parent);
    expect(extrinsicIndex(state)).toBe(0);
    expect(unique(state, new Uint8Array(1))).not.toEqual(unique(state, new Uint8Array(1)));
    noteFinishedInitialize(state);
    noteExtrinsic(state, new Uint8Array([1, 2, 3]));
    state.put(":extrinsic_index", new Uint8Array([1, 0, 0, 0]));
    noteFinishedExtrinsics(state);
    let counted: readonly Uint8Array[] = [];
    const header = finalize(state, (values) => {
      counted = values;
      return new Uint8Array(32);
    });
    expect(counted).toEqual([new Uint8Array([1, 2, 3])]);
    expect(header).toMatchObject({ number: 2402, parent_hash: parent, digest: { logs: [] } });
    expect(storage.BlockHash.at(2401).get(state)).toBe(parent);
    expect(storage.BlockHash.at(1).exists(state)).toBe(false);
    const meanwhile = [storage.ExecutionPhase, storage.ExtrinsicCount, storage.InherentsApplied];
    expect(meanwhile.some((item) => item.exists(state))).toBe(false);
    expect([":extrinsic_index", ":intrablock_entropy"].map((key) => state.get(key))).toEqual([undefined, undefined]);
  });
});

describe("the index of the extrinsic that runs", () => {
  it("is 0 where Root wrote what is none, which stays when the extrinsics end", () => {
    const { state } = bare;
    const key = ":extrinsic_index";
    state.put(key, new Uint8Array([7]));
    expect(extrinsicIndex(state)).toBe(0);
    noteExtrinsic(state, new Uint8Array([1]));
    noteFinishedExtrinsics(state);
    expect([state.get(key), storage.ExtrinsicCount.get(state)]).toEqual([new Uint8Array([7]), 0]);
    state.put(key, new Uint8Array([2, 0, 0, 0, 9]));
    expect(extrinsicIndex(state)).toBe(2);
  });
});

describe("the digest", () => {
  it("is appended to without looking at it", () => {
    const { state } = bare;
    state.put(storage.Digest.key, new Uint8Array([4]));
    depositLog(state, { type: "RuntimeEnvironmentUpdated" });
    expect(state.get(storage.Digest.key)).toEqual(new Uint8Array([8, 8]));
    expect(storage.Digest.get(state)).toEqual({ logs: [] });
  });
});

describe("the runtime's program", () => {
  it("may be replaced by a newer version of itself only", () => {
    const objection = (code: Uint8Array) => codeObjection(bare.state, code, true)?.name;
    expect(objection(new Uint8Array([1, 2, 3]))).toBe("FailedToExtractRuntimeVersion");
    expect(objection(program({ spec_version: 425 }))).toBe("SpecVersionNeedsToIncrease");
    expect(objection(program({ spec_name: "other", spec_version: 426 }))).toBe("InvalidSpecName");
    expect(objection(program({ spec_version: 426 }))).toBeUndefined();
    expect(codeObjection(bare.state, new Uint8Array([1]), false)).toBeUndefined();
  });

  it("is refused with words where the host cannot read its version", () => {
    const compressed = new Uint8Array([82, 188, 83, 118, 70, 219, 142, 5, 0]);
    expect(() => codeObjection(bare.state, compressed, true)).toThrow(NotBuilt);
  });

  it("comes from anyone once its hash is authorized", () => {
    const code = program({ spec_version: 426 });
    const run = (name: string, args: Record<string, unknown>, origin = rootOrigin) => {
      const call: CallValue = { pallet: "System", name, args };
      return bare.state.runtime.dispatchBypassFilter(bare.state, call, origin);
    };
    run("authorize_upgrade", { code_hash: blake2Hex(code) });
    expect(bare.reasonOf(() => run("apply_authorized_upgrade", { code: new Uint8Array(1) }))).toMatchObject({
      name: "Unauthorized",
    });
    expect(run("apply_authorized_upgrade", { code }, bare.state.runtime.signed(parent))).toMatchObject({ pays: "No" });
    expect(bare.state.get(":code")).toEqual(code);
    expect(bare.told()).toEqual(["UpgradeAuthorized", "CodeUpdated"]);
    expect(storage.Digest.get(bare.state).logs).toEqual([{ type: "RuntimeEnvironmentUpdated" }]);
  });
});

describe("raw storage", () => {
  it("is written and removed by root; a prefix takes what this block wrote without counting it", () => {
    const run = (name: string, args: Record<string, unknown>) =>
      bare.state.runtime.dispatchBypassFilter(bare.state, { pallet: "System", name, args }, rootOrigin);
    const items = ["a1", "a2", "b"].map((key) => [utf8(key), utf8("value")]);
    run("set_storage", { items });
    expect(bare.state.get("a2")).toEqual(utf8("value"));
    run("kill_storage", { keys: [utf8("b")] });
    run("kill_prefix", { prefix: utf8("a"), subkeys: 0 });
    expect(["a1", "a2", "b"].map((key) => bare.state.get(key))).toEqual([undefined, undefined, undefined]);
  });

  it("counts what was there before the block for the limit of a prefix, also where the block changed it", () => {
    const value = utf8("old");
    const keys = ["a", "a1", "a2", "a3", "a4", "b"];
    const state = execute(memoryState(keys.map((key) => [key, value])).overlay(), bare.state.rules, bare.state.runtime);
    const run = (name: string, args: Record<string, unknown>) =>
      state.runtime.dispatchBypassFilter(state, { pallet: "System", name, args }, rootOrigin);
    const items = ["a1", "a4", "a5"].map((key) => [utf8(key), utf8("new")]);
    run("set_storage", { items });
    run("kill_storage", { keys: [utf8("a2")] });
    run("kill_prefix", { prefix: utf8("a"), subkeys: 3 });
    expect([...keys, "a5"].filter((key) => state.get(key) !== undefined)).toEqual(["a3", "b"]);
    run("kill_prefix", { prefix: utf8("a"), subkeys: 4 });
    expect([...keys, "a5"].filter((key) => state.get(key) !== undefined)).toEqual(["b"]);
  });

  it("leaves the roots of child tries alone", () => {
    const root = ":child_storage:default:x";
    const state = execute(
      memoryState([["b", utf8("value")]], [["x", [["k", utf8("v")]]]]).overlay(),
      bare.state.rules,
      bare.state.runtime,
    );
    const before = state.get(root);
    const run = (name: string, args: Record<string, unknown>) =>
      state.runtime.dispatchBypassFilter(state, { pallet: "System", name, args }, rootOrigin);
    run("set_storage", { items: [[utf8(root), utf8("value")]] });
    run("kill_storage", { keys: [utf8(root)] });
    for (const prefix of ["", ":", ":child", ":child_storage:default:"])
      run("kill_prefix", { prefix: utf8(prefix), subkeys: 9 });
    expect(before).toHaveLength(32);
    expect(state.get(root)).toEqual(before);
    expect(state.get("b")).toEqual(utf8("value"));
  });
});
