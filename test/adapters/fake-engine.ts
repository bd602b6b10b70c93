import type { ConfigurationError } from "@second-factor/core";
import type {
  AdapterEngine,
  ClientInfo,
  GuardOptions,
  GuardResult,
  RequirementOptions,
  RouteReply,
  RouteRequest,
} from "@second-factor/core/http";

/** What the engine got to see of one request. */
export interface Seen {
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly client: ClientInfo;
  readonly fields: Readonly<Record<string, string | undefined>>;
  readonly subject: unknown;
  readonly body:
    | "too long"
    | "aborted"
    | { readonly unread: string }
    | { readonly parsed: unknown };
}

export const pass: GuardResult = { pass: true, headers: [], signedOut: false };
export const signedOut: GuardResult = { pass: true, headers: [], signedOut: true };
export const refusal: RouteReply = {
  status: 403,
  headers: [
    ["Content-Type", "application/problem+json"],
    ["Set-Cookie", "a=1; Path=/"],
    ["Set-Cookie", "b=2; Path=/"],
  ],
  body: '{"code":"second_factor_required"}',
};

/** An engine that decides nothing: it notes what an adapter gave it and answers as the test says. */
export class FakeEngine implements AdapterEngine {
  basePath = "/2fa";
  readonly seen: Seen[] = [];
  readonly options: unknown[] = [];
  reply: RouteReply = { status: 200, headers: [["Content-Type", "text/plain"]], body: "engine" };
  guarded: GuardResult = pass;
  required: GuardResult = pass;
  bypass: ConfigurationError | null = null;
  signedOutWith: RouteReply["headers"] = [];
  failure: unknown;
  looked = 0;

  checkMount(mountedAt: string): void {
    if (mountedAt !== this.basePath) throw new Error(`mounted at "${mountedAt}"`);
  }

  async handle(request: RouteRequest): Promise<RouteReply> {
    await this.#note(request);
    return this.reply;
  }

  async guard(request: RouteRequest, options?: GuardOptions): Promise<GuardResult> {
    await this.#note(request, options);
    return this.guarded;
  }

  async requireSecondFactor(
    request: RouteRequest,
    options?: RequirementOptions,
  ): Promise<GuardResult> {
    await this.#note(request, options);
    return this.required;
  }

  async findBypass(): Promise<ConfigurationError | null> {
    this.looked += 1;
    return this.bypass;
  }

  async signOut(): Promise<RouteReply["headers"]> {
    return this.signedOutWith;
  }

  get last(): Seen {
    const last = this.seen.at(-1);
    if (last === undefined) throw new Error("The engine has seen no request.");
    return last;
  }

  async #note(request: RouteRequest, options?: unknown): Promise<void> {
    if (this.failure !== undefined) throw this.failure;
    const names = ["host", "accept", "x-several", "content-type", "x-none"];
    this.options.push(options);
    this.seen.push({
      method: request.method,
      path: request.path,
      query: request.query,
      client: request.client,
      fields: Object.fromEntries(names.map((name) => [name, request.header(name)])),
      subject: await request.subject(),
      body: await read(request),
    });
  }
}

async function read({ method, body }: RouteRequest): Promise<Seen["body"]> {
  if (body.kind === "parsed") return { parsed: await body.value };
  if (method === "GET" || method === "HEAD") return { unread: "" };
  try {
    const bytes = await body.read(4096);
    return bytes === null ? "too long" : { unread: Buffer.from(bytes).toString("utf8") };
  } catch {
    return "aborted";
  }
}
