import { emphasised, note, noteStyled, printStyled, setColour } from "../../../cli/terminal";

/** What is written to a stream that is a terminal, or none. */
function written(to: "stdout" | "stderr", isTerminal: boolean, write: () => void): string {
  const stream = process[to];
  const { isTTY, columns } = stream;
  const texts: string[] = [];
  const spy = jest.spyOn(stream, "write").mockImplementation((text) => {
    texts.push(String(text));
    return true;
  });
  Object.assign(stream, { isTTY: isTerminal, columns: 40 });
  try {
    write();
  } finally {
    Object.assign(stream, { isTTY, columns });
    spy.mockRestore();
  }
  return texts.join("");
}

describe("words are emphasised", () => {
  const BOLD = "\u001b[1mID\u001b[22m\n";
  const shown = (): string[] =>
    [true, false].flatMap((isTerminal) => [
      written("stdout", isTerminal, () => {
        printStyled(emphasised("ID"));
      }),
      written("stderr", isTerminal, () => {
        noteStyled(emphasised("ID"));
      }),
    ]);
  const { NO_COLOR } = process.env;
  beforeEach(() => {
    delete process.env["NO_COLOR"];
  });
  afterEach(() => {
    setColour("auto");
    if (NO_COLOR !== undefined) process.env["NO_COLOR"] = NO_COLOR;
  });

  test("where the stream that they go to is a terminal", () => {
    expect(shown()).toEqual([BOLD, BOLD, "ID\n", "ID\n"]);
    process.env["NO_COLOR"] = "1";
    expect(shown()).toEqual(["ID\n", "ID\n", "ID\n", "ID\n"]);
    delete process.env["NO_COLOR"];
  });

  test("everywhere, or nowhere, where the user wants that", () => {
    setColour("always");
    expect(shown()).toEqual([BOLD, BOLD, BOLD, BOLD]);
    setColour("never");
    expect(shown()).toEqual(["ID\n", "ID\n", "ID\n", "ID\n"]);
  });
});

test("a note goes on in further lines where standard error is a terminal of fewer columns", () => {
  const line = "GitLab did not say which runners of acme/products/shop are paused.";
  const noted = (isTerminal: boolean): string =>
    written("stderr", isTerminal, () => {
      note(line);
    });
  expect(noted(true)).toBe(
    "GitLab did not say which runners of\n    acme/products/shop are paused.\n",
  );
  expect(noted(false)).toBe(`${line}\n`);
});
