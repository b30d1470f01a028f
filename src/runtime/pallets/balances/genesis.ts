import { type KeyPair, keyPairFromSuri } from "../../../crypto/keypair.ts";
import { addressShape, stringShape } from "../../frame/genesis-forms.ts";
import { listShape, maybeShape, tupleShape, u32Shape, u64Shape } from "../../frame/genesis-shape.ts";
import { palletGenesis } from "../../frame/pallet-genesis.ts";
import { panicUnless, RuntimePanic } from "../../frame/panic.ts";
import type { WriteState } from "../../frame/state.ts";
import type { TaoBalance } from "../../types/balances.ts";
import { newLogicFlag, provideWithData } from "../system/accounts.ts";
import { existentialDeposit, mutateAccountHandlingDust, setTotalIssuance } from "./accounts.ts";

/** Development accounts are those of this secret, `{}` being their number, unless another is given. Rust: pallet-balances `DEFAULT_ADDRESS_URI`. */
const devAccountUri = "//Sender//{}";

const tooLittle = "the balance of any account should always be at least the existential deposit.";

/** Gives accounts of numbered sr25519 secrets so much each, rao; the issuance does not grow. Rust: pallet-balances `derive_dev_account`. */
function addDevAccounts(state: WriteState, count: number, balance: TaoBalance, uri: string): void {
  panicUnless(count > 0, "num_accounts must be greater than zero");
  panicUnless(balance >= existentialDeposit, tooLittle);
  panicUnless(uri.includes("{}"), "Invalid derivation, expected `{}` as part of the derivation");
  for (let index = 0; index < count; index++) {
    const { accountId } = devPair(uri.replaceAll("{}", String(index)));
    mutateAccountHandlingDust(state, accountId, (account) => {
      account.free = balance;
    });
  }
}

function devPair(uri: string): KeyPair {
  try {
    return keyPairFromSuri("sr25519", uri);
  } catch (error) {
    if (error instanceof RangeError) throw new RuntimePanic(`Failed to parse derivation string: ${uri}`);
    throw error;
  }
}

/**
 * Accounts with what they have, rao, and development accounts: how many, rao of each, their secrets. Rust: pallet-balances `GenesisConfig::build`.
 * @throws RuntimePanic when an account is given twice or less than the existential deposit.
 */
export const genesis = palletGenesis({
  section: "balances",
  fields: {
    balances: listShape(tupleShape(addressShape, u64Shape)),
    devAccounts: maybeShape(tupleShape(u32Shape, u64Shape, maybeShape(stringShape))),
  },
  defaults: { balances: [], devAccounts: null },
  build(state, { balances, devAccounts }) {
    let total: TaoBalance = 0n;
    for (const [, free] of balances) total += free;
    // The sum wraps in a release build of the original.
    setTotalIssuance(state, BigInt.asUintN(64, total));
    for (const [, free] of balances) panicUnless(free >= existentialDeposit, tooLittle);
    panicUnless(new Set(balances.map(([who]) => who)).size === balances.length, "duplicate balances in genesis.");
    if (devAccounts !== undefined)
      addDevAccounts(state, devAccounts[0], devAccounts[1], devAccounts[2] ?? devAccountUri);
    for (const [who, free] of balances)
      provideWithData(state, who, { free, reserved: 0n, frozen: 0n, flags: newLogicFlag });
  },
});
