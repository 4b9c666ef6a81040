import * as tls from "node:tls";

/**
 * Whether an address speaks TLS; an http client sees only that the connection ends. The function sends
 * nothing but the greeting, and accepts any certificate.
 */
export async function speaksTls({ hostname, port }: URL, timeoutMs: number): Promise<boolean> {
  const host = hostname.replace(/^\[|\]$/g, "");
  const socket = tls.connect({
    host,
    port: Number(port || 80),
    rejectUnauthorized: false,
    ...(/^[\d.]+$|:/.test(host) ? {} : { servername: host }),
  });
  const timer = setTimeout(() => socket.destroy(), timeoutMs);
  try {
    return await new Promise<boolean>((resolve) => {
      socket.once("secureConnect", () => {
        resolve(true);
      });
      // A server that refuses with an alert speaks TLS.
      socket.once("error", ({ message }: Error) => {
        resolve(/\balert\b|unsupported protocol/.test(message));
      });
      socket.once("close", () => {
        resolve(false);
      });
    });
  } finally {
    clearTimeout(timer);
    socket.destroy();
  }
}
