import { connect, type Socket } from "node:net";

/** Plain HTTP/1.1 over a socket of one's own, for what fetch would not send. */
export function dial(origin: string): {
  socket: Socket;
  received: () => string;
  ended: Promise<void>;
} {
  const { hostname, port } = new URL(origin);
  const socket = connect(Number(port), hostname);
  let received = "";
  socket.setEncoding("latin1").on("data", (chunk) => {
    received += chunk;
  });
  const ended = new Promise<void>((resolve) => {
    socket.on("error", () => undefined).on("close", () => resolve());
  });
  return { socket, received: () => received, ended };
}

/** Sends raw text and waits until what came back matches. */
export async function exchange(origin: string, text: string, until: RegExp): Promise<string> {
  const { socket, received } = dial(origin);
  socket.write(text);
  try {
    await eventually(
      () => until.test(received()),
      () => `got: ${JSON.stringify(received())}`,
    );
    return received();
  } finally {
    socket.destroy();
  }
}

export async function eventually(
  holds: () => boolean,
  otherwise: () => string = () => "it never held",
): Promise<void> {
  const deadline = Date.now() + 5_000;
  while (!holds()) {
    if (Date.now() > deadline) throw new Error(otherwise());
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
