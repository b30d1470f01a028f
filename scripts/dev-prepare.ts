// Makes a running chain ready to play on, by sudo calls as Alice: settings at any time, weights at once, emission. Arguments: --url ws://..., netuids.
import { parseArgs } from "node:util";
import { devAccount } from "../src/crypto/dev-accounts.ts";
import { messageOf, UserError } from "../src/lib/user-error.ts";
import type { CallValue } from "../src/runtime/frame/calls.ts";
import type { DispatchErrorValue } from "../src/runtime/frame/dispatch-error.ts";
import { storage as subtensor } from "../src/runtime/pallets/subtensor/storage.ts";
import { type ChainConnection, connectChain, dispatchErrorText, type SeenEvent } from "./chain-connection.ts";

/** A setting: what it changes, in words, and the call that root makes. */
interface Setting {
  readonly text: string;
  readonly call: CallValue;
}

const setting = (text: string, name: string, args: Record<string, unknown>): Setting => ({
  text,
  call: { pallet: "AdminUtils", name: `sudo_set_${name}`, args },
});

const chainSettings: readonly Setting[] = [
  setting("admin freeze window 0: owners change settings in any block", "admin_freeze_window", { window: 0 }),
  setting("stake threshold 0: every stake may validate", "stake_threshold", { min_stake: 0n }),
];

function subnetSettings(netuid: number): readonly Setting[] {
  const on = `subnet ${netuid}:`;
  return [
    setting(`${on} commit-reveal off: weights are set in the open`, "commit_reveal_weights_enabled", {
      netuid,
      enabled: false,
    }),
    setting(`${on} weights rate limit 0`, "weights_set_rate_limit", { netuid, weights_set_rate_limit: 0n }),
    setting(`${on} subtoken enabled: stake can be added`, "subtoken_enabled", { netuid, subtoken_enabled: true }),
    setting(`${on} emission enabled`, "subnet_emission_enabled", { netuid, enabled: true }),
  ];
}

/** What each sudo call of a batch came to, in order; undefined for success. */
function sudoResults(events: readonly SeenEvent[]): (DispatchErrorValue | undefined)[] {
  return events
    .filter(({ pallet, name }) => pallet === "Sudo" && name === "Sudid")
    .map(({ fields }) => (fields as { sudo_result: { err?: DispatchErrorValue } }).sudo_result.err);
}

async function apply(chain: ChainConnection, settings: readonly Setting[]): Promise<number> {
  const calls = settings.map(({ call }) => ({ pallet: "Sudo", name: "sudo", args: { call } }));
  const batch = { pallet: "Utility", name: "batch_all", args: { calls } };
  const { block, events } = await chain.submit(batch, devAccount("Alice"));
  const failed = events.find(({ pallet, name }) => pallet === "System" && name === "ExtrinsicFailed");
  if (failed !== undefined) {
    const { dispatch_error } = failed.fields as { dispatch_error: DispatchErrorValue };
    throw new UserError(`the chain refuses Alice's sudo calls: ${dispatchErrorText(dispatch_error)}`);
  }
  sudoResults(events).forEach((error, index) => {
    if (error !== undefined) throw new UserError(`${settings[index]?.text}: ${dispatchErrorText(error)}`);
  });
  return block;
}

function parseNetuids(words: readonly string[]): number[] {
  return words
    .flatMap((word) => word.split(","))
    .map((word) => {
      const netuid = Number(word);
      if (/^\d+$/.test(word) && netuid > 0 && netuid < 65536) return netuid;
      throw new UserError(
        `not the netuid of a subnet: '${word}'; give numbers from 1, like: npm run dev:prepare -- 2`,
        2,
      );
    });
}

async function prepare(args: string[]): Promise<void> {
  const { values, positionals } = parse(args);
  const netuids = parseNetuids(positionals);
  const chain = await connectChain(values.url);
  try {
    for (const netuid of netuids) {
      if ((await chain.read(subtensor.NetworksAdded.at(netuid).key))?.[0] !== 1)
        throw new UserError(`there is no subnet ${netuid} on this chain: register it first`);
    }
    const settings = [...chainSettings, ...netuids.flatMap(subnetSettings)];
    const block = await apply(chain, settings);
    for (const { text } of settings) console.log(text);
    console.log(`set in block ${block} by sudo as Alice, on ${values.url}`);
    if (netuids.length === 0) console.log("name netuids to make subnets ready as well: npm run dev:prepare -- 2");
  } finally {
    chain.close();
  }
}

function parse(args: string[]): { values: { url: string }; positionals: string[] } {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: { url: { type: "string", default: "ws://127.0.0.1:9944" } },
    });
  } catch (error) {
    throw new UserError(
      `${messageOf(error).split(".")[0]}. Usage: npm run dev:prepare -- [--url ws://HOST:PORT] [NETUID ...]`,
      2,
    );
  }
}

try {
  await prepare(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof UserError)) throw error;
  console.error(`dev:prepare: ${error.message}`);
  process.exitCode = error.exitCode;
}
