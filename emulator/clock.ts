/** The server's clock, which tests can move. It decides statuses, expiry and quotas. */
export interface Clock {
  /** The time of the clock. */
  now(): Date;
  /** Moves the clock forward by this number of milliseconds. */
  advance(milliseconds: number): void;
  /** Sets the clock. A stopped clock stays at this time, and a running clock continues from it. */
  set(time: Date): void;
}

/** A clock that stands still until it is moved. */
export function stoppedClock(start: Date): Clock {
  let time = start.getTime();
  return {
    now: () => new Date(time),
    advance: (milliseconds) => {
      time += milliseconds;
    },
    set: (to) => {
      time = to.getTime();
    },
  };
}

/** The machine's clock, which can be moved too. */
export function runningClock(): Clock {
  let offset = 0;
  return {
    now: () => new Date(Date.now() + offset),
    advance: (milliseconds) => {
      offset += milliseconds;
    },
    set: (to) => {
      offset = to.getTime() - Date.now();
    },
  };
}
