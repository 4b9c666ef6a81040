import { type GitLabClient, UnexpectedReplyError, createGitLabClient } from "../../gitlab";
import type { JobPayload } from "../../gitlab/payloads/schemas";
import { type LoopbackServer, answerJson, optionsTo, serve } from "../helpers/server";

const runner = (id: number): object => ({
  id,
  paused: false,
  is_shared: true,
  runner_type: "instance_type",
  status: "online",
});

const job = (id: number): object => ({
  id,
  status: "success",
  stage: "test",
  name: "test",
  ref: "main",
  tag: false,
  allow_failure: false,
  created_at: "2026-01-01T00:00:00Z",
  web_url: "https://gitlab.example.com/jobs/1",
});

/** So many ids from one on, downwards. */
const down = (from: number, count: number): number[] =>
  Array.from({ length: count }, (_, index) => from - index);

interface Answer {
  readonly ids: readonly number[];
  readonly headers: Record<string, string>;
}

describe("a list whose pages do not end", () => {
  let server: LoopbackServer;
  let requests = 0;
  /** What the server answers, by the number of the page, or of the request where there is none. */
  let answer: (page: number) => Answer;
  let client: GitLabClient;

  beforeAll(async () => {
    server = await serve(({ url = "" }, response) => {
      requests += 1;
      const { pathname, searchParams } = new URL(url, "http://x");
      const { ids, headers } = answer(Number(searchParams.get("page") ?? requests));
      const row = pathname.endsWith("/jobs") ? job : runner;
      answerJson(response, ids.map(row), 200, headers);
    });
    client = createGitLabClient({ ...optionsTo(server.url), retries: 0 });
  });
  beforeEach(() => {
    requests = 0;
  });
  afterAll(() => server.close());

  const list = (limit?: number): Promise<unknown[]> =>
    client.listRunners({ of: "instance" }, {}, { limit });

  const jobs = async (limit?: number, sort?: "asc" | "desc"): Promise<JobPayload[]> => {
    const read: JobPayload[] = [];
    for await (const each of client.iterateRunnerJobs(7, { sort }, { limit })) read.push(each);
    return read;
  };

  async function expectRefused(reading: Promise<unknown>, reason: RegExp): Promise<void> {
    const failure: unknown = await reading.catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(UnexpectedReplyError);
    expect(String(failure)).toMatch(reason);
    expect(String(failure)).toMatch(/cannot list .*Is a proxy in between\?/);
  }

  const nextPage = (page: number): Record<string, string> => ({ "x-next-page": `${page + 1}` });
  const cursor = (value: string | number): Record<string, string> => ({
    link: `<http://gitlab.example.com/jobs?cursor=${value}>; rel="next"`,
  });

  describe("by number", () => {
    test("the same rows again and again are refused at once", async () => {
      answer = (page) => ({ ids: [2, 1], headers: nextPage(page) });
      await expectRefused(list(), /the rows of an earlier page again/);
      expect(requests).toBe(2);
      await expectRefused(list(100), /the rows of an earlier page again/);
    });

    test("the pages of some time ago again are refused at once", async () => {
      answer = (page) => ({ ids: down(300 - (page % 3) * 100, 100), headers: nextPage(page) });
      await expectRefused(list(), /the rows of an earlier page again/);
      expect(requests).toBe(4);
    });

    test.each<[string, number[]]>([
      ["no rows", []],
      ["one row that comes again", [1]],
    ])("%s, and a next page for ever", async (_, ids) => {
      answer = (page) => ({ ids, headers: nextPage(page) });
      await expectRefused(list(), /21 pages in a row with nothing new/);
      expect(requests).toBeLessThan(30);
    });

    test.each(["2", "1000"])("a total of %s pages that all are the same", async (pages) => {
      answer = () => ({ ids: [2, 1], headers: { "x-total-pages": pages, "x-total": "99999" } });
      await expectRefused(list(), /the rows of an earlier page again/);
      expect(requests).toBeLessThan(110);
    });

    test("a total of pages of which most are empty", async () => {
      answer = (page) => ({ ids: page === 1 ? [1] : [], headers: { "x-total-pages": "1999" } });
      await expectRefused(list(), /21 pages in a row with nothing new/);
      expect(requests).toBeLessThan(110);
    });

    test("more rows in a page than were asked for", async () => {
      answer = () => ({ ids: down(100_000, 100_000), headers: {} });
      await expectRefused(list(), /at the reply itself: expected 100 rows at most/);
    });

    test("matters not to who asks for less of it", async () => {
      answer = (page) => ({ ids: down(1_000_000 - page * 100, 100), headers: nextPage(page) });
      expect(await list(250)).toHaveLength(250);
      expect(requests).toBe(3);
    });

    test("is none that has more pages than were counted", async () => {
      answer = (page) => ({
        ids: [page],
        headers: { "x-total-pages": "2", ...(page < 4 ? nextPage(page) : { "x-next-page": "" }) },
      });
      expect(await list()).toHaveLength(4);
    });

    test("is none that has a runner once for each of its managers", async () => {
      const ids = [...down(120, 20), ...Array.from({ length: 500 }, () => 100), ...down(99, 9)];
      answer = (page) => ({
        ids: ids.slice((page - 1) * 100, page * 100),
        headers: page < 6 ? nextPage(page) : {},
      });
      expect(await list()).toHaveLength(ids.length);
    });
  });

  describe("by cursor", () => {
    test("two cursors by turns", async () => {
      answer = (page) => ({
        ids: page % 2 === 0 ? [4, 3] : [2, 1],
        headers: cursor(page % 2 === 0 ? "a" : "b"),
      });
      await expectRefused(jobs(), /at 0.id: expected an id below 1/);
      expect(requests).toBe(2);
    });

    test("the same rows under cursors that are always new", async () => {
      answer = (page) => ({ ids: [2, 1], headers: cursor(page) });
      await expectRefused(jobs(), /at 0.id: expected an id below 1/);
      await expectRefused(jobs(10, "asc"), /at 1.id: expected an id above 2/);
    });

    test("no rows, and cursors that are always new", async () => {
      answer = (page) => ({ ids: [], headers: cursor(page) });
      await expectRefused(jobs(), /21 pages in a row with nothing new/);
      expect(requests).toBe(21);
    });

    test("more rows in a page than were asked for", async () => {
      answer = () => ({ ids: down(100_000, 100_000), headers: {} });
      await expectRefused(jobs(), /at the reply itself: expected 100 rows at most/);
    });

    test("matters not to who asks for less of it", async () => {
      answer = (page) => ({ ids: down(1_000_000 - page * 100, 100), headers: cursor(page) });
      expect(await jobs(250)).toHaveLength(250);
      expect(requests).toBe(3);
    });

    test("is refused quickly where its link is nothing but signs", async () => {
      answer = () => ({ ids: [1], headers: { link: "<".repeat(12_000) } });
      expect(await jobs()).toHaveLength(1);
    });
  });
});
