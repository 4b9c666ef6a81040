import { plainText } from "../audit/text";
import type { Connection } from "../connection";
import type { FiguresOptions } from "../fleet";
import { withProgress } from "../progress";
import { writeOutput } from "../writeOutput";
import { cleaned } from "./cleaned";
import { fleetPage } from "./fleetPage";
import { readFleet } from "./readFleet";
import { scopeOf } from "./scope";

/** Reads a fleet and writes its page. */
export async function writeFleetPage(
  connection: Connection,
  options: FiguresOptions,
): Promise<void> {
  const { since, limit, top: topProjects, html: file } = options;
  const window = { since, until: Date.now(), limit, topProjects };
  const read = await withProgress((report) => readFleet(connection, options, window, report));
  const { host, pathname } = new URL(connection.apiUrl);
  const clean = (text: string): string => plainText(connection.redacted(text));
  const context = {
    gitlab: `${host}${pathname.replace(/\/api\/v4$/, "")}`,
    scope: clean(scopeOf(options)),
    limit,
  };
  const page = await fleetPage(cleaned(read, clean), context);
  writeOutput(page, file === true ? undefined : file);
}
