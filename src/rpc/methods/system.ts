import { toHex } from "../../lib/bytes.ts";
import { messageOf } from "../../lib/user-error.ts";
import { malformedPeer, RpcError } from "../errors.ts";
import { method } from "../method.ts";
import { opaqueOr } from "../opaque-extrinsic.ts";
import { callRuntime } from "../runtime-call.ts";
import { runtimeErrorText } from "../runtime-errors.ts";
import { account, hash, hexBytes, optional, text } from "../schema.ts";

export const system_name = method({
  doc: "The name of the node's implementation.",
  params: {},
  urgent: true,
  run: (_args, { node }) => node.name,
});

export const system_version = method({
  doc: "The version of the node's implementation.",
  params: {},
  urgent: true,
  run: (_args, { node }) => node.version,
});

export const system_chain = method({
  doc: "The name of the chain.",
  params: {},
  urgent: true,
  run: (_args, { node }) => node.spec.name,
});

export const system_chainType = method({
  doc: "The kind of the chain: Live, Development, Local.",
  params: {},
  urgent: true,
  run: (_args, { node }) => node.spec.chainType,
});

export const system_properties = method({
  doc: "The properties of the chain specification: address format, decimals and symbol of the token.",
  params: {},
  urgent: true,
  run: (_args, { node }) => node.spec.properties,
});

export const system_health = method({
  doc: "How many peers there are, whether the node is behind, and whether it should have peers.",
  params: {},
  urgent: true,
  run: (_args, { node: { network } }) => ({
    peers: network.peers().length,
    isSyncing: network.isSyncing(),
    shouldHavePeers: network.shouldHavePeers,
  }),
});

export const system_localPeerId = method({
  doc: "The node's identity in the network.",
  params: {},
  urgent: true,
  run: (_args, { node }) => node.network.localPeerId,
});

export const system_localListenAddresses = method({
  doc: "The addresses at which peers reach the node, with its identity.",
  params: {},
  urgent: true,
  run: (_args, { node }) => node.network.listenAddresses(),
});

export const system_peers = method({
  doc: "The peers, each with its best block.",
  params: {},
  unsafe: true,
  run: (_args, { node }) => node.network.peers(),
});

export const system_nodeRoles = method({
  doc: "What the node is: Full or Authority.",
  params: {},
  urgent: true,
  run: (_args, { node }) => node.roles,
});

export const system_syncState = method({
  doc: "The numbers of the block the node started from, of the best one and of the highest that a peer has told of.",
  params: {},
  run: (_args, { node, chain }) => {
    const { starting, highest } = node.network.syncState();
    const current = chain.header(chain.bestHash())?.number ?? 0;
    return { startingBlock: starting, currentBlock: current, highestBlock: Math.max(highest, current) };
  },
});

export const system_reservedPeers = method({
  doc: "The identities of the reserved peers.",
  params: {},
  run: (_args, { node }) => node.network.reservedPeers(),
});

export const system_addReservedPeer = method({
  doc: "Adds a reserved peer: a multiaddress that ends in /p2p/ and its identity.",
  params: { peer: text },
  unsafe: true,
  run: (args, { node: { network } }) => {
    try {
      network.addReservedPeer(args.peer);
    } catch (error) {
      throw malformedPeer(messageOf(error));
    }
    return null;
  },
});

export const system_removeReservedPeer = method({
  doc: "Removes a reserved peer by its identity.",
  params: { peerId: text },
  unsafe: true,
  run: (args, { node: { network } }) => {
    try {
      network.removeReservedPeer(args.peerId);
    } catch (error) {
      throw malformedPeer(messageOf(error));
    }
    return null;
  },
});

export const system_unstable_networkState = method({
  doc: "The state of the network, for people who look for what is wrong: addresses, peers that the node gossips with and how they are connected, the other peers that it knows, and whom it prefers. Members may change.",
  params: {},
  unsafe: true,
  run: (_args, { node: { network } }) => {
    return network.state();
  },
});

export const system_addLogFilter = method({
  doc: "Adds filters to the log: target=level, comma-separated.",
  params: { directives: text },
  unsafe: true,
  run: (args, { node }) => {
    if (node.logging === undefined)
      throw new RpcError(-32603, "Log filters cannot be changed: start the node with --enable-log-reloading");
    node.logging.addFilter(args.directives);
    return null;
  },
});

export const system_resetLogFilter = method({
  doc: "Sets the log's filters back to those of the start.",
  params: {},
  unsafe: true,
  run: (_args, { node }) => {
    if (node.logging === undefined)
      throw new RpcError(-32603, "Log filters cannot be changed: start the node with --enable-log-reloading");
    node.logging.resetFilter();
    return null;
  },
});

export const system_accountNextIndex = method({
  doc: "The next nonce of an account, with what waits in the pool.",
  params: { account },
  aliases: ["account_nextIndex"],
  run: (args, { chain }) => chain.pool.nextIndex(args.account),
});

export const system_dryRun = method({
  doc: "What applying an extrinsic to the state after a block gives, encoded; nothing is kept.",
  params: { extrinsic: hexBytes, at: optional(hash) },
  aliases: ["system_dryRunAt"],
  unsafe: true,
  *run(args, context) {
    const block = args.at ?? context.chain.bestHash();
    const call = "BlockBuilder_apply_extrinsic";
    const extrinsic = opaqueOr(
      args.extrinsic,
      ({ message }) => new RpcError(2, "Unable to dry run extrinsic", message),
    );
    try {
      return toHex(yield* callRuntime(context, block, call, extrinsic));
    } catch (error) {
      const why = runtimeErrorText(error, { hash: block, method: call, viaApi: true });
      throw new RpcError(1, "Unable to dry run extrinsic.", why);
    }
  },
});
