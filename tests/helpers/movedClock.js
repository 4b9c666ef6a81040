// Preloaded by a process of the engine: its clock runs ahead by so many milliseconds. Waits and limits,
// which go by the monotonic clock and by timers, are as they are.
const ahead = Number(process.env.CLOCK_AHEAD_MS);
const RealDate = Date;

globalThis.Date = class Date extends RealDate {
  constructor(...parts) {
    if (parts.length === 0) super(RealDate.now() + ahead);
    else super(...parts);
  }

  static now() {
    return RealDate.now() + ahead;
  }
};
