import { createHash, randomBytes } from "node:crypto";

/** GitLab's keys are RSA keys of 2048 bits with the usual exponent, 65537. */
const MODULUS_BYTES = 256;
const EXPONENT = "AQAB";

/** The public part of a key, as a JSON Web Key. */
export interface SigningKey {
  kty: "RSA";
  kid: string;
  e: string;
  n: string;
  use: "sig";
  alg: "RS256";
}

/** The modulus of a new key. Nothing is ever signed here, so no private part belongs to it. */
export function newSigningKey(): string {
  const modulus = randomBytes(MODULUS_BYTES);
  modulus[0] = (modulus[0] ?? 0) | 0x80;
  modulus[MODULUS_BYTES - 1] = (modulus[MODULUS_BYTES - 1] ?? 0) | 0x01;
  return modulus.toString("base64url");
}

/** The key of a modulus; its id is the thumbprint of RFC 7638. */
export function signingKeyOf(n: string): SigningKey {
  const thumbprint = JSON.stringify({ e: EXPONENT, kty: "RSA", n });
  const kid = createHash("sha256").update(thumbprint).digest("base64url");
  return { kty: "RSA", kid, e: EXPONENT, n, use: "sig", alg: "RS256" };
}
