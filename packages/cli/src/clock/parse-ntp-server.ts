import type { SntpServer } from "@second-factor/core/node";
import { InvalidArgumentError } from "commander";

const ntpPort = 123;

/** "time.example", "time.example:123", "192.0.2.1", "[2001:db8::1]:123", "2001:db8::1". */
export function parseNtpServer(text: string): SntpServer {
  const bracketed = /^\[([0-9a-f:.%]+)\](?::(\d{1,5}))?$/i.exec(text);
  const plain = /^([^\s:[\]/]+)(?::(\d{1,5}))?$/.exec(text);
  const [, host = "", port] = bracketed ?? plain ?? [];
  if (host !== "" && (port === undefined || isPort(Number(port))))
    return { host, port: port === undefined ? ntpPort : Number(port) };
  if (/^[0-9a-f:.]+$/i.test(text) && text.split(":").length > 2)
    return { host: text, port: ntpPort };
  throw new InvalidArgumentError("Write a host, or a host and a port: time.example:123.");
}

const isPort = (port: number) => port > 0 && port < 65_536;
