import { koaSession, secondFactor } from "@second-factor/koa";
import Koa from "koa";
import { engine } from "./app.js";

const twoFactor = secondFactor(engine, {
  subject: (context) => (context.path === "/" ? null : { id: "alice", name: "alice" }),
  session: koaSession(),
});
export const app = new Koa().use(twoFactor.routes()).use(twoFactor.guard());
