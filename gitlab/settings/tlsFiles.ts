import { X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import { createSecureContext } from "node:tls";
import { ConfigurationError } from "../transport/errors";
import { configured } from "./configured";
import type { KnownSource } from "./settings";
import { shown } from "../text/shown";
import type { TlsOptions } from "../transport/transport";

/**
 * Reads the certificates that a user configured, and tries them, so that a wrong one is refused by
 * the name of its key and not in the middle of a request. No message holds any of their text.
 */
export function readTlsFiles(source: KnownSource, inCi: boolean): Omit<TlsOptions, "insecure"> {
  return { authorities: authorities(source, inCi), ...clientCertificate(source) };
}

function authorities(source: KnownSource, inCi: boolean): readonly string[] {
  const { environment } = source;
  const [inlineKey, inline] = configured(source, "gitlab-runners:caCertificate");
  const ofConfiguration = configured(source, "gitlab:cacertFile");
  const [key, file] =
    ofConfiguration[1] || !inCi
      ? ofConfiguration
      : (["CI_SERVER_TLS_CA_FILE", environment["CI_SERVER_TLS_CA_FILE"]] as const);
  return [
    ...(inline ? [certificate(inline, inlineKey)] : []),
    ...(file ? [certificate(readFile(file, key), key)] : []),
  ];
}

function certificate(pem: string, key: string): string {
  const fail = (): never => {
    throw new ConfigurationError(
      `${key} is not a complete certificate in PEM (-----BEGIN CERTIFICATE-----)`,
    );
  };
  if (!pem.includes("-----BEGIN CERTIFICATE-----")) return fail();
  try {
    new X509Certificate(pem);
    return pem;
  } catch {
    return fail();
  }
}

function clientCertificate(
  source: KnownSource,
): Pick<TlsOptions, "clientCertificate" | "clientKey"> {
  const [certificateKey, certificateFile] = configured(source, "gitlab:clientCert");
  const [keyKey, keyFile] = configured(source, "gitlab:clientKey");
  if (!certificateFile && !keyFile) return {};
  if (!certificateFile || !keyFile) {
    throw new ConfigurationError(
      `${certificateKey} and ${keyKey} belong together, but one of them is not set`,
    );
  }
  const cert = readFile(certificateFile, certificateKey);
  const key = readFile(keyFile, keyKey);
  try {
    createSecureContext({ cert, key });
  } catch (error) {
    throw new ConfigurationError(
      `${certificateKey} and ${keyKey} are not a certificate and its key in PEM: ` +
        (error as Error).message,
    );
  }
  return { clientCertificate: cert, clientKey: key };
}

function readFile(file: string, key: string): string {
  // The text of a key in place of a file's name would else be shown.
  if (file.includes("-----BEGIN")) {
    throw new ConfigurationError(`${key} contains PEM text, but must be the name of a file`);
  }
  try {
    return readFileSync(file, "utf8");
  } catch (cause) {
    const { code = "unknown reason" } = cause as NodeJS.ErrnoException;
    throw new ConfigurationError(
      `${key} names the file ${shown(file)}, which cannot be read: ${code}`,
      { cause },
    );
  }
}
