import type { Chain } from "../../chain/chain.ts";
import type { DevApi } from "../../dev/api.ts";
import { fromUtf8, utf8 } from "../../lib/bytes.ts";
import { UserError } from "../../lib/user-error.ts";

/** Under which name the database says to which subnet its chain was cut. */
const name = "fork-netuid";

/**
 * Cuts a fork to root and one subnet, once: of this subnet all is read first, in few requests, and of the others nothing but
 * that they are there.
 * @throws UserError when there is no such subnet, or the chain was cut to another one
 */
export async function cutFork(chain: Chain, dev: DevApi, netuid: number): Promise<void> {
  const { database, environment } = chain;
  const record = database.getExtra(name);
  if (record !== undefined) {
    const before = fromUtf8(record);
    if (before === String(netuid)) return;
    throw new UserError(`--fork-netuid ${netuid}: the fork was cut to subnet ${before}: give another --base-path`);
  }
  const { keys, requests } = await dev.prefetch([`subnet:${netuid}`, "subnet:0"]);
  const gone = await dev.cutToSubnet(netuid);
  await database.putExtra(new Map([[name, utf8(String(netuid))]]));
  environment.log.info(
    "fork",
    `🍴 cut to subnet ${netuid}, without ${gone} others; ${keys} keys of it in ${requests} requests`,
  );
}
