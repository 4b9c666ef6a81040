import type { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { printable } from "../gitlab/text/shown";
import { DELIVERIES, type DataFunction, type Delivery, FUNCTIONS } from "../functions";
import { type Properties, plain } from "../provider/values/operation";
import { RESULT_NAMES } from "./functionResults";
import type { PluginProcess } from "./pluginProcess";
import { received, sent } from "./wireProperties";

const PREFIX = "gitlab-runners:index:";

/**
 * Calls a function for a program in any language.
 *
 * @param type - its token in the schema, `gitlab-runners:index:getRunner`.
 * @throws {FunctionError} that names every argument that is wrong; {GitLabError} for GitLab's refusal.
 */
export async function invoke(
  process: PluginProcess,
  type: string,
  struct: Struct | undefined,
): Promise<Struct> {
  const name = type.startsWith(PREFIX) ? type.slice(PREFIX.length) : "";
  const args = withoutNulls(received(struct).values) as Properties;
  const read = named<DataFunction>(FUNCTIONS, name);
  if (read) return sent(asObject(name, await read.run({ ...process.context() }, args)));
  const write = named<Delivery>(DELIVERIES, name);
  if (write) return sent({ text: await deliver(process, write, args) }, ["text"]);
  throw new Error(`there is no function ${printable(type)}`);
}

/** Options of what is written stand beside the process, or beside the runner. */
function deliver(process: PluginProcess, delivery: Delivery, args: Properties): Promise<string> {
  const { options, ...given } = args;
  return delivery.run(
    { form: delivery.form, process: given, options },
    () => process.context().settings.transport.apiUrl,
  );
}

/** For Pulumi the result of a function is an object. */
function asObject(name: string, result: unknown): Properties {
  const property = named<string>(RESULT_NAMES, name);
  return plain(property === undefined ? (result as object) : { [property]: result });
}

/** Languages without undefined give null for what is left out. */
function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, member]) => member !== null)
      .map(([name, member]) => [name, withoutNulls(member)]),
  );
}

function named<Value>(table: Readonly<Record<string, Value>>, name: string): Value | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}
