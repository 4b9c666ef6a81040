import { html } from "hono/html";

import { SharedLists } from "../../../cli/access/sharedLists";

describe("lists of a page", () => {
  const things = (count: number): { id: number }[] =>
    Array.from({ length: count }, (_, index) => ({ id: index + 1 }));
  const lists = (): SharedLists<{ id: number }> =>
    new SharedLists("runner", ({ id }) => html`<b>${id}&</b>`);
  const text = async (part: ReturnType<typeof html>): Promise<string> =>
    String(await part).replace(/\s+/g, " ");

  test("are in place up to five things", async () => {
    const shared = lists();
    expect(await text(shared.shown(things(2)))).toBe("<b>1&</b>, <b>2&</b>");
    expect(await text(shared.shown(things(5)))).toContain("<b>5&</b>");
    expect(shared.sections()).toEqual([]);
  });

  test("are shown once from there on, however many cells have them", async () => {
    const shared = lists();
    const first = await text(shared.shown(things(6)));
    expect(first).toBe('<a href="#runners-1">6 runners</a>');
    expect(await text(shared.shown(things(6)))).toBe(first);
    expect(await text(shared.shown(things(7)))).toBe('<a href="#runners-2">7 runners</a>');
    const sections = await Promise.all(shared.sections().map(text));
    expect(sections).toHaveLength(2);
    expect(sections[0]).toContain('<section id="runners-1"> <h3>6 runners</h3>');
    expect(sections[0]?.match(/<li>/g)).toHaveLength(6);
  });
});
