/** An authenticator app that the confirm page points to. */
export interface AppLink {
  readonly name: string;
  /** Where its maker tells about it; https only. */
  readonly url: string;
}

/** In common use, each honouring the default parameters; in the order of the alphabet, since we recommend none. */
export const commonApps: readonly AppLink[] = [
  { name: "1Password", url: "https://1password.com/" },
  { name: "2FAS", url: "https://2fas.com/" },
  { name: "Aegis", url: "https://getaegis.app/" },
  { name: "Apple Passwords", url: "https://support.apple.com/120758" },
  { name: "Bitwarden", url: "https://bitwarden.com/products/authenticator/" },
  { name: "Google Authenticator", url: "https://support.google.com/accounts/answer/1066447" },
  {
    name: "Microsoft Authenticator",
    url: "https://www.microsoft.com/security/mobile-authenticator-app",
  },
];

/** @throws TypeError where a link is not https: such a page must lead nobody to an address that can be tampered with. */
export function checkAppLinks(links: readonly AppLink[]): readonly AppLink[] {
  const odd = links.find(({ url }) => !url.startsWith("https://"));
  if (odd) throw new TypeError(`appLinks: the link to ${odd.name} has to start with https://`);
  return links;
}
