import { isIPv4 } from "node:net";
import { FunctionError } from "../functionError";
import { optionName } from "./keys/optionName";
import { type TomlTable, type TomlValue, isTomlTable } from "./keys/readKeys";
import type { YamlValue } from "./yamlText";

type Values = Record<string, YamlValue>;

/** A value of the chart, or what the key must be for the chart to have one. */
type Written = Values | string;

/*
 * The Helm chart gitlab/gitlab-runner writes the global section of config.toml itself, from values of
 * its own, in templates/configmap.yaml.
 */
const CHART: Readonly<Record<string, (value: TomlValue) => Written>> = {
  concurrent: (value) => number("concurrent", value),
  check_interval: (value) => number("checkInterval", value),
  shutdown_timeout: (value) => number("shutdown_timeout", value),
  log_level: (value) => text("logLevel", value),
  log_format: (value) => text("logFormat", value),
  sentry_dsn: (value) => text("sentryDsn", value),
  connection_max_age: (value) => text("connectionMaxAge", value),
  listen_address(value) {
    const port = portOfAll(value);
    return port === undefined
      ? "must be a port of all addresses, such as :9252"
      : { metrics: { enabled: true, port } };
  },
};

const SESSION_SERVER: Readonly<Record<string, (value: TomlValue) => Written>> = {
  session_timeout: (value) => number("timeout", value),
  listen_address(value) {
    const port = portOfAll(value);
    return port === undefined
      ? "must be a port of all addresses, such as :8093"
      : { internalPort: port };
  },
  advertise_address(value) {
    const [, host = "", port] = /^([a-z0-9.-]+)(?::(\d{1,5}))?$/i.exec(textOf(value)) ?? [];
    // The chart writes it without quotes: what YAML takes for a number or a constant has no two dots.
    return isIPv4(host) || /[a-z].*\.|\..*[a-z]/i.test(host)
      ? { publicIP: host, ...(port !== undefined && { externalPort: Number(port) }) }
      : "must be an IPv4 address or the full name of a host, with or without a port";
  },
};

/**
 * The chart's values of the global section of config.toml.
 *
 * @param global - in gitlab-runner's spelling.
 * @throws FunctionError that names each key that the chart has no value for.
 */
export function chartGlobals({ session_server: sessions, ...global }: TomlTable): Values {
  const problems: string[] = [];
  const values = valuesOf("", CHART, global, problems);
  if (isTomlTable(sessions) && sessions["listen_address"] !== undefined) {
    const server = valuesOf("sessionServer.", SESSION_SERVER, sessions, problems);
    values["sessionServer"] = { enabled: true, ...server };
  }
  if (problems.length > 0) throw new FunctionError(`helmValues: ${problems.join("; ")}`);
  return values;
}

function valuesOf(
  prefix: string,
  chart: typeof CHART,
  table: TomlTable,
  problems: string[],
): Values {
  const values: Values = {};
  for (const [key, value] of Object.entries(table)) {
    const written = chart[key]?.(value) ?? "has no value in the Helm chart: leave it out";
    if (typeof written === "string") problems.push(`${prefix}${optionName(key)} ${written}`);
    else Object.assign(values, written);
  }
  return values;
}

const FIRST_WITH_EXPONENT = 1_000_000;

/** Helm reads a number as a floating-point one, and writes that of a million as 1e+06. */
function number(name: string, value: TomlValue): Written {
  if (typeof value !== "number") return "must be a number";
  return { [name]: value < FIRST_WITH_EXPONENT ? value : String(value) };
}

/** The chart writes these between quotes of TOML, some of them as they are. One may be a credential. */
function text(name: string, value: TomlValue): Written {
  return typeof value === "string" && /^[^"\\\p{C}]*$/u.test(value)
    ? { [name]: value }
    : "must have no quote, backslash or control character for the Helm chart";
}

/** The port of `:9252`, `0.0.0.0:9252` or `[::]:9252`. */
function portOfAll(value: TomlValue): number | undefined {
  const [, port] = /^(?:0\.0\.0\.0|\[::\])?:(\d{1,5})$/.exec(textOf(value)) ?? [];
  return port === undefined ? undefined : Number(port);
}

function textOf(value: TomlValue): string {
  return typeof value === "string" ? value : "";
}
