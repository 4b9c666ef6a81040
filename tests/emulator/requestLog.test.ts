import { stoppedClock } from "../../emulator/clock";
import { RequestLog } from "../../emulator/http/requestLog";
import { NOW } from "./helpers";

const MOST = 50_000;

describe("the log of requests", () => {
  const log = new RequestLog(stoppedClock(NOW));
  const serve = (count: number, query = ""): void => {
    for (let index = 0; index < count; index += 1)
      log.start("GET", new URL(`http://127.0.0.1/api/v4/runners/${index}${query}`));
  };
  beforeEach(() => {
    log.clear();
  });

  test("keeps so many, and refuses to pass for whole when it is not", () => {
    serve(MOST);
    expect(log.all()).toHaveLength(MOST);
    serve(3);
    expect(log.dropped).toBe(3);
    expect(() => log.all()).toThrow("The log has dropped the 3 oldest requests");
    expect(log.newest()).toHaveLength(MOST);
    expect(log.newest()[0]?.path).toBe("/api/v4/runners/3");
    expect(log.newest().at(-1)?.path).toBe("/api/v4/runners/2");

    log.clear();
    serve(1);
    expect(log.dropped).toBe(0);
    expect(log.all()).toHaveLength(1);
  });

  test("keeps fewer of long ones", () => {
    serve(1100, `?search=${"x".repeat(16_000)}`);
    const characters = log.newest().reduce((sum, { path }) => sum + path.length, 0);
    expect(characters).toBeLessThanOrEqual(16 * 1024 * 1024);
    expect(log.newest().length).toBeGreaterThan(1000);
    expect(log.newest()).toHaveLength(1100 - log.dropped);
  });
});
