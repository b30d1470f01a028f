import { as } from "../../../codec/codec.ts";
import { u32 } from "../../../codec/primitives.ts";
import { call, defineCalls } from "../../frame/calls.ts";
import { ensureRoot, ensureSigned } from "../../frame/origin.ts";
import { AccountIdT } from "../../types/balances.ts";
import { constants } from "./constants.ts";
import { releaseDeposit, slashDeposit } from "./deposits.ts";
import { enter, exit, extend, rootDurations } from "./modes.ts";
import { weights } from "./weights.ts";

const deposit = { account: AccountIdT, block: as("BlockNumberFor<T>", u32) };

/** What users may ask of SafeMode. */
export const calls = defineCalls("SafeMode", {
  enter: call(0, {
    docs: "Enters safe mode for a deposit; not configured on this chain.",
    args: {},
    weight: weights.enter,
    run: (state, origin) => enter(state, ensureSigned(origin), constants.EnterDuration.valueOf(state.rules)),
  }),
  force_enter: call(1, {
    docs: "Enters safe mode (root).",
    args: {},
    weight: weights.forceEnter,
    run(state, origin) {
      ensureRoot(origin);
      enter(state, undefined, rootDurations.enter);
    },
  }),
  extend: call(2, {
    docs: "Makes safe mode longer for a deposit; not configured on this chain.",
    args: {},
    weight: weights.extend,
    run: (state, origin) => extend(state, ensureSigned(origin), constants.ExtendDuration.valueOf(state.rules)),
  }),
  force_extend: call(3, {
    docs: "Makes safe mode longer (root).",
    args: {},
    weight: weights.forceExtend,
    run(state, origin) {
      ensureRoot(origin);
      extend(state, undefined, rootDurations.extend);
    },
  }),
  force_exit: call(4, {
    docs: "Ends safe mode (root).",
    args: {},
    weight: weights.forceExit,
    run(state, origin) {
      ensureRoot(origin);
      exit(state, "Force");
    },
  }),
  force_slash_deposit: call(5, {
    docs: "Burns a deposit (root).",
    args: deposit,
    weight: weights.forceSlashDeposit,
    run(state, origin, { account, block }) {
      ensureRoot(origin);
      slashDeposit(state, account, block);
    },
  }),
  release_deposit: call(6, {
    docs: "Frees a deposit some time after safe mode; not configured on this chain.",
    args: deposit,
    weight: weights.releaseDeposit,
    run(state, origin, { account, block }) {
      ensureSigned(origin);
      releaseDeposit(state, false, account, block);
    },
  }),
  force_release_deposit: call(7, {
    docs: "Frees a deposit at once (root).",
    args: deposit,
    weight: weights.forceReleaseDeposit,
    run(state, origin, { account, block }) {
      ensureRoot(origin);
      releaseDeposit(state, true, account, block);
    },
  }),
});
