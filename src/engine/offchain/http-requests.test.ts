import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, it } from "vitest";
import { fromUtf8, utf8 } from "../../lib/bytes.ts";
import { createHttpRequests } from "./http-requests.ts";

const open: Server[] = [];
afterEach(() => {
  for (const server of open.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

/** The address of a server that answers so. */
async function serve(answer: (request: IncomingMessage, response: ServerResponse) => void): Promise<string> {
  const server = createServer(answer);
  open.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const soon = (milliseconds: number): bigint => BigInt(Date.now() + milliseconds);
const newRequests = () => createHttpRequests(Date.now);

it("sends headers and a body in parts, and reads the answer in parts", async () => {
  const url = await serve(async (request, response) => {
    let body = "";
    for await (const part of request) body += part;
    response.writeHead(202, { "X-Kind": "echo" }).end(`${request.method} ${request.headers["x-own"]} ${body}`);
  });
  const http = newRequests();
  const id = http.start("POST", url) as number;
  expect(http.addHeader(id, "X-Own", "yes")).toBe(true);
  expect([http.addHeader(id, "no name", "x"), http.addHeader(id, "x", "a\nb")]).toEqual([false, false]);
  expect(await http.writeBody(id, utf8("one "), undefined)).toBe("ok");
  expect(http.addHeader(id, "late", "x")).toBe(false);
  expect(await http.writeBody(id, utf8("two"), undefined)).toBe("ok");
  expect(await http.writeBody(id, utf8(""), undefined)).toBe("ok");
  expect(await http.writeBody(id, utf8("more"), undefined)).toBe("invalid");
  expect(await http.wait([id], undefined)).toEqual([202]);
  const names = (await http.headers(id)).map(([name, value]) => [fromUtf8(name), fromUtf8(value)]);
  expect(names).toContainEqual(["x-kind", "echo"]);
  let read = "";
  for (;;) {
    const part = (await http.readBody(id, 5, undefined)) as Uint8Array;
    if (part.length === 0) break;
    expect(part.length).toBeLessThanOrEqual(5);
    read += fromUtf8(part);
  }
  expect(read).toBe("POST yes one two");
  // It is over, and forgotten.
  expect(await http.readBody(id, 5, undefined)).toBe("invalid");
});

it("waits until the deadline and no longer, and for all that it was asked", async () => {
  const silent = await serve(() => {});
  const quick = await serve((_request, response) => void response.end());
  const http = newRequests();
  const [one, two] = [http.start("GET", silent) as number, http.start("GET", quick) as number];
  expect(two).toBe(one + 1);
  expect(await http.wait([one, two, 65_000], soon(400))).toEqual(["deadline", 200, "invalid"]);
  expect(await http.readBody(one, 5, soon(50))).toBe("deadline");
  expect(await http.headers(one)).toEqual([]);
  http.end();
  expect(await http.wait([one], undefined)).toEqual(["invalid"]);
});

it("tells of a connection that fails or breaks off, once", async () => {
  const broken = await serve((_request, response) => {
    response.writeHead(200, { "content-length": "100" }).write("begun", () => response.destroy());
  });
  const http = newRequests();
  const absent = http.start("GET", "http://127.0.0.1:9") as number;
  expect(await http.wait([absent], soon(5000))).toEqual(["io"]);
  expect(await http.wait([absent], undefined)).toEqual(["invalid"]);
  const id = http.start("GET", broken) as number;
  const parts: unknown[] = [];
  while (!parts.includes("io") && parts.length < 10) parts.push(await http.readBody(id, 100, soon(5000)));
  expect(parts.at(-1)).toBe("io");
});

it("starts nothing for what is no method or no address", () => {
  const http = newRequests();
  const starts = ["no uri", "ftp://a.b", "/path"].map((uri) => http.start("GET", uri));
  expect([...starts, http.start("GE T", "http://a.b")]).toEqual([undefined, undefined, undefined, undefined]);
});

it("follows no redirection and unpacks nothing", async () => {
  const url = await serve((request, response) => {
    expect(request.headers["accept-encoding"]).toBeUndefined();
    response.writeHead(302, { location: "/elsewhere", "content-encoding": "gzip" }).end("as it is");
  });
  const http = newRequests();
  const id = http.start("GET", url) as number;
  expect(await http.wait([id], undefined)).toEqual([302]);
  expect(fromUtf8((await http.readBody(id, 100, undefined)) as Uint8Array)).toBe("as it is");
});
