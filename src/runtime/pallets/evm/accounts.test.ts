import { describe, expect, it } from "vitest";
import { bareState } from "../../../../test/support/bare-state.ts";
import type { Hex } from "../../../lib/bytes.ts";
import { mintInto } from "../balances/fungible.ts";
import { balances } from "../balances/index.ts";
import { incAccountNonce } from "../system/accounts.ts";
import { system } from "../system/index.ts";
import { accountBasic, accountOfAddress } from "./accounts.ts";

const address: Hex = `0x${"ab".repeat(20)}`;

describe("an Ethereum address", () => {
  it("has the nonce of its account, and what it can spend without dying, in wei", () => {
    const { state } = bareState([
      [0, system],
      [5, balances],
    ]);
    expect(accountBasic(state, address)).toEqual({ balance: 0n, nonce: 0n });
    mintInto(state, accountOfAddress(address), 12_500n);
    incAccountNonce(state, accountOfAddress(address));
    // 500 rao are the existential deposit.
    expect(accountBasic(state, address)).toEqual({ balance: 12_000_000_000_000n, nonce: 1n });
  });
});
