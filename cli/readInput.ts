import { createReadStream } from "node:fs";

import { ConfigurationError } from "../gitlab";

/**
 * Reads a file whole.
 *
 * @param file - its path, or `-` for standard input.
 * @param limits - most bytes, and what is read: `config.toml`.
 * @throws ConfigurationError where it cannot be read, or has more bytes.
 */
export async function readInput(
  file: string,
  { largest, what }: { readonly largest: number; readonly what: string },
): Promise<Buffer> {
  const named = inputName(file);
  const stream: AsyncIterable<Buffer> = file === "-" ? process.stdin : createReadStream(file);
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of stream) {
      size += chunk.byteLength;
      if (size > largest) break;
      chunks.push(chunk);
    }
  } catch (cause) {
    throw new ConfigurationError(`cannot read ${named}: ${(cause as Error).message}`, { cause });
  }
  if (size > largest)
    throw new ConfigurationError(`${named} has more than ${largest} bytes, which no ${what} needs`);
  return Buffer.concat(chunks);
}

/** What a message calls a file. */
export function inputName(file: string): string {
  return file === "-" ? "standard input" : file;
}
