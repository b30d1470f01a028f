/**
 * The URL of a telemetry server, which may be given as one or, as specifications have it, as a multiaddress:
 * `/dns/host/tcp/443/x-parity-wss/%2Fsubmit%2F`. Rust: `sc_telemetry endpoints.rs url_to_multiaddr`.
 * @returns undefined when it is neither.
 */
export function telemetryUrl(address: string): string | undefined {
  if (!address.startsWith("/")) return /^wss?:\/\/[^/]/.test(address) && URL.canParse(address) ? address : undefined;
  const parts = /^\/(ip4|ip6|dns|dns4|dns6)\/([^/]+)\/tcp\/([0-9]+)(?:\/(?:x-parity-)?(wss?)(?:\/([^/]*))?)?$/.exec(
    address,
  );
  if (parts === null) return undefined;
  const [, kind, host, port, scheme = "ws", path = "/"] = parts;
  const url = `${scheme}://${kind === "ip6" ? `[${host}]` : host}:${port}${decodeURIComponent(path)}`;
  return URL.canParse(url) ? url : undefined;
}

/** What is wrong with an address that is neither, and what to do. */
export const notTelemetry = (address: string): string =>
  `'${address}' is no address of a telemetry server: give a ws:// or wss:// URL`;
