import type { Chain } from "../../chain/chain.ts";
import { type DevName, devAccount } from "../../crypto/dev-accounts.ts";
import { ss58Encode } from "../../crypto/ss58.ts";
import type { DevApi } from "../../dev/api.ts";
import { equalBytes } from "../../lib/bytes.ts";
import { UserError } from "../../lib/user-error.ts";

/**
 * Gives a fork's sudo key to a development account, in a recorded step before its first block: from then on calls of
 * anybody are extrinsics of that key.
 * @throws UserError where the chain's rules have no sudo key
 */
export async function takeSudo(chain: Chain, dev: DevApi, name: DevName): Promise<void> {
  const types = await dev.types();
  if (!types.pallets.includes("Sudo"))
    throw new UserError("--fork-sudo: the rules of the forked chain have no pallet Sudo: leave it out");
  const key = types.storageKey("Sudo", "Key", []);
  const value = types.encodeValue("Sudo", "Key", ss58Encode(devAccount(name).publicKey));
  const held = chain.database.stateAt(chain.best().hash)?.get(key);
  if (held !== undefined && equalBytes(held, value)) return;
  await dev.setStorage(new Map([[key, value]]));
}
