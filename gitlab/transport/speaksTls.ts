import * as tls from "node:tls";

/**
 * Whether TLS is spoken at an address, which an http client only sees as a connection that ends.
 * Nothing is sent but the greeting, and no certificate is judged.
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
      // Who refuses by an alert speaks it.
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
