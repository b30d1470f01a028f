import { as } from "../../../codec/codec.ts";
import { compact, option } from "../../../codec/containers.ts";
import { bool, u16, u32 } from "../../../codec/primitives.ts";
import { type CallValue, call, defineCalls } from "../../frame/calls.ts";
import { ensureSigned } from "../../frame/origin.ts";
import { BoxedCall } from "../../frame/outer-codecs.ts";
import type { ReadState } from "../../frame/state.ts";
import { addWeight, dbWeight, type Weight } from "../../frame/weight.ts";
import { ProxyType } from "../../types/common.ts";
import { H256 } from "../../types/hashes.ts";
import { MultiAddress } from "../../types/substrate.ts";
import { lookup } from "../system/lookup.ts";
import { announce, removeAnnouncement } from "./announcements.ts";
import { constants } from "./constants.ts";
import { addProxyDelegate, removeAllProxyDelegates, removeProxyDelegate, setRealPaysFee } from "./delegates.ts";
import { pokeDeposit } from "./deposits.ts";
import { proxy, proxyAnnounced } from "./dispatch.ts";
import { createPure, killPure } from "./pure.ts";
import { weights } from "./weights.ts";

const address = as("AccountIdLookupOf<T>", MultiAddress);
const proxyType = as("T::ProxyType", ProxyType);
const someProxyType = as("Option<T::ProxyType>", option(ProxyType));
const blocks = as("BlockNumberFor<T>", u32);
const callHash = as("CallHashOf<T>", H256);

const proxies = (state: ReadState): number => constants.MaxProxies.valueOf(state.rules);
const pending = (state: ReadState): number => constants.MaxPending.valueOf(state.rules);
/** With the call's own weight, and the account that it is made as. */
const withCall = (own: Weight, inner: CallValue, state: ReadState): Weight =>
  addWeight(own, dbWeight(1, 1), state.runtime.dispatchInfo(state, inner).call_weight);

/** What users may ask of Proxy. */
export const calls = defineCalls("Proxy", {
  proxy: call(0, {
    docs: "Makes a call as an account that the signer is a proxy of.",
    args: { real: address, force_proxy_type: someProxyType, call: BoxedCall },
    weight: ({ call: inner }, state) => withCall(weights.proxy(proxies(state)), inner, state),
    pays: ({ call: inner }, state) => state.runtime.dispatchInfo(state, inner).pays_fee,
    run: (state, origin, { real, force_proxy_type, call: inner }) =>
      proxy(state, ensureSigned(origin), lookup(real), force_proxy_type, inner),
  }),
  add_proxy: call(1, {
    docs: "Lets an account act for the signer, after announcements of some blocks where a delay is given.",
    args: { delegate: address, proxy_type: proxyType, delay: blocks },
    weight: (_, state) => weights.addProxy(proxies(state)),
    run: (state, origin, { delegate, proxy_type, delay }) =>
      addProxyDelegate(state, ensureSigned(origin), lookup(delegate), proxy_type, delay),
  }),
  remove_proxy: call(2, {
    docs: "Ends one proxy of the signer.",
    args: { delegate: address, proxy_type: proxyType, delay: blocks },
    weight: (_, state) => weights.removeProxy(proxies(state)),
    run: (state, origin, { delegate, proxy_type, delay }) =>
      removeProxyDelegate(state, ensureSigned(origin), lookup(delegate), proxy_type, delay),
  }),
  remove_proxies: call(3, {
    docs: "Ends all proxies of the signer; a pure account that does so is lost.",
    args: {},
    weight: (_, state) => weights.removeProxies(proxies(state)),
    run: (state, origin) => removeAllProxyDelegates(state, ensureSigned(origin)),
  }),
  create_pure: call(4, {
    docs: "Makes an account without a key, which the signer is a proxy of.",
    args: { proxy_type: proxyType, delay: blocks, index: u16 },
    weight: (_, state) => weights.createPure(proxies(state)),
    run: (state, origin, { proxy_type, delay, index }) =>
      createPure(state, ensureSigned(origin), proxy_type, delay, index),
  }),
  kill_pure: call(5, {
    docs: "Ends the pure account that signs, given where it was made; what it still holds is lost.",
    args: {
      spawner: address,
      proxy_type: proxyType,
      index: u16,
      height: as("BlockNumberFor<T>", compact(u32)),
      ext_index: compact(u32),
    },
    weight: (_, state) => weights.killPure(proxies(state)),
    run: (state, origin, { spawner, proxy_type, index, height, ext_index }) =>
      killPure(state, ensureSigned(origin), lookup(spawner), proxy_type, index, [height, ext_index]),
  }),
  announce: call(6, {
    docs: "Announces, by its hash, a call that the signer wants to make as an account it is a proxy of.",
    args: { real: address, call_hash: callHash },
    weight: (_, state) => weights.announce(pending(state), proxies(state)),
    run: (state, origin, { real, call_hash }) => announce(state, ensureSigned(origin), lookup(real), call_hash),
  }),
  remove_announcement: call(7, {
    docs: "Takes back an announcement of the signer's.",
    args: { real: address, call_hash: callHash },
    weight: (_, state) => weights.removeAnnouncement(pending(state), proxies(state)),
    run: (state, origin, { real, call_hash }) =>
      removeAnnouncement(state, ensureSigned(origin), lookup(real), call_hash),
  }),
  reject_announcement: call(8, {
    docs: "Refuses what a proxy of the signer announced.",
    args: { delegate: address, call_hash: callHash },
    weight: (_, state) => weights.rejectAnnouncement(pending(state), proxies(state)),
    run(state, origin, { delegate, call_hash }) {
      const who = ensureSigned(origin);
      removeAnnouncement(state, lookup(delegate), who, call_hash);
    },
  }),
  proxy_announced: call(9, {
    docs: "Makes a call that a proxy announced long enough ago; anyone may sign.",
    args: { delegate: address, real: address, force_proxy_type: someProxyType, call: BoxedCall },
    weight: ({ call: inner }, state) => withCall(weights.proxyAnnounced(pending(state), proxies(state)), inner, state),
    run(state, origin, { delegate, real, force_proxy_type, call: inner }) {
      ensureSigned(origin);
      proxyAnnounced(state, lookup(delegate), lookup(real), force_proxy_type, inner);
    },
  }),
  poke_deposit: call(10, {
    docs: "Brings the signer's deposits to what they cost today; free when one changes.",
    args: {},
    weight: weights.pokeDeposit,
    run: (state, origin) => pokeDeposit(state, ensureSigned(origin)),
  }),
  set_real_pays_fee: call(11, {
    docs: "Says whether the signer pays the fees of a proxy that acts for it.",
    args: { delegate: address, pays_fee: bool },
    weight: (_, state) => weights.setRealPaysFee(proxies(state)),
    run: (state, origin, { delegate, pays_fee }) =>
      setRealPaysFee(state, ensureSigned(origin), lookup(delegate), pays_fee),
  }),
});
