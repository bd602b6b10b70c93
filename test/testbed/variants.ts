import type { RequestListener } from "node:http";
import { getRequestListener } from "@hono/node-server";
import express4 from "express4";
import express5 from "express5";
import Koa2 from "koa2";
import Koa3 from "koa3";
import type { WebHandler } from "./bed-server.js";
import { start } from "./start.js";
import type { Variant } from "./testbed.js";
import { buildExpress } from "./variants/express.js";
import { buildHono } from "./variants/hono.js";
import { buildKoa } from "./variants/koa.js";

/** As @hono/node-server serves it. */
function onNode(handler: WebHandler): RequestListener {
  const listener = getRequestListener(handler);
  return (request, response) => void listener(request, response);
}

/** The same bank in every framework that the suite knows, in both majors where there are two. */
export const variants: readonly Variant[] = [
  {
    name: "express4",
    start: (options) =>
      start(
        "express4",
        (setup) => buildExpress(express4 as unknown as typeof express5, setup),
        options,
      ),
  },
  {
    name: "express5",
    start: (options) => start("express5", (setup) => buildExpress(express5, setup), options),
  },
  {
    name: "koa2",
    start: (options) =>
      start("koa2", (setup) => buildKoa(Koa2 as unknown as typeof Koa3, setup), options),
  },
  { name: "koa3", start: (options) => start("koa3", (setup) => buildKoa(Koa3, setup), options) },
  {
    name: "hono",
    start: (options) => start("hono", (setup) => onNode(buildHono(setup)), options),
  },
];
