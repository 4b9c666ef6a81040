/** From here on, in seconds, jobs wait long. */
export const LONG_WAIT = 600;
