import { describe, expect, it } from "vitest";
import { fromHex, utf8 } from "../lib/bytes.ts";
import { readJson } from "../lib/json-tree.ts";
import { memoryState } from "../storage/state/memory-state.ts";
import { buildGenesis, defaultGenesis } from "./genesis.ts";
import { createRuntime, production } from "./index.ts";
import { storage as balances } from "./pallets/balances/storage.ts";
import { storage as baseFee } from "./pallets/base-fee/storage.ts";
import { storage as system } from "./pallets/system/storage.ts";

const runtime = createRuntime(production);
const alice = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY";
const bob = "5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty";

/** Builds from a patch (JSON) and reads the state. */
function built(json: string, form: "patch" | "config" = "patch") {
  const overlay = memoryState([]).overlay();
  buildGenesis(overlay, runtime, readJson(utf8(json)) as Record<string, unknown>, fromHex(production.code), form);
  return { ...overlay, rules: production, runtime };
}

const of = (list: string): string => `{"balances":{"balances":${list}}}`;

describe("a genesis config from a file", () => {
  it("is refused with the path of what is wrong", () => {
    const at = "genesis.runtimeGenesis.patch";
    const wrong: [json: string, message: string][] = [
      [
        of(`[["${alice}",18446744073709551616]]`),
        "balances.balances[0][1]: 18446744073709551616 is more than a u64 holds",
      ],
      [of(`[["${alice}",-1]]`), "balances.balances[0][1]: -1 is less than 0"],
      [of(`[["${alice}",1000.5]]`), "balances.balances[0][1]: 1000.5 is not a whole number"],
      [of(`[["${alice}",1000.0]]`), "balances.balances[0][1]: 1000.0 is not a whole number"],
      [of(`[["${alice}",1e9]]`), "balances.balances[0][1]: 1e9 is not a whole number"],
      [of(`[["${alice}","1000"]]`), 'balances.balances[0][1]: "1000" is not a whole number'],
      [of(`[["${alice}",null]]`), "balances.balances[0][1]: null is not a whole number"],
      [of(`[["${alice}"]]`), "balances.balances[0]: 1 values where 2 are wanted"],
      [of(`[["${alice}",1000,1]]`), "balances.balances[0]: 3 values where 2 are wanted"],
      [
        of(`[["${alice}x",1000]]`),
        `balances.balances[0][0]: "${alice}x" is not an SS58 address: it is not of 32 bytes`,
      ],
      [of(`[["${bob.slice(0, -1)}x",1000]]`), "is not an SS58 address: its checksum is wrong"],
      [
        of('[["0x00",1000]]'),
        'balances.balances[0][0]: "0x00" is not an SS58 address: it has characters that base58 has not',
      ],
      [of("{}"), "balances.balances: {} is not a list"],
      [of("null"), "balances.balances: null is not a list"],
      ['{"balances":null}', "balances: null is not an object"],
      ['{"balances":{"balnces":[]}}', "balances.balnces: no such member; there are balances, devAccounts"],
      ['{"subtensormodule":{}}', "subtensormodule: no such member; there are system, aura,"],
      ['{"system":{"code":1}}', "system.code: there are no members here"],
      ['{"aura":{"authorities":null}}', "aura.authorities: null is not a list"],
      ['{"grandpa":{"authorities":[["x"]]}}', "grandpa.authorities[0]: 1 values where 2 are wanted"],
      ['{"sudo":{"key":7}}', "sudo.key: 7 is not a text"],
      ['{"safeMode":{"enteredUntil":4294967296}}', "safeMode.enteredUntil: 4294967296 is more than a u32 holds"],
      ['{"evmChainId":{"chainId":null}}', "evmChainId.chainId: null is not a whole number"],
      ['{"baseFee":{"baseFeePerGas":5}}', "baseFee.baseFeePerGas: 5 is not a text"],
      ['{"baseFee":{"elasticity":-0}}', "baseFee.elasticity: -0 is not a whole number"],
      ['{"transactionPayment":{"multiplier":1}}', "transactionPayment.multiplier: 1 is not a text"],
      ['{"subtensorModule":{"startCallDelay":1.5}}', "subtensorModule.startCallDelay: 1.5 is not a whole number"],
      ['{"subtensorModule":{"stakes":[["x",[]]]}}', "subtensorModule.stakes[0][0]: "],
      ['{"evm":{"accounts":{"0x1":{}}}}', 'evm.accounts: "0x1" is not hexadecimal of 20 bytes'],
      ['{"evm":{"whitelisted":["0x10"]}}', 'evm.whitelisted[0]: "0x10" is not hexadecimal of 20 bytes'],
      ['{"drand":{"beaconConfig":{}}}', "drand.beaconConfig.publicKey: missing"],
    ];
    for (const [json, message] of wrong) expect(() => built(json), json).toThrow(message);
    for (const [json] of wrong) expect(() => built(json), json).toThrow(at);
  });

  it("takes amounts to the last rao", () => {
    const state = built(of(`[["${alice}",18446744073709551615],["${bob}",9007199254740993]]`));
    const account = "0xd43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27d";
    expect(system.Account.at(account).get(state).data.free).toBe(18446744073709551615n);
    // The sum wraps, as in the original.
    expect(balances.TotalIssuance.get(state)).toBe(9007199254740992n);
  });

  it("has to be whole where it is no patch", () => {
    expect(() => built("{}", "config")).toThrow("genesis.runtimeGenesis.config.system: missing");
    expect(built(JSON.stringify(defaultGenesis(runtime.pallets)), "config").changes()).toEqual(built("{}").changes());
  });

  it("may give records as lists of their members, as the original takes them", () => {
    const state = built('{"baseFee":["0x07",9],"sudo":[null]}');
    expect(baseFee.BaseFeePerGas.get(state)).toBe(7n);
    expect(baseFee.Elasticity.get(state)).toBe(9);
  });

  it("makes numbered development accounts, which the issuance does not count", () => {
    const state = built('{"balances":{"devAccounts":[2,1000,"//Sender//{}"],"balances":[]}}');
    const first = "0x146bf2d245dc759991e1f6e621808a8c8dfa389dbc4feff9ec03775d59fd2912";
    expect(system.Account.at(first).get(state)).toMatchObject({ providers: 1, data: { free: 1000n } });
    expect(balances.TotalIssuance.get(state)).toBe(0n);
  });
});
