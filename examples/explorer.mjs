// Reads a chain as an explorer does, with plain JSON-RPC over HTTP and no library: head, accounts, subnets, keys of storage, a block.
// The chain: npm start. Then: npm run example -- explorer [http://ADDRESS]
const url = process.argv[2] ?? "http://127.0.0.1:9944";
let id = 0;

/** Calls one method. Throws with the error's message. */
const rpc = async (method, ...params) => {
  const body = JSON.stringify({ jsonrpc: "2.0", id: ++id, method, params });
  const response = await fetch(url, { method: "POST", headers: { "content-type": "application/json" }, body });
  const { result, error } = await response.json();
  if (error !== undefined) throw new Error(`${method}: ${error.message}`);
  return result;
};

const [chain, version, health] = await Promise.all([
  rpc("system_chain"),
  rpc("state_getRuntimeVersion"),
  rpc("system_health"),
]);
console.log(`${chain}: ${version.specName} ${version.specVersion}, ${health.peers} peers`);

const finalized = await rpc("chain_getFinalizedHead");
const { block } = await rpc("chain_getBlock", finalized);
console.log(`block ${Number(block.header.number)}: ${block.extrinsics.length} extrinsics`);

// NetworksAdded: a map from netuid (u16, hashed by Identity) to bool. The prefix is twox128 of the pallet and of the item.
const networksAdded = "0x658faa385070e074c85bf6b568cf05550e30450fc4d507a846032a7fa65d9a43";
const keys = await rpc("state_getKeysPaged", networksAdded, 100, null, finalized);
const netuids = keys.map((key) => Buffer.from(key.slice(networksAdded.length), "hex").readUInt16LE());
console.log(`subnets: ${netuids.sort((a, b) => a - b).join(", ")}`);

for (const netuid of netuids) {
  // Custom methods of Bittensor answer with SCALE bytes, as a list of numbers.
  const info = await rpc("subnetInfo_getDynamicInfo", netuid, finalized);
  console.log(`subnet ${netuid}: ${info.length} bytes of dynamic info`);
}
