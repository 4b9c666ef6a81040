/** Verification found no authority that is trusted. */
const UNTRUSTED = new Set([
  "CERT_SIGNATURE_FAILURE",
  "CERT_UNTRUSTED",
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "UNABLE_TO_GET_ISSUER_CERT",
  "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
]);

const NO_TLS = "It does not speak TLS 1.2 or later there. Is its address one with http://?";

/** What to do about a TLS connection that did not come about, by the code of Node's error. */
const WAYS_OUT: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    [...UNTRUSTED].map((code) => [
      code,
      "If the certificate is right, give the authority that signed it: gitlab:cacertFile (a file) or " +
        "gitlab-runners:caCertificate (PEM)",
    ]),
  ),
  CERT_HAS_EXPIRED: "GitLab's certificate must be renewed, or this machine's clock is wrong",
  CERT_NOT_YET_VALID: "This machine's clock is wrong, or the certificate is for later",
  ERR_TLS_CERT_ALTNAME_INVALID: "Give GitLab's address by the name that its certificate is for",
  ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED:
    "It wants a client certificate: gitlab:clientCert and gitlab:clientKey",
  ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION: "It must speak TLS 1.2 or later",
  ERR_SSL_UNSUPPORTED_PROTOCOL: "It must speak TLS 1.2 or later",
  ERR_SSL_WRONG_VERSION_NUMBER: NO_TLS,
  EPROTO: NO_TLS,
};

/** Whether a failure means that TLS did not come about, so that nothing was sent. */
export function isTlsRefusal(code: string): boolean {
  return code in WAYS_OUT;
}

/** What to do about it; undefined for other failures. */
export function tlsWayOut(code: string): string | undefined {
  return WAYS_OUT[code];
}
