import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A certificate and its key, as PEM text and as files. */
export interface Certificate {
  readonly cert: string;
  readonly key: string;
  readonly certFile: string;
  readonly keyFile: string;
}

/** An authority of a test's own. */
export interface Authority extends Certificate {
  /** Signs a certificate for a host and for a client. */
  sign(name: string, days?: number): Certificate;
}

/** Makes authorities by `openssl`, and removes what they made. */
export class CertificateFolder {
  readonly #folder = mkdtempSync(join(tmpdir(), "certificates-"));

  authority(name: string): Authority {
    const made = this.#make(name, ["-x509", "-days", "2"]);
    return {
      ...made,
      sign: (host, days = 2) => {
        const extensions = join(this.#folder, `${name}-${host}.ext`);
        const address = /^[\d.]+$/.test(host) ? "IP" : "DNS";
        writeFileSync(extensions, `subjectAltName=${address}:${host}`);
        const request = this.#make(`${name}-${host}`, []);
        const signed = join(this.#folder, `${name}-${host}.signed.pem`);
        openssl(
          ...["x509", "-req", "-in", request.certFile, "-extfile", extensions, "-out", signed],
          ...["-CA", made.certFile, "-CAkey", made.keyFile, "-CAcreateserial", "-days", `${days}`],
        );
        return { ...request, certFile: signed, cert: readFileSync(signed, "utf8") };
      },
    };
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true });
  }

  #make(name: string, more: readonly string[]): Certificate {
    const certFile = join(this.#folder, `${name}.pem`);
    const keyFile = join(this.#folder, `${name}.key`);
    openssl(
      ...["req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"],
      ...["-subj", `/CN=${name}`, "-keyout", keyFile, "-out", certFile, ...more],
    );
    return {
      certFile,
      keyFile,
      cert: readFileSync(certFile, "utf8"),
      key: readFileSync(keyFile, "utf8"),
    };
  }
}

function openssl(...args: string[]): void {
  execFileSync("openssl", args, { stdio: "pipe" });
}
