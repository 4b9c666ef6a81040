import { InvalidArgumentError } from "commander";

import { writeOutput } from "../writeOutput";
import { codeQualityReport, folderInRepository } from "./formats/codequality";
import { htmlReport } from "./formats/html";
import { jsonReport } from "./formats/json";
import { junitReport } from "./formats/junit";
import { markdownReport } from "./formats/markdown";
import type { AuditReport } from "./report";

type Format = (report: AuditReport) => string | Promise<string>;

const FORMATS = {
  markdown: markdownReport,
  html: htmlReport,
  json: jsonReport,
  junit: junitReport,
  codequality: (report) =>
    codeQualityReport(report, folderInRepository(process.env["CI_PROJECT_DIR"])),
} as const satisfies Record<string, Format>;

/** A format and where it goes; standard output without a file. */
export interface Destination {
  readonly format: keyof typeof FORMATS;
  readonly file: string | undefined;
}

/** Adds `FORMAT` or `FORMAT=FILE` to those that came before. */
export function destination(text: string, before: Destination[] = []): Destination[] {
  const [name = "", ...rest] = text.split("=");
  const format = (Object.keys(FORMATS) as (keyof typeof FORMATS)[]).find((each) => each === name);
  const path = text.includes("=") ? rest.join("=") : "-";
  const file = path === "-" ? undefined : path;
  if (format === undefined || file === "") {
    throw new InvalidArgumentError(
      `Give FORMAT or FORMAT=FILE. The formats are ${Object.keys(FORMATS).join(", ")}.`,
    );
  }
  if (file === undefined && before.some((each) => each.file === undefined)) {
    throw new InvalidArgumentError(
      "Only one format can go to standard output: give FORMAT=FILE for the others.",
    );
  }
  return [...before, { format, file }];
}

/** @throws {ConfigurationError} when a file cannot be written. */
export async function writeReport(
  report: AuditReport,
  { format, file }: Destination,
): Promise<void> {
  writeOutput(await FORMATS[format](report), file);
}
