import { stakeInfoRuntimeApi as api } from "../../runtime/apis/stake-info.ts";
import { method } from "../method.ts";
import { account, hash, integer, optional } from "../schema.ts";
import { askForBytes } from "../subtensor-call.ts";

export const stakeInfo_getColdkeyLock = method({
  doc: "The stake that a coldkey has locked on a subnet: Option<LockState>, encoded.",
  params: { coldkey: account, netuid: integer(16), at: optional(hash) },
  run: ({ coldkey, netuid, at }, context) =>
    askForBytes({
      ...{ context, api, method: "get_coldkey_lock", args: [coldkey, netuid], at },
      failure: "Unable to get coldkey lock",
    }),
});
