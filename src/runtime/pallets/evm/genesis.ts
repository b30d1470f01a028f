import { hexBytesForm, u256Shape } from "../../frame/genesis-forms.ts";
import { byteShape, listShape, mapShape, recordShape, textShape } from "../../frame/genesis-shape.ts";
import { NotBuilt } from "../../frame/not-built.ts";
import { palletGenesis } from "../../frame/pallet-genesis.ts";
import { storage } from "./storage.ts";

const address = hexBytesForm(20);
const word = hexBytesForm(32);

/** An account with its contract. Rust: frontier `fp_evm::GenesisAccount`. */
const account = recordShape({
  name: "GenesisAccount",
  strict: false,
  fields: {
    nonce: u256Shape,
    balance: u256Shape,
    storage: mapShape(word, textShape(word)),
    code: listShape(byteShape),
  },
});

/**
 * Accounts with contracts, and who may create contracts. Rust: frontier `pallet_evm::GenesisConfig::build`.
 * @throws NotBuilt when there are accounts: contracts at genesis need the EVM.
 */
export const genesis = palletGenesis({
  section: "evm",
  fields: { accounts: mapShape(address, account), whitelisted: listShape(textShape(address)) },
  defaults: { accounts: {}, whitelisted: [] },
  build(state, { accounts, whitelisted }) {
    if (accounts.size > 0) throw new NotBuilt("genesis: evm.accounts");
    storage.WhitelistedCreators.set(state, whitelisted);
  },
});
