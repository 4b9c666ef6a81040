/** Of each log so many bytes are kept, the first ones. */
const MOST_KEPT = 1024 * 1024;

/** What runners have sent of the logs of jobs, in memory only. */
export class JobLogs {
  readonly #logs = new Map<number, Uint8Array>();

  /** Puts a piece at its place; what was there from that place on goes. */
  write(jobId: number, offset: number, piece: Uint8Array): void {
    const before = this.read(jobId).subarray(0, offset);
    const kept = piece.subarray(0, Math.max(0, MOST_KEPT - before.byteLength));
    this.#logs.set(jobId, Buffer.concat([before, kept]));
  }

  read(jobId: number): Uint8Array {
    return this.#logs.get(jobId) ?? new Uint8Array();
  }

  clear(): void {
    this.#logs.clear();
  }
}
