import { devNames } from "../../crypto/dev-accounts.ts";
import { isWish, wishForms } from "../../dev/prefetch.ts";
import { fromHex, type Hex, isHex, toHex } from "../../lib/bytes.ts";
import { choice, list, number, parsed, text } from "../option.ts";

function readBlock(value: string): number | Hex | undefined {
  if (/^[0-9]{1,10}$/.test(value) && Number(value) < 2 ** 32) return Number(value);
  return isHex(value) && value.length === 66 ? toHex(fromHex(value)) : undefined;
}

/** A development chain on the state of another one. */
export const forkOptions = {
  fork: text(
    "URL|PATH",
    "The chain that this one goes on from, as a development chain: a node (ws:// or wss://), whose state is read and proven as far as it is used; or a data directory that no node uses, of which nothing is changed; a state file; a raw specification as export-state writes it. Unless --sealing says otherwise, blocks are sealed for each transaction, and with the command dev also once in each slot, whose length the forked chain says; no peers are looked for, and a temporary directory holds the data unless --base-path is given.",
    { conflicts: ["chain", "dev", "lightClientFacade"] },
  ),
  forkBlock: parsed<number | Hex, undefined>(
    "NUMBER|HASH",
    undefined,
    "The block that a fork stands on; the node's last final one when not given, or the one that --base-path went on from before.",
    { read: readBlock, expected: "the number of a block, or its hash: 0x and 64 hex digits" },
  ),
  forkCache: text(
    "DIRECTORY",
    "What forks keep of what they have read, by genesis and block: a later fork of the same block asks for none of it again, and needs no node for it. The directory fork-cache of the base path when not given.",
  ),
  forkNetuid: number(
    "NETUID",
    undefined,
    "The subnet that a fork is cut to: root and this one are left, in a recorded step before its first block, and nothing is read of the others. What they hold still counts in the totals, which --try-state would find.",
    { min: 1, max: 65_535, conflicts: ["tryState"] },
  ),
  forkPrefetch: list(
    "WHAT",
    "What of the state of a fork is read at the start, in few requests: subnet:NETUID, account:ADDRESS or pallet:NAME; may be given several times. dev_prefetch does it later.",
    { read: (value) => (isWish(value) ? value : undefined), expected: wishForms },
  ),
  forkSudo: choice(
    devNames.map((name) => name.toLowerCase()),
    undefined,
    "The development account that the fork's sudo key is given to, in a recorded step before its first block, so that dev_dispatch makes any call.",
  ),
  forkRate: number("COUNT", undefined, "The requests a second to the node of a fork; without limit when not given.", {
    min: 1,
    max: 10_000,
  }),
  forkTimeout: number(
    "SECONDS",
    15,
    "How long each answer of the node of a fork is waited for; twice, then it is an error.",
    {
      min: 1,
      max: 600,
    },
  ),
};
