import type { Transport } from "../../gitlab/transport/transport";

/** A request that the budget has no place for. It was not sent. */
export class BudgetSpentError extends Error {
  override readonly name = "BudgetSpentError";
}

/** How many requests a command may send, and how many it has sent. */
export class Budget {
  used = 0;

  constructor(readonly most: number) {}

  /** A transport that sends no more than that. A repetition after a failure does not count. */
  readonly within =
    (send: Transport): Transport =>
    async (request) => {
      if (this.used >= this.most)
        throw new BudgetSpentError(`the budget of ${this.most} requests was spent`);
      this.used += 1;
      return send(request);
    };
}
