import type { Client, Testbed } from "../../testbed/index.js";
import type { AttackCase } from "../attack-case.js";
import { withBed } from "../attacker/another-bed.js";
import { mustAccept, mustBeInside, mustRefuse } from "../attacker/outcomes.js";
import { enrolled } from "../attacker/sign-in.js";

const day = 86_400;
const hour = 3600;
const idle = { engine: { verifiedIdleSeconds: hour } } as const;

async function mustAskAgain(browser: Client): Promise<void> {
  mustRefuse(await browser.request("GET", "/account"), 403, "second_factor_required");
  mustRefuse(await browser.request("POST", "/transfer"), 403, "second_factor_required");
}

/** NIST SP 800-63B-4, 2.2.3 at AAL2: an hour without a request, a day with any number of them. */
async function mustFallAsleep(bed: Testbed): Promise<void> {
  const { browser, authenticator } = await enrolled(bed, "alice");
  mustAccept(await browser.verify(authenticator.code()));
  const left = browser.clone();
  for (let minutes = 0; minutes < 200; minutes += 50) {
    bed.clock.advance({ seconds: 50 * 60 });
    await mustBeInside(browser);
  }
  bed.clock.advance({ seconds: hour + 1 });
  await mustAskAgain(left);
  await mustAskAgain(browser);
  mustAccept(await browser.verify(authenticator.code()));
  const verifiedAt = bed.clock.now();
  while (bed.clock.now() < verifiedAt + 1000 * (day - hour)) {
    bed.clock.advance({ seconds: hour - 300 });
    await mustBeInside(browser);
  }
  bed.clock.set(verifiedAt + 1000 * day + 1000);
  await mustAskAgain(browser);
}

/** A token's mark travels with it: an old one of before the last request tells of an older request. */
async function mustTireAToken(bed: Testbed): Promise<void> {
  const { authenticator } = await enrolled(bed, "alice");
  const program = bed.client();
  const authorization = `Bearer alice.jti-1.${bed.clock.now()}`;
  const json = { otp: authenticator.code() };
  const verified = await program.request("POST", "/2fa/verify", {
    json,
    headers: { authorization },
  });
  mustAccept(verified);
  const first = verified.headers["second-factor"] ?? "";
  const ask = (mark: string) =>
    program.request("GET", "/account", { headers: { authorization, "second-factor": mark } });
  bed.clock.advance({ seconds: hour });
  const used = await ask(first);
  mustAccept(used);
  const next = used.headers["second-factor"] ?? "";
  bed.clock.advance({ seconds: 1 });
  mustRefuse(await ask(first), 401, "second_factor_required");
  mustAccept(await ask(next));
  bed.clock.advance({ seconds: hour });
  mustRefuse(await ask(next), 401, "second_factor_required");
}

export const sessionAgeCases: readonly AttackCase[] = [
  {
    id: "SES-16",
    title: "a verification of yesterday, and one that nobody used for an hour",
    gate: false,
    async attack(bed) {
      const { authenticator, browser } = await enrolled(bed, "alice");
      mustAccept(await browser.verify(authenticator.code()));
      bed.clock.advance({ seconds: 300 });
      mustAccept(await browser.request("POST", "/transfer", { json: { to: "bob", amount: 1 } }));
      bed.clock.advance({ seconds: 1 });
      mustRefuse(await browser.request("POST", "/transfer"), 403, "second_factor_required");
      bed.clock.advance({ seconds: day - 301 });
      await mustBeInside(browser);
      bed.clock.advance({ seconds: 1 });
      await mustAskAgain(browser);

      for (const sessions of ["server", "sealed-cookie", "client"] as const) {
        await withBed(bed, { ...idle, sessions }, mustFallAsleep);
      }
      await withBed(bed, idle, mustTireAToken);
    },
  },
];
