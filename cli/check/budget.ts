/** A request that the budget has no place for. It was not sent. */
export class BudgetSpentError extends Error {
  override readonly name = "BudgetSpentError";
}

/** How many requests a command may send, and how many it has sent, repeated ones included. */
export class Budget {
  used = 0;

  constructor(readonly most: number) {}

  /**
   * Counts a request that is about to be sent.
   *
   * @throws {BudgetSpentError} when there is no place for it.
   */
  readonly take = (): void => {
    if (this.used >= this.most)
      throw new BudgetSpentError(`the budget of ${this.most} requests was spent`);
    this.used += 1;
  };
}
