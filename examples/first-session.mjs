// Takes a subnet from its registration to a paid miner in about ten seconds.
// The chain: npm start. Then: npm run example -- first-session [ws://ADDRESS]
import { ApiPromise, Keyring, WsProvider } from "@polkadot/api";

const provider = new WsProvider(process.argv[2] ?? "ws://127.0.0.1:9944");
const api = await ApiPromise.create({ provider, noInitWarn: true });
const { query, tx } = api;
const keys = new Keyring({ type: "sr25519" });
const key = (uri) => keys.addFromUri(uri);
const [alice, bob] = [key("//Alice"), key("//Bob")]; // coldkeys: they hold the funds
const [owner, validator, miner] = [key("//Alice//owner"), key("//Alice//validator"), key("//Bob//miner")]; // hotkeys

/** Signs and sends a call, waits until it is in a block, and gives its events. */
const send = (call, signer) =>
  new Promise((resolve, reject) => {
    const onStatus = ({ status, events, dispatchError }) => {
      if (dispatchError?.isModule) reject(new Error(api.registry.findMetaError(dispatchError.asModule).name));
      else if (dispatchError) reject(new Error(String(dispatchError)));
      else if (status.isInBlock || status.isFinalized) resolve(events.map(({ event }) => event));
    };
    call.signAndSend(signer, { nonce: -1 }, onStatus).catch(reject);
  });

/** Follows a list in storage until something holds of it. */
const until = (item, netuid, holds) =>
  new Promise((resolve) => {
    const stop = item(netuid, (list) => holds(list) && resolve(stop.then((unsubscribe) => unsubscribe())));
  });

for (const { address } of [alice, bob]) {
  const { data } = await query.system.account(address);
  console.log(`${address} has ${data.free} rao`);
}

// A subnet of our own.
const events = await send(tx.subtensorModule.registerNetwork(owner.address), alice);
const netuid = events.find(({ method }) => method === "NetworkAdded").data[0].toNumber();
console.log(`subnet ${netuid} is registered`);

// The rules hold play back: owners may change settings in one block of ten, and weights are revealed an epoch later.
// Alice's sudo calls change that; `npm run dev:prepare -- NETUID` does the same.
const settings = [
  tx.adminUtils.sudoSetAdminFreezeWindow(0),
  tx.adminUtils.sudoSetStakeThreshold(0),
  tx.adminUtils.sudoSetCommitRevealWeightsEnabled(netuid, false),
  tx.adminUtils.sudoSetWeightsSetRateLimit(netuid, 0),
];
await send(tx.utility.batchAll(settings.map((call) => tx.sudo.sudo(call))), alice);
await send(tx.subtensorModule.startCall(netuid), alice);

// A miner, and a validator with 100 TAO of stake.
await send(tx.subtensorModule.burnedRegister(netuid, miner.address), bob);
await send(tx.subtensorModule.burnedRegister(netuid, validator.address), alice);
await send(tx.subtensorModule.addStake(validator.address, netuid, 100_000_000_000n), alice);
const uidOf = async ({ address }) => (await query.subtensorModule.uids(netuid, address)).unwrap().toNumber();
const [minerUid, validatorUid] = [await uidOf(miner), await uidOf(validator)];
console.log(`the miner has uid ${minerUid}, the validator uid ${validatorUid}`);

// The next epoch gives the validator its permit; then its weights give everything to the miner.
await until(query.subtensorModule.validatorPermit, netuid, (permits) => permits[validatorUid]?.isTrue);
await send(tx.subtensorModule.setWeights(netuid, [minerUid], [65535], 0), validator);
console.log("weights are set");

// The epoch after that pays the miner. All three values are read from the same block.
await until(query.subtensorModule.incentive, netuid, (incentives) => incentives[minerUid]?.gtn(0));
const head = await api.rpc.chain.getHeader();
const now = await api.at(head.hash);
const incentive = (await now.query.subtensorModule.incentive(netuid))[minerUid];
const emission = (await now.query.subtensorModule.emission(netuid))[minerUid];
const stakeOf = now.call.stakeInfoRuntimeApi.getStakeInfoForHotkeyColdkeyNetuid;
const { stake } = (await stakeOf(miner.address, bob.address, netuid)).unwrap();
console.log(`block ${head.number}: incentive ${incentive} of 65535, emission ${emission}, stake ${stake} alpha rao`);

await api.disconnect();
