import { addWeight, benchmarked, mulWeight, type Weight, weight } from "../../frame/weight.ts";

/** So much for each of `count`, time and proof. */
const each = (count: number, refTime: bigint, proofSize = 0n): Weight => mulWeight(weight(refTime, proofSize), count);

/**
 * Measured weights of Proxy's calls, by the number of announcements and of proxies.
 * Rust: `pallets/proxy/src/weights.rs SubstrateWeight`.
 */
export const weights = {
  proxy: (proxies: number): Weight => addWeight(benchmarked(28_026_265n, 4254n, 3, 1), each(proxies, 53_205n, 37n)),
  proxyAnnounced: (announcements: number, proxies: number): Weight =>
    addWeight(benchmarked(53_234_507n, 8615n, 5, 3), each(announcements, 228_831n, 68n), each(proxies, 54_037n, 37n)),
  removeAnnouncement: (announcements: number, proxies: number): Weight =>
    addWeight(benchmarked(25_595_226n, 8615n, 2, 2), each(announcements, 205_163n), each(proxies, 40_277n)),
  rejectAnnouncement: (announcements: number, proxies: number): Weight =>
    addWeight(benchmarked(26_388_332n, 8615n, 2, 2), each(announcements, 199_703n), each(proxies, 17_846n)),
  announce: (announcements: number, proxies: number): Weight =>
    addWeight(benchmarked(34_286_251n, 8615n, 3, 2), each(announcements, 194_092n), each(proxies, 53_615n)),
  addProxy: (proxies: number): Weight => addWeight(benchmarked(25_770_804n, 4254n, 1, 1), each(proxies, 80_892n)),
  removeProxy: (proxies: number): Weight => addWeight(benchmarked(27_827_049n, 4254n, 1, 2), each(proxies, 64_054n)),
  removeProxies: (proxies: number): Weight => addWeight(benchmarked(27_407_028n, 4254n, 1, 1), each(proxies, 55_808n)),
  createPure: (proxies: number): Weight => addWeight(benchmarked(27_853_436n, 4254n, 1, 1), each(proxies, 20_160n)),
  killPure: (proxies: number): Weight => addWeight(benchmarked(26_529_087n, 4254n, 1, 1), each(proxies, 48_014n)),
  pokeDeposit: benchmarked(46_757_000n, 8615n, 3, 3),
  setRealPaysFee: (proxies: number): Weight => addWeight(benchmarked(14_259_931n, 4254n, 1, 1), each(proxies, 42_799n)),
};
