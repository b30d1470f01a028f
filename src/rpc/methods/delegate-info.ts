import { type Hex, toHex } from "../../lib/bytes.ts";
import { delegateInfoRuntimeApi as api } from "../../runtime/apis/delegate-info.ts";
import { CodecError, tooShort } from "../codec-error.ts";
import { RpcError } from "../errors.ts";
import { method } from "../method.ts";
import { byteList, hash, optional } from "../schema.ts";
import { askForBytes } from "../subtensor-call.ts";

const failure = "Unable to get delegates info";

/** The account in front of a list of bytes. */
function accountOf(bytes: Uint8Array): Hex {
  if (bytes.length < 32) throw new RpcError(1, `${failure}: ${new CodecError("AccountId32.0", tooShort).debug}`);
  return toHex(bytes.subarray(0, 32));
}

export const delegateInfo_getDelegates = method({
  doc: "All delegates: Vec<DelegateInfo>, encoded.",
  params: { at: optional(hash) },
  run: ({ at }, context) => askForBytes({ context, api, method: "get_delegates", at, failure }),
});

export const delegateInfo_getDelegate = method({
  doc: "One delegate: Option<DelegateInfo>, encoded.",
  params: { delegateAccountVec: byteList, at: optional(hash) },
  run: ({ delegateAccountVec, at }, context) =>
    askForBytes({ context, api, method: "get_delegate", args: [accountOf(delegateAccountVec)], at, failure }),
});

export const delegateInfo_getDelegated = method({
  doc: "The delegates that an account has delegated to, with subnet and stake, encoded.",
  params: { delegateeAccountVec: byteList, at: optional(hash) },
  run: ({ delegateeAccountVec, at }, context) =>
    askForBytes({ context, api, method: "get_delegated", args: [accountOf(delegateeAccountVec)], at, failure }),
});
