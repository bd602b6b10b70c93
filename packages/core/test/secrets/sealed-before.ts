/** Sealed on the day that format 1 was first written down, under `beforeKey`: whatever comes, these have to open. */
export const beforeKey = "k1:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

/** In the namespace "default", for ada's phone: the secret of RFC 6238, once for each purpose. */
export const sealedBefore = {
  totp: "AQJrMfm2Z6xOZ4FcnSDQfTZjeuv8zdo6WY7Whmm4ARrFkSiS/Ta8uSMBtQDWozNx44Tn/g==",
  pending: "AQJrMcy+9xaFkoYnoF9GiN57TLFZUiZyGoY0uFcAuQ/ggVCOjf+j1Ux0zwQ7GfV971dH3g==",
  cookie: "AQJrMb1VN1lU5YCzxQ3vYrRmd2pgOPgdBLz/0boTvYSHRkN9pde9G0mbziN2nnbwnOW5oA==",
  bearer: "AQJrMakG38HtZClNVQ3M+nD92nWhc0KlgDaY2BKn3JHMUsn+LyXZyCdZP3ksyq++p4Z/bg==",
} as const;
