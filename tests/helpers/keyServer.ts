import { createServer } from "node:http";

import { answerJson, listen } from "./server";

/** What `pulumi stack init` is given as the secrets provider of a stack whose key such a server wraps. */
export const SECRETS_PROVIDER = "hashivault://stacks";

/**
 * Stands in for Vault, which wraps the keys of stacks: it has no secrets to keep, so it only encodes.
 * To derive a key from a passphrase takes the engine a fifth of a second, in each operation.
 *
 * @returns its address. It serves as long as the process has anything else to do.
 */
export async function startKeyServer(): Promise<string> {
  const server = createServer((request, response) => {
    void request.toArray().then((parts: Buffer[]) => {
      const { plaintext, ciphertext = "" } = JSON.parse(Buffer.concat(parts).toString()) as {
        plaintext?: string;
        ciphertext?: string;
      };
      const data = plaintext === undefined ? { plaintext: ciphertext } : { ciphertext: plaintext };
      answerJson(response, { data });
    });
  });
  const { url } = await listen(server);
  server.unref();
  return url;
}

/** The environment in which the engine finds the server. */
export function keyServerEnvironment(url: string): Record<string, string> {
  return { VAULT_SERVER_URL: url, VAULT_SERVER_TOKEN: "of no use" };
}
