/** The server's clock, which tests can move: statuses, expiry and quotas all go by it. */
export interface Clock {
  now(): Date;
  /** Moves the clock, by milliseconds. */
  advance(milliseconds: number): void;
  /** Sets the clock; a stopped clock stays there, a running one runs on from there. */
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
