import { Keyring } from "@polkadot/api";
import { createClient, type PolkadotClient, type TxEvent } from "polkadot-api";
import { getPolkadotSigner, type PolkadotSigner } from "polkadot-api/signer";
import { getWsProvider } from "polkadot-api/ws";
import { afterAll, beforeAll, expect, it } from "vitest";
import { toHex } from "../../src/lib/bytes.ts";
import type { NetUid } from "../../src/runtime/types/balances.ts";
import { minerValues } from "../support/miner-values.ts";
import { type NodeProcess, startNode } from "../support/node-process.ts";

// Without generated descriptors every name and value is untyped: this is the client's own "unsafe" API.
// biome-ignore lint/suspicious/noExplicitAny: see above.
type Untyped = any;

let node: NodeProcess;
let client: PolkadotClient;
beforeAll(async () => {
  node = await startNode(["--dev", "--fast-runtime", "--tmp"]);
  client = createClient(getWsProvider(node.url));
});
afterAll(async () => {
  client?.destroy();
  await node?.stop();
});

function account(uri: string): { address: string; publicKey: Uint8Array; signer: PolkadotSigner } {
  const { address, publicKey, sign } = new Keyring({ type: "sr25519" }).addFromUri(uri);
  return { address, publicKey, signer: getPolkadotSigner(publicKey, "Sr25519", (data) => sign(data)) };
}

it("polkadot-api 2: from a registered subnet to a paid miner, following heads, storage and transactions", async () => {
  const { query, tx, apis }: Untyped = client.getUnsafeApi();
  const subtensor = query.SubtensorModule;
  const [alice, bob] = [account("//Alice"), account("//Bob")];
  const [owner, validator, miner] = [account("//Alice//owner"), account("//Alice//validator"), account("//Bob//miner")];

  const best: number[] = [];
  const finalized: number[] = [];
  const heads = [
    client.bestBlocks$.subscribe(([head]) => void best.push(head?.number ?? -1)),
    client.finalizedBlock$.subscribe(({ number }) => void finalized.push(number)),
  ];

  /** Sends and waits for finality: the events of the call. */
  const send = (call: Untyped, { signer }: { signer: PolkadotSigner }): Promise<Untyped[]> =>
    new Promise((resolve, reject) => {
      const seen: string[] = [];
      call.signSubmitAndWatch(signer).subscribe({
        error: reject,
        next: (event: TxEvent) => {
          seen.push(event.type);
          if (event.type !== "finalized") return;
          if (!event.ok) return reject(new Error(JSON.stringify(event.dispatchError)));
          expect(seen).toEqual(expect.arrayContaining(["signed", "broadcasted", "txBestBlocksState"]));
          resolve(event.events);
        },
      });
    });
  /** Follows a value in storage until something holds of it. */
  const until = <T>(item: Untyped, args: readonly unknown[], holds: (value: T) => boolean): Promise<void> =>
    new Promise((resolve, reject) => {
      const watched = item.watchValue(...args, { at: "best" }).subscribe({
        error: reject,
        next: ({ value }: { value: T }) => {
          if (!holds(value)) return;
          resolve();
          queueMicrotask(() => watched.unsubscribe());
        },
      });
    });

  expect((await query.System.Account.getValue(bob.address)).data.free).toBe(10n ** 15n);
  const events = await send(tx.SubtensorModule.register_network({ hotkey: owner.address }), alice);
  const netuid: NetUid = events.find(({ value }) => value.type === "NetworkAdded").value.value[0];
  expect(netuid).toBe(2);

  const settings: Untyped[] = [
    tx.AdminUtils.sudo_set_admin_freeze_window({ window: 0 }),
    tx.AdminUtils.sudo_set_stake_threshold({ min_stake: 0n }),
    tx.AdminUtils.sudo_set_commit_reveal_weights_enabled({ netuid, enabled: false }),
    tx.AdminUtils.sudo_set_weights_set_rate_limit({ netuid, weights_set_rate_limit: 0n }),
  ];
  const calls = settings.map((call) => tx.Sudo.sudo({ call: call.decodedCall }).decodedCall);
  await send(tx.Utility.batch_all({ calls }), alice);
  await send(tx.SubtensorModule.start_call({ netuid }), alice);
  await send(tx.SubtensorModule.burned_register({ netuid, hotkey: miner.address }), bob);
  await send(tx.SubtensorModule.burned_register({ netuid, hotkey: validator.address }), alice);
  const stake = { hotkey: validator.address, netuid, amount_staked: 100_000_000_000n };
  await send(tx.SubtensorModule.add_stake(stake), alice);

  const uid: number = await subtensor.Uids.getValue(netuid, miner.address);
  const validatorUid: number = await subtensor.Uids.getValue(netuid, validator.address);
  expect([uid, validatorUid]).toEqual([1, 2]);
  await until<boolean[]>(subtensor.ValidatorPermit, [netuid], (permits) => permits[validatorUid] === true);
  const weights = { netuid, dests: [uid], weights: [65535], version_key: 0n };
  await send(tx.SubtensorModule.set_weights(weights), validator);
  await until<number[]>(subtensor.Incentive, [netuid], (incentives) => (incentives[uid] ?? 0) > 0);

  const { hash: at } = (await client.getBestBlocks())[0] as { hash: `0x${string}` };
  const incentives: number[] = await subtensor.Incentive.getValue(netuid, { at });
  const emissions: bigint[] = await subtensor.Emission.getValue(netuid, { at });
  const info = await apis.StakeInfoRuntimeApi.get_stake_info_for_hotkey_coldkey_netuid(
    miner.address,
    bob.address,
    netuid,
    { at },
  );
  const seen = { incentive: incentives[uid], emission: emissions[uid], stake: info.stake };
  expect(seen.incentive).toBe(65535);
  expect(seen.emission).toBeGreaterThan(0n);
  expect(await minerValues(node, { netuid, uid, hotkey: toHex(miner.publicKey), block: at })).toEqual(seen);

  for (const head of heads) head.unsubscribe();
  expect(best.length).toBeGreaterThan(20);
  expect(finalized).toEqual(finalized.map((_, index) => (finalized[0] as number) + index));
}, 60_000);
