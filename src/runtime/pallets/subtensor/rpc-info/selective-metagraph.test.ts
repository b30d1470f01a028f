import { beforeEach, expect, it } from "vitest";
import { account } from "../../../../../test/support/account.ts";
import { utf8 } from "../../../../lib/bytes.ts";
import type { WriteState } from "../../../frame/state.ts";
import { storage as commitments } from "../../commitments/storage.ts";
import { storage } from "../storage.ts";
import { wholeState } from "../testing/whole-state.ts";
import { getSelectiveMetagraph } from "./selective-metagraph.ts";

const netuid = 1;
let state: WriteState;
beforeEach(() => {
  state = wholeState(1000);
  for (const one of [netuid, 2, 3]) storage.NetworksAdded.at(one).set(state, true);
});

it("shows commitments as they are encoded, of the asked subnet only, where they are asked for", () => {
  const registration = { deposit: 258n, block: 5, info: { fields: [{ type: "Raw2" as const, value: utf8("hi") }] } };
  commitments.CommitmentOf.at(netuid, account(7)).set(state, registration);
  commitments.CommitmentOf.at(2, account(8)).set(state, registration);
  // The deposit, the block, one field, the third kind of field.
  const bytes = [2, 1, 0, 0, 0, 0, 0, 0, 5, 0, 0, 0, 4, 3, ...utf8("hi")];
  expect(getSelectiveMetagraph(state, netuid, [73])?.commitments).toEqual([[account(7), bytes]]);
  expect(getSelectiveMetagraph(state, netuid, [72])?.commitments).toBeUndefined();
  expect(getSelectiveMetagraph(state, 3, [73])?.commitments).toEqual([]);
});
