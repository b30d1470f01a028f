import { expect, it } from "vitest";
import { telemetryUrl } from "./endpoint.ts";

it.each([
  ["wss://telemetry.polkadot.io/submit/", "wss://telemetry.polkadot.io/submit/"],
  ["ws://127.0.0.1:8001", "ws://127.0.0.1:8001"],
  ["/dns/telemetry.polkadot.io/tcp/443/x-parity-wss/%2Fsubmit%2F", "wss://telemetry.polkadot.io:443/submit/"],
  ["/ip4/80.123.90.4/tcp/5432", "ws://80.123.90.4:5432/"],
  ["/ip6/::1/tcp/8001/ws", "ws://[::1]:8001/"],
  ["http://telemetry.polkadot.io", undefined],
  ["/ip4/80.123.90.4", undefined],
  ["/ip4/no:!?;rlkqre;;::::///tcp/5432", undefined],
  ["telemetry", undefined],
])("%s", (address, url) => {
  expect(telemetryUrl(address)).toBe(url);
});
