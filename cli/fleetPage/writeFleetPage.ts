import { webUrl } from "../../gitlab/settings/baseUrl";
import { plainText } from "../audit/text";
import type { Connection } from "../connection";
import type { FiguresOptions } from "../fleet";
import { withProgress } from "../progress";
import { writeOutput } from "../writeOutput";
import { cleaned } from "../cleaned";
import { fleetPage } from "./fleetPage";
import { readFleet } from "./readFleet";
import { scopeOf, titleOf } from "./scope";

/** Reads a fleet and writes its page. */
export async function writeFleetPage(
  connection: Connection,
  options: FiguresOptions,
): Promise<void> {
  const { since, limit, top: topProjects, html: file } = options;
  const window = { since, until: Date.now(), limit, topProjects };
  const read = await withProgress((report) => readFleet(connection, options, window, report));
  const url = webUrl(connection.apiUrl);
  const { host, pathname } = new URL(url);
  const clean = (text: string): string => plainText(connection.redacted(text));
  const context = {
    title: clean(titleOf(options, `${host}${pathname.replace(/\/$/, "")}`)),
    scope: clean(scopeOf(options)),
    limit,
    // GitLab lists all runners to administrators only.
    pages: { url, isAdmin: options.all === true },
  };
  const page = await fleetPage(cleaned(read, clean), context);
  writeOutput(page, file === true ? undefined : file);
}
