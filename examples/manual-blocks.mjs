// Makes blocks on command: a transaction waits in the pool until engine_createBlock is called.
// The chain: npm start -- --tmp --sealing manual. Then: npm run example -- manual-blocks [ws://ADDRESS]
import { ApiPromise, Keyring, WsProvider } from "@polkadot/api";

const provider = new WsProvider(process.argv[2] ?? "ws://127.0.0.1:9944");
const api = await ApiPromise.create({ provider, noInitWarn: true });
const keys = new Keyring({ type: "sr25519" });
const [alice, charlie] = [keys.addFromUri("//Alice"), keys.addFromUri("//example")];

const number = async () => (await api.rpc.chain.getHeader()).number.toNumber();
const fundsOf = async ({ address }) => (await api.query.system.account(address)).data.free.toBigInt();

const [before, funds] = [await number(), await fundsOf(charlie)];
await api.tx.balances.transferKeepAlive(charlie.address, 1_000_000_000n).signAndSend(alice, { nonce: -1 });
const pending = await api.rpc.author.pendingExtrinsics();
console.log(`${pending.length} transaction waits, still block ${(await number()) - before} since the start`);

// createEmpty, finalize
await provider.send("engine_createBlock", [true, true]);
console.log(`${(await number()) - before} block later: ${(await fundsOf(charlie)) - funds} rao arrived`);
await api.disconnect();
