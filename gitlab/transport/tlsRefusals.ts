import type { FullKey } from "../settings/keys";
import { type SettingsHolder, settingName } from "../settings/settingNames";

/** What to do, by how users call a setting where the text names one. */
type WayOut = string | ((named: (key: FullKey) => string) => string);

/** Codes of a certificate that no trusted authority signed. */
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

/** Codes of a certificate that is wrong, whoever signed it. */
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

const OTHER_NAME = "Use an address with the host name of GitLab's certificate";

/** What to do about a refused certificate, by the code of Node's error. */
const WAYS_OUT: Readonly<Record<string, WayOut>> = {
  ...Object.fromEntries<WayOut>(
    UNTRUSTED.map((code) => [
      code,
      (named) =>
        "If the certificate is right, set the authority that signed it: " +
        `${named("gitlab:cacertFile")} (a file) or ${named("gitlab-runners:caCertificate")} (PEM)`,
    ]),
  ),
  ...Object.fromEntries(UNUSABLE.map((code) => [code, "GitLab needs another certificate"])),
  CERT_HAS_EXPIRED: "Renew GitLab's certificate, or correct this machine's clock",
  CERT_NOT_YET_VALID: "This machine's clock is wrong, or the certificate is not valid yet",
  ERR_TLS_CERT_ALTNAME_INVALID: OTHER_NAME,
  HOSTNAME_MISMATCH: OTHER_NAME,
};

function ofClientCertificate(beginning: string, end = ""): WayOut {
  return (named) =>
    `${beginning}: ${named("gitlab:clientCert")} and ` + `${named("gitlab:clientKey")}${end}`;
}

/** What to do about a failed handshake, by OpenSSL's reason; the first match counts. */
const REASONS: readonly (readonly [RegExp, WayOut])[] = [
  [/alert certificate required/, ofClientCertificate("It requires a client certificate")],
  [
    /alert handshake failure/,
    ofClientCertificate("It may require a client certificate", ". Or both sides share no cipher"),
  ],
  [
    /alert (unknown ca|bad certificate|certificate \w+|unsupported certificate|access denied)/,
    ofClientCertificate("It refuses the client certificate"),
  ],
  [/alert (unrecognized name|internal error)|unrecognized name/, OTHER_NAME],
  [/alert protocol version|unsupported protocol/, "It must speak TLS 1.2 or later"],
  [/alert /, "It refuses this TLS connection"],
  [/too small|too weak|legacy/, "Its certificate or its TLS is too weak for this machine"],
];

const NO_TLS =
  "That port does not speak TLS 1.2 or later. Does GitLab's address begin with http://?";

/** Our own code for http that was sent to an https port. */
export const TLS_IS_SPOKEN = "TLS_IS_SPOKEN";

/** Failures of a connection that was established already. */
const LATE = /RECORD_MAC|DECRYPT|UNEXPECTED_EOF|SHUTDOWN|CLOSE_NOTIFY|USER_CANCEL/;

/** Whether a failure means that there was no TLS connection, so that nothing was sent. */
export function isTlsRefusal(code: string): boolean {
  if (code === "EPROTO" || code === TLS_IS_SPOKEN || Object.hasOwn(WAYS_OUT, code)) return true;
  return code.startsWith("ERR_SSL_") && !LATE.test(code);
}

/** What to do about a TLS failure; undefined for other failures. */
export function tlsWayOut(
  code: string,
  message: string,
  holder: SettingsHolder,
): string | undefined {
  if (!isTlsRefusal(code)) return undefined;
  if (code === TLS_IS_SPOKEN) return "That port speaks TLS. Give the address with https://";
  // Some errors have OpenSSL's reason in their code, others only in their text.
  const reason = `${code.replaceAll("_", " ")} ${message}`.toLowerCase();
  const wayOut = WAYS_OUT[code] ?? REASONS.find(([pattern]) => pattern.test(reason))?.[1] ?? NO_TLS;
  return typeof wayOut === "string" ? wayOut : wayOut((key) => settingName(holder, key));
}
