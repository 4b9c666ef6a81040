import type { dynamic } from "@pulumi/pulumi";

/** What the engine sends and stores: plain JSON. */
export type Properties = Record<string, unknown>;

/**
 * The operations of a dynamic resource, as the engine calls them.
 * @see https://www.pulumi.com/docs/iac/concepts/providers/dynamic-providers/
 */
export interface ResourceHandler {
  /** Validates the inputs and fills in defaults, in preview and before an apply. */
  check(olds: Properties, news: Properties): Promise<dynamic.CheckResult<Properties>>;
  /** Compares the stored outputs with checked inputs. */
  diff(id: string, olds: Properties, news: Properties): Promise<dynamic.DiffResult>;
  create(inputs: Properties): Promise<dynamic.CreateResult<Properties>>;
  /** Reads what GitLab has; a result without id says that it is gone. */
  read(id: string, state: Properties): Promise<dynamic.ReadResult<Properties>>;
  update(id: string, olds: Properties, news: Properties): Promise<dynamic.UpdateResult<Properties>>;
  delete(id: string, state: Properties): Promise<void>;
}

/** What crosses to the engine: no undefined, no Date, nothing that its wire format cannot hold. */
export function toWire(value: object): Properties {
  return JSON.parse(JSON.stringify(value)) as Properties;
}
