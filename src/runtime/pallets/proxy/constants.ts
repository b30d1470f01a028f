import { u32, u64 } from "../../../codec/primitives.ts";
import { constant, defineConstants } from "../../frame/constants.ts";

/** What is fixed for Proxy. */
export const constants = defineConstants({
  ProxyDepositBase: constant("Proxy deposit base.", u64, 60_000_000n),
  ProxyDepositFactor: constant("Proxy deposit factor.", u64, 33_000_000n),
  MaxProxies: constant("Max proxies.", u32, 20),
  MaxPending: constant("Max pending.", u32, 75),
  AnnouncementDepositBase: constant("Announcement deposit base.", u64, 36_000_000n),
  AnnouncementDepositFactor: constant("Announcement deposit factor.", u64, 68_000_000n),
});
