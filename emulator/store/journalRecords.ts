import { crc32 } from "node:zlib";

import type { StoreChange } from "./changes";
import { StateFileError } from "./stateFileError";

/**
 * A journal is a list of records, one a line: a checksum, the record's number from 1 and the changes
 * that reached the disk together, as JSON.
 */
export function journalRecord(number: number, changes: readonly StoreChange[]): Buffer {
  const content = `${number} ${JSON.stringify(changes)}`;
  return Buffer.from(`${checksum(content)} ${content}\n`);
}

/**
 * The changes of a journal. What follows the last whole record was being written when the server was
 * killed, has been answered to nobody and does not count.
 *
 * @throws StateFileError when a record is damaged that had been written whole.
 */
export function* readRecords(path: string, bytes: Buffer): Generator<StoreChange> {
  let number = 1;
  for (let start = 0; start < bytes.length; number += 1) {
    const end = bytes.indexOf("\n", start);
    if (end === -1) return;
    const line = bytes.subarray(start, end);
    const changes = parse(line, number);
    if (!changes) {
      const isLast = end === bytes.length - 1;
      // Blocks that did not reach the disk before the power failed are read as zeros.
      if (isLast && line.includes(0)) return;
      throw new StateFileError(
        `${path} is damaged in record ${number}, at byte ${start}. Put a copy of it in its place, ` +
          `or cut it there (truncate -s ${start}) to go on without that change and all later ones.`,
      );
    }
    yield* changes;
    start = end + 1;
  }
}

function parse(line: Buffer, number: number): StoreChange[] | undefined {
  const [, sum, content] = /^([0-9a-f]{8}) (.*)$/.exec(line.toString()) ?? [];
  if (content === undefined || sum !== checksum(content)) return undefined;
  const prefix = `${number} `;
  if (!content.startsWith(prefix)) return undefined;
  return JSON.parse(content.slice(prefix.length)) as StoreChange[];
}

function checksum(content: string): string {
  return crc32(content).toString(16).padStart(8, "0");
}
