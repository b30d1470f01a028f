import { describe, expect, it } from "vitest";
import { recording } from "../../test/support/recordings.ts";
import { encode } from "../codec/codec.ts";
import { option } from "../codec/containers.ts";
import { bytes } from "../codec/primitives.ts";
import { keyToHex, toHex } from "../lib/bytes.ts";
import { UserError } from "../lib/user-error.ts";
import { createChainTypes } from "./chain-types.ts";

const metadata = recording("metadata", "local.v15.scale.gz");
const types = createChainTypes(metadata);

const alice = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY";
const aliceHex = "0xd43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27d";
const other = "0x8eaf04151687736326c9fea17e25fc5287613693c912909cb226aa4794f26a48";

/** The words of the one-line error that something throws. */
function refusal(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    if (error instanceof UserError) return error.message;
    throw error;
  }
  return "no error";
}

const stake = (args: unknown): Uint8Array => types.encodeCall({ pallet: "SubtensorModule", call: "add_stake", args });
const remark = (value: unknown): Uint8Array =>
  types.encodeCall({ pallet: "System", call: "remark", args: { remark: value } });

describe("names and numbers of calls", () => {
  const expected = toHex(stake({ hotkey: alice, netuid: 1, amount_staked: 1_000_000 }));

  it("are those of the metadata, or of clients in JavaScript, in any form of JSON", () => {
    const call = {
      pallet: "subtensorModule",
      call: "addStake",
      args: { hotkey: aliceHex, netuid: "1", amountStaked: "1,000_000" },
    };
    expect(toHex(types.encodeCall(call))).toBe(expected);
    expect(toHex(stake([aliceHex, "0x01", "0x0f4240"]))).toBe(expected);
    expect(types.decodeCall(types.encodeCall(call))).toEqual({
      pallet: "SubtensorModule",
      call: "add_stake",
      args: { hotkey: alice, netuid: 1, amount_staked: 1_000_000 },
    });
  });

  it("come as text where JSON would not keep them exact", () => {
    const { args } = types.decodeCall(stake({ hotkey: alice, netuid: 1, amount_staked: "18446744073709551615" }));
    expect(args.amount_staked).toBe("18446744073709551615");
    const inexact = refusal(() => stake({ hotkey: alice, netuid: 1, amount_staked: 2 ** 53 }));
    expect(inexact).toBe(
      "call SubtensorModule.add_stake.amount_staked: 9007199254740992 is not exact as a number of JSON: it is given as text",
    );
  });

  it("are told from what is none", () => {
    const good = { hotkey: alice, netuid: 1, amount_staked: 1 };
    const words = (change: object): string => refusal(() => stake({ ...good, ...change }));
    const place = "call SubtensorModule.add_stake";
    expect(words({ netuid: 65_536 })).toBe(`${place}.netuid: 65536 does not fit u16`);
    expect(words({ netuid: -1 })).toBe(`${place}.netuid: -1 does not fit u16`);
    expect(words({ netuid: 1.5 })).toBe(`${place}.netuid: 1.5 is no whole number (u16)`);
    expect(words({ netuid: undefined })).toBe(`${place}.netuid: is missing`);
    expect(words({ netuids: 1 })).toBe(`${place}: no field "netuids"; did you mean netuid?`);
    expect(words({ amountStaked: 1 })).toBe(`${place}: the field amount_staked is given twice`);
    expect(words({ hotkey: `${alice}x` })).toContain(`${place}.hotkey: "${alice}x" is no account`);
    expect(words({ hotkey: "0x1234" })).toContain("is no account (an SS58 address, or 32 bytes of hex)");
    expect(refusal(() => stake([alice, 1, 1, 1]))).toBe(`${place}: 3 values are expected, not 4`);
    expect(refusal(() => stake("x"))).toBe(`${place}: "x" is no object with the fields hotkey, netuid, amount_staked`);
    const named = (pallet: string, call: string): string => refusal(() => types.encodeCall({ pallet, call }));
    expect(named("SubtensorModul", "x")).toBe(
      `call: no pallet "SubtensorModul" with calls; did you mean SubtensorModule?`,
    );
    expect(named("Balances", "transferKeepAliv")).toBe(
      `call: no call "transferKeepAliv" in Balances; did you mean transfer_keep_alive?`,
    );
    expect(named("Nothing like it", "x")).toBe(`call: no pallet "Nothing like it" with calls`);
  });
});

describe("values", () => {
  it("of bytes are hex or text", () => {
    expect(toHex(remark("0x6869"))).toBe(toHex(remark("hi")));
    expect(toHex(remark([0x68, 0x69]))).toBe(toHex(remark("hi")));
    expect(types.decodeCall(remark("hi")).args).toEqual({ remark: "0x6869" });
    expect(refusal(() => remark("0x123"))).toBe(`call System.remark.remark: "0x123" is neither hex nor other text`);
    expect(refusal(() => remark([256]))).toBe("call System.remark.remark: a list of 1 is neither hex nor other text");
  });

  it("of addresses are accounts, or variants", () => {
    const to = (dest: unknown): string =>
      toHex(types.encodeCall({ pallet: "Balances", call: "transferKeepAlive", args: { dest, value: 5 } }));
    expect(to(alice)).toBe(to({ Id: aliceHex }));
    expect(to(aliceHex)).toBe(to({ id: alice }));
    expect(to(`0x${"12".repeat(20)}`)).toBe(to({ Address20: `0x${"12".repeat(20)}` }));
    expect(to({ Index: null })).toContain("0x050301");
    expect(refusal(() => to({ Ix: alice }))).toContain(`dest: no variant "Ix"; did you mean Id?`);
    expect(refusal(() => to("Id"))).toContain("is no account");
  });

  it("of calls within calls are named in two ways, or bytes", () => {
    const inner = { pallet: "System", call: "remark", args: { remark: "hi" } };
    const sudo = (call: unknown): string => toHex(types.encodeCall({ pallet: "Sudo", call: "sudo", args: { call } }));
    const expected = sudo(inner);
    expect(sudo({ System: { remark: { remark: "hi" } } })).toBe(expected);
    expect(sudo({ system: { remark: ["hi"] } })).toBe(expected);
    expect(sudo({ callIndex: "0x0000", args: { remark: "hi" } })).toBe(expected);
    expect(sudo(toHex(remark("hi")))).toBe(expected);
    expect(refusal(() => sudo("0x00000c"))).toMatch(/^call Sudo\.sudo\.call: the bytes of the call do not decode: /);
    expect(refusal(() => sudo(7))).toContain("Sudo.sudo.call: 7 is no call");
    expect(refusal(() => sudo({ ...inner, arg: 1 }))).toContain(`no field "arg" in a call`);
    expect(refusal(() => sudo({ System: { remark: {} } }))).toBe(
      "call Sudo.sudo.call System.remark.remark: is missing",
    );
  });

  it("of options are null or the value, and may be left out", () => {
    const proxy = (args: object): string =>
      toHex(
        types.encodeCall({
          pallet: "Proxy",
          call: "proxy",
          args: { real: alice, call: { System: { remark: ["x"] } }, ...args },
        }),
      );
    expect(proxy({})).toBe(proxy({ force_proxy_type: null }));
    expect(proxy({ forceProxyType: "Staking" })).toBe(proxy({ force_proxy_type: { Some: "Staking" } }));
    expect(refusal(() => proxy({ forceProxyType: "Stakin" }))).toContain(`no variant "Stakin"; did you mean Staking?`);
  });

  it("that are too deep or too long are refused in words", () => {
    let call: unknown = { pallet: "System", call: "remark", args: ["x"] };
    for (let depth = 0; depth < 200; depth++) call = { Utility: { batch: [[call]] } };
    const deep = (depth: number): Uint8Array => {
      let nested = call;
      for (let more = 200; more < depth; more++) nested = { Sudo: { sudo: [nested] } };
      return types.encodeCall({ pallet: "Sudo", call: "sudo", args: [nested] });
    };
    expect(types.decodeCall(deep(200)).call).toBe("sudo");
    expect(refusal(() => deep(100_000))).toBe("call: the value is nested too deep");
    const one = types.encodeCall({ pallet: "Utility", call: "batch", args: [[{ System: { remark: ["x"] } }]] });
    const endless = Uint8Array.from({ length: 300_000 }, (_, at) => one[at % 3] as number);
    expect(refusal(() => types.decodeCall(endless))).toMatch(
      /^the bytes of the call do not decode: values nested too deep/,
    );
    const many = Array(5_000_000).fill(0);
    const list = (): Uint8Array =>
      types.encodeCall({ pallet: "SubtensorModule", call: "set_weights", args: [1, many, [], 0] });
    expect(refusal(list)).toBe("call SubtensorModule.set_weights.dests: the value has more than 4000000 items");
  });
});

describe("storage", () => {
  it("has keys by their names, and beginnings of keys", () => {
    const key = types.storageKey("system", "account", [alice]);
    expect(keyToHex(key)).toBe(
      "0x26aa394eea5630e07c48ae0c9558cef7b99d880ec681799c0cf30e8886371da9de1e86a9a8c739864cf3cc5ec2bea59fd43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27d",
    );
    expect(types.describeKey(key)).toEqual({ pallet: "System", item: "Account", keys: [alice] });
    expect(types.describeKey(key.slice(0, -1))).toBeUndefined();
    expect(types.describeKey(`${key.slice(0, -1)}x`)).toBeUndefined();
    expect(types.describeKey(":code")).toBeUndefined();
    const prefix = types.storageKey("SubtensorModule", "Uids", [1]);
    expect(types.storageKey("SubtensorModule", "Uids", [1, other]).startsWith(prefix)).toBe(true);
    expect(types.item("SubtensorModule", "Uids")).toMatchObject({ keys: 2, optional: true });
    expect(refusal(() => types.storageKey("SubtensorModule", "Tempos", []))).toBe(
      `no storage item "Tempos" in SubtensorModule; did you mean Tempo?`,
    );
    expect(refusal(() => types.storageKey("SubtensorModule", "Tempo", [1, 2]))).toBe(
      "SubtensorModule.Tempo has 1 key, not 2",
    );
    expect(refusal(() => types.storageKey("SubtensorModule", "Tempo", ["x"]))).toBe(
      `SubtensorModule.Tempo key 1: "x" is no whole number (u16)`,
    );
  });

  it("takes fields that are left out from the default", () => {
    const bytes = types.encodeValue("System", "Account", { providers: 1, data: { free: "0x10" } });
    const standing = types.defaultValue("System", "Account") as { readonly data: object };
    expect(types.decodeValue("System", "Account", bytes)).toEqual({
      ...standing,
      providers: 1,
      data: { ...standing.data, free: 16 },
    });
    expect(refusal(() => types.encodeValue("System", "Account", { data: { fre: 1 } }))).toBe(
      `System.Account.data: no field "fre"; did you mean free?`,
    );
  });

  it("has fixed-point numbers by their bits", () => {
    expect(types.items("SubtensorModule")).toContain("SubnetMovingPrice");
    const bits = types.encodeValue("SubtensorModule", "SubnetMovingPrice", { bits: 12 });
    expect(toHex(types.encodeValue("SubtensorModule", "SubnetMovingPrice", 12))).toBe(toHex(bits));
    expect(types.decodeValue("SubtensorModule", "SubnetMovingPrice", bits)).toEqual({ bits: 12 });
  });

  it("has values whose bytes are told from others", () => {
    expect(refusal(() => types.decodeValue("SubtensorModule", "Tempo", Uint8Array.of(1)))).toMatch(
      /^the bytes of SubtensorModule.Tempo do not decode: 2 more bytes expected/,
    );
    expect(refusal(() => types.decodeValue("SubtensorModule", "Tempo", new Uint8Array(3)))).toMatch(
      /1 bytes left over/,
    );
  });
});

describe("a runtime", () => {
  it("has constants", () => {
    expect(types.specVersion).toBe(425);
    expect(types.constant("balances", "existentialDeposit")).toBe(500);
    expect(refusal(() => types.constant("Balances", "ExistentialDepositt"))).toContain(
      "did you mean ExistentialDeposit?",
    );
  });

  it("names errors in words", () => {
    expect(types.errorText("BadOrigin")).toBe("BadOrigin");
    expect(types.errorText({ Token: "FundsUnavailable" })).toBe("Token.FundsUnavailable");
    expect(types.errorText({ Module: { index: 7, error: "0x00000000" } })).toMatch(/^SubtensorModule\.[A-Z]/);
    expect(types.errorText({ Module: { index: 250, error: "0x07000000" } })).toBe("pallet 250.error 7");
  });

  it("gives its metadata wrapped in two ways", () => {
    for (const answer of [encode(bytes, metadata), encode(option(bytes), metadata)]) {
      expect(createChainTypes(answer).pallets).toEqual(types.pallets);
    }
    expect(refusal(() => createChainTypes(Uint8Array.of(0)).pallets)).toBe("the program's metadata is none");
    expect(refusal(() => createChainTypes(metadata.subarray(0, 1000)).pallets)).toMatch(
      /^the runtime's metadata does not decode: /,
    );
  });

  it("has extensions that are not known here", () => {
    const renamed = Buffer.from(metadata);
    renamed.write("CheckNonse", renamed.lastIndexOf("CheckNonce"));
    const sign = () => ({ type: "Sr25519", signature: `0x${"00".repeat(64)}` }) as const;
    const parts = {
      call: remark("x"),
      account: aliceHex,
      nonce: 0,
      genesisHash: other,
      specVersion: 1,
      transactionVersion: 1,
      sign,
    } as const;
    expect(types.signedExtrinsic(parts).length).toBeGreaterThan(100);
    expect(refusal(() => createChainTypes(new Uint8Array(renamed)).signedExtrinsic(parts))).toBe(
      "the extension CheckNonse signs data that is not known here: sign the extrinsic elsewhere",
    );
  });
});
