import net from "node:net";

/** A whole HTTP/1.1 request as bytes. */
export function rawRequest(method, path, { headers = {}, body = "" } = {}) {
  const fields = { Host: "127.0.0.1", ...headers };
  if (body !== "") {
    fields["Content-Type"] ??= "application/json";
    fields["Content-Length"] = String(Buffer.byteLength(body));
  }
  const head = Object.entries(fields).map(([name, value]) => `${name}: ${value}\r\n`);
  return Buffer.from(`${method} ${path} HTTP/1.1\r\n${head.join("")}\r\n${body}`);
}

/**
 * Keep-alive connections with one request in flight each, for so many requests or so many milliseconds. Resolves to
 * requests a second, latencies in milliseconds, and how often each status came.
 */
export function load(
  port,
  { requestAt, connections = 32, total = Infinity, milliseconds = Infinity },
) {
  return new Promise((resolve, reject) => {
    const latencies = [];
    const statuses = {};
    const start = performance.now();
    let sent = 0;
    let open = connections;

    function finish() {
      open -= 1;
      if (open > 0) return;
      const seconds = (performance.now() - start) / 1000;
      latencies.sort((a, b) => a - b);
      resolve({
        perSecond: latencies.length / seconds,
        p50: latencies[latencies.length >> 1],
        p99: latencies[Math.floor(latencies.length * 0.99)],
        statuses,
      });
    }

    for (let index = 0; index < connections; index += 1) {
      const socket = net.connect({ port, host: "127.0.0.1", noDelay: true });
      let received = "";
      let since = 0;
      const next = () => {
        since = performance.now();
        if (sent >= total || since - start >= milliseconds) {
          socket.destroy();
          finish();
          return;
        }
        received = "";
        socket.write(requestAt(sent));
        sent += 1;
      };
      socket.on("connect", next);
      socket.on("error", reject);
      socket.on("data", (chunk) => {
        received += chunk.latin1Slice();
        if (!isWhole(received)) return;
        latencies.push(performance.now() - since);
        const status = received.slice(9, 12);
        statuses[status] = (statuses[status] ?? 0) + 1;
        next();
      });
    }
  });
}

function isWhole(reply) {
  const head = reply.indexOf("\r\n\r\n");
  if (head < 0) return false;
  const length = /\r\ncontent-length: ?(\d+)/i.exec(reply.slice(0, head));
  if (length !== null) return reply.length >= head + 4 + Number(length[1]);
  return (
    !/\r\ntransfer-encoding: ?chunked/i.test(reply.slice(0, head)) || reply.endsWith("0\r\n\r\n")
  );
}
