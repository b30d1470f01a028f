import { describe, expect, it } from "vitest";
import { fakeChain } from "../../test/support/fake-chain.ts";
import { fakeNode } from "../../test/support/rpc-client.ts";
import { methodTable } from "./registry.ts";

/**
 * What the original serves under Aura without an archive: the traits of sc-rpc-api, sc-rpc-spec-v2, the account and fee
 * methods and the subtensor ones, by what stands before the first underscore. Clients test for these names literally.
 */
const served: Readonly<Record<string, string>> = {
  account: "nextIndex",
  author:
    "hasKey hasSessionKeys insertKey pendingExtrinsics removeExtrinsic rotateKeys submitAndWatchExtrinsic submitExtrinsic unwatchExtrinsic",
  chainHead: "v1_body v1_call v1_continue v1_follow v1_header v1_stopOperation v1_storage v1_unfollow v1_unpin",
  chainSpec: "v1_chainName v1_genesisHash v1_properties",
  chain:
    "getBlock getBlockHash getFinalisedHead getFinalizedHead getHead getHeader getRuntimeVersion subscribeAllHeads subscribeFinalisedHeads subscribeFinalizedHeads subscribeNewHead subscribeNewHeads subscribeRuntimeVersion unsubscribeAllHeads unsubscribeFinalisedHeads unsubscribeFinalizedHeads unsubscribeNewHead unsubscribeNewHeads unsubscribeRuntimeVersion",
  childstate: "getKeys getKeysPaged getKeysPagedAt getStorage getStorageEntries getStorageHash getStorageSize",
  delegateInfo: "getDelegate getDelegated getDelegates",
  neuronInfo: "getNeuron getNeuronLite getNeurons getNeuronsLite",
  offchain: "localStorageClear localStorageGet localStorageSet",
  payment: "queryFeeDetails queryInfo",
  rpc: "methods",
  stakeInfo: "getColdkeyLock",
  state:
    "call callAt getChildReadProof getKeys getKeysPaged getKeysPagedAt getMetadata getPairs getReadProof getRuntimeVersion getStorage getStorageAt getStorageHash getStorageHashAt getStorageSize getStorageSizeAt queryStorage queryStorageAt subscribeRuntimeVersion subscribeStorage traceBlock unsubscribeRuntimeVersion unsubscribeStorage",
  subnetInfo:
    "getAllDynamicInfo getAllMechagraphs getAllMetagraphs getColdkeyAutoStakeHotkey getDynamicInfo getLockCost getMechagraph getMetagraph getSelectiveMechagraph getSelectiveMetagraph getSubnetAccountId getSubnetHyperparams getSubnetHyperparamsV2 getSubnetInfo getSubnetInfo_v2 getSubnetState getSubnetToPrune getSubnetsInfo getSubnetsInfo_v2",
  subscribe: "newHead",
  swap: "currentAlphaPrice currentAlphaPriceAll simSwapAlphaForTao simSwapTaoForAlpha",
  system:
    "accountNextIndex addLogFilter addReservedPeer chain chainType dryRun dryRunAt health localListenAddresses localPeerId name nodeRoles peers properties removeReservedPeer reservedPeers resetLogFilter syncState unstable_networkState version",
  transactionWatch: "v1_submitAndWatch v1_unwatch",
  transaction: "v1_broadcast v1_stop",
  unsubscribe: "newHead",
};

const namesOf = (table: Readonly<Record<string, string>>): string[] =>
  Object.entries(table)
    .flatMap(([space, names]) => names.split(" ").map((name) => `${space}_${name}`))
    .sort();

const { api } = fakeChain();
const tableOf = (node: object, chain: object = {}) =>
  [...methodTable({ chain: { ...api, ...chain }, node: { ...fakeNode, archive: false, ...node } }).keys()].sort();

describe("the table of methods", () => {
  it("holds every name of the original, and no other", () => expect(tableOf({})).toEqual(namesOf(served)));

  it("has the archive's methods on an archive only", () => {
    const archive = "v1_body v1_call v1_finalizedHeight v1_genesisHash v1_hashByHeight v1_header v1_storage";
    const more = "v1_stopStorage v1_storageDiff v1_storageDiff_stopStorageDiff";
    expect(tableOf({ archive: true })).toEqual(namesOf({ ...served, archive: `${archive} ${more}` }));
  });

  it("has the engine's methods under sealing only", () => {
    expect(tableOf({}, { sealing: {} })).toEqual(namesOf({ ...served, engine: "createBlock finalizeBlock" }));
  });
});
