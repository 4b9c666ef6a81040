/** Verification found no authority that is trusted. */
const UNTRUSTED = [
  "CERT_REJECTED",
  "CERT_SIGNATURE_FAILURE",
  "CERT_UNTRUSTED",
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "UNABLE_TO_GET_ISSUER_CERT",
  "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
];

/** Verification found a certificate that no authority makes right. */
const UNUSABLE = [
  "CERT_CHAIN_TOO_LONG",
  "CERT_REVOKED",
  "ERROR_IN_CERT_NOT_AFTER_FIELD",
  "ERROR_IN_CERT_NOT_BEFORE_FIELD",
  "INVALID_CA",
  "INVALID_PURPOSE",
  "PATH_LENGTH_EXCEEDED",
  "UNABLE_TO_DECODE_ISSUER_PUBLIC_KEY",
  "UNABLE_TO_DECRYPT_CERT_SIGNATURE",
  "UNABLE_TO_GET_CRL",
];

const OTHER_NAME = "Give GitLab's address by the name that its certificate is for";

/** What to do about a certificate that was refused, by the code of Node's error. */
const WAYS_OUT: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    UNTRUSTED.map((code) => [
      code,
      "If the certificate is right, give the authority that signed it: gitlab:cacertFile (a file) or " +
        "gitlab-runners:caCertificate (PEM)",
    ]),
  ),
  ...Object.fromEntries(UNUSABLE.map((code) => [code, "GitLab needs another certificate"])),
  CERT_HAS_EXPIRED: "GitLab's certificate must be renewed, or this machine's clock is wrong",
  CERT_NOT_YET_VALID: "This machine's clock is wrong, or the certificate is for later",
  ERR_TLS_CERT_ALTNAME_INVALID: OTHER_NAME,
  HOSTNAME_MISMATCH: OTHER_NAME,
};

const CLIENT_CERTIFICATE = "client certificate: gitlab:clientCert and gitlab:clientKey";

/** The same for a handshake that failed, by OpenSSL's reason; the first that matches counts. */
const REASONS: readonly (readonly [RegExp, string])[] = [
  [/alert certificate required/, `It wants a ${CLIENT_CERTIFICATE}`],
  [/alert handshake failure/, `It may want a ${CLIENT_CERTIFICATE}; or no cipher suits both`],
  [
    /alert (unknown ca|bad certificate|certificate \w+|unsupported certificate|access denied)/,
    `It refuses the ${CLIENT_CERTIFICATE}`,
  ],
  [/alert (unrecognized name|internal error)|unrecognized name/, OTHER_NAME],
  [/alert protocol version|unsupported protocol/, "It must speak TLS 1.2 or later"],
  [/alert /, "It refuses to speak TLS like this"],
  [/too small|too weak|legacy/, "Its certificate or its TLS is too weak for this machine"],
];

const NO_TLS = "It does not speak TLS 1.2 or later there. Is its address one with http://?";

/** Code of a failure of ours: http was sent where https is spoken. */
export const TLS_IS_SPOKEN = "TLS_IS_SPOKEN";

/** What goes wrong when a connection was up already. */
const LATE = /RECORD_MAC|DECRYPT|UNEXPECTED_EOF|SHUTDOWN|CLOSE_NOTIFY|USER_CANCEL/;

/** Whether a failure means that TLS did not come about, so that nothing was sent. */
export function isTlsRefusal(code: string): boolean {
  if (code === "EPROTO" || code === TLS_IS_SPOKEN || Object.hasOwn(WAYS_OUT, code)) return true;
  return code.startsWith("ERR_SSL_") && !LATE.test(code);
}

/** What to do about it; undefined for other failures. */
export function tlsWayOut(code: string, message: string): string | undefined {
  if (!isTlsRefusal(code)) return undefined;
  if (code === TLS_IS_SPOKEN) return "It speaks TLS there. Is its address one with https://?";
  // Some errors have OpenSSL's reason in their code, others in their text only.
  const reason = `${code.replaceAll("_", " ")} ${message}`.toLowerCase();
  return WAYS_OUT[code] ?? REASONS.find(([pattern]) => pattern.test(reason))?.[1] ?? NO_TLS;
}
