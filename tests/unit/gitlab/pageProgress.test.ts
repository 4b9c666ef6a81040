import { mostPages } from "../../../gitlab/pages/pageReading";
import { PageProgress, RowProgress } from "../../../gitlab/pages/pageProgress";

test("a stream of rows that are always new ends at the most pages, however quickly they come", () => {
  const progress = new PageProgress("list the jobs of runner 7", 10_000);
  for (let page = 1; page <= 10_000; page += 1) progress.take(true);
  expect(() => {
    progress.take(true);
  }).toThrow(
    "cannot list the jobs of runner 7: GitLab sends more than 10000 pages, so the list does not end",
  );
});

test("a list whose rows are always new ends at the most pages", () => {
  const progress = new RowProgress("list all runners", 2000);
  for (let page = 1; page <= 2000; page += 1) progress.take([{ id: page }]);
  expect(() => {
    progress.take([{ id: 2001 }]);
  }).toThrow("cannot list all runners: GitLab sends more than 2000 pages");
});

test("pages with nothing new may come between those with something", () => {
  const progress = new PageProgress("list all runners", 1000);
  for (let page = 1; page <= 1000; page += 1) progress.take(page % 21 === 0);
});

test.each([
  [Infinity, 10],
  [5, 10],
  [999, 11],
  [10_000, 101],
])("a limit of %s allows %s pages where 10 are the most", (limit, pages) => {
  expect(mostPages(10, limit)).toBe(pages);
});
