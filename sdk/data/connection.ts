import * as pulumi from "@pulumi/pulumi";
import { FunctionError } from "../../functions/functionError";
import { GitLabError } from "../../gitlab";
import { type Connection, connect } from "../../gitlab/connection";
import { PROVIDER_NAME } from "../../gitlab/settings/keys";
import { readSettings } from "../../gitlab/settings/settings";
import { stackConfiguration } from "../configuration";
import { requireKnownKeys } from "../knownKeys";
import { printable } from "../../gitlab/text/shown";
import { Provider } from "../provider";
import { providerBy } from "../providerOf";
import { runError } from "../runError";

/** The GitLab that a data function reads. */
export interface DataOptions {
  /** An explicit provider. By default, the stack's configuration and the environment count. */
  provider?: pulumi.ProviderResource | undefined;
  /** A resource, such as a component. Without `provider`, the provider of this resource counts. */
  parent?: pulumi.Resource | undefined;
}

/** The options of the functions that return an Output. */
export interface DataOutputOptions extends DataOptions {
  /** The resources that must be done before the function reads GitLab. */
  dependsOn?: pulumi.Input<pulumi.Input<pulumi.Resource>[]> | pulumi.Input<pulumi.Resource>;
}

/** The keys of a provider of its own; undefined for the stack's configuration. */
type Configuration = Readonly<Record<string, string>> | undefined;

const connections = new Map<string, Connection>();

/** One connection for all that asks the same GitLab with the same credential. */
function connectionOf(configuration: Configuration): Connection {
  if (configuration === undefined) requireKnownKeys();
  const config = configuration ? (key: string) => configuration[key] : stackConfiguration;
  const provider = configuration?.[PROVIDER_NAME];
  const settings = readSettings({ config, environment: process.env, provider });
  const key = JSON.stringify(settings);
  const connection = connections.get(key) ?? connect(settings, say);
  connections.set(key, connection);
  return connection;
}

function say(line: string): void {
  void pulumi.log.warn(printable(line));
}

/** The configuration of a provider, without making a secret of all that is asked by it. */
function configurationOf(options: DataOptions): pulumi.Output<Configuration> {
  const provider = providerBy(options);
  if (provider === undefined) return pulumi.output<Configuration>(undefined);
  if (!Provider.isInstance(provider)) {
    throw runError("the provider of a data function must be a Provider of pulumi-gitlab-runners");
  }
  return pulumi.unsecret(pulumi.output(provider.configuration));
}

async function answer<Result>(
  configuration: Configuration,
  question: (connection: Connection) => Promise<Result>,
): Promise<Result> {
  try {
    return await question(connectionOf(configuration));
  } catch (error) {
    throw shownError(error);
  }
}

/** A refusal is shown without a stack trace of ours, which would say nothing to a user. */
export function shownError(error: unknown): unknown {
  if (error instanceof FunctionError) return runError(error.message);
  return error instanceof GitLabError ? runError(error.message, { cause: error }) : error;
}

/** Asks GitLab for a Promise. */
export async function ask<Result>(
  options: DataOptions = {},
  question: (connection: Connection) => Promise<Result>,
): Promise<Result> {
  if (providerBy(options) === undefined) return answer(undefined, question);
  const configuration = configurationOf(options);
  return new Promise((resolve, reject) => {
    // A provider whose configuration is not known before the apply never gets here.
    configuration.apply((known) => {
      answer(known, question).then(resolve, reject);
    });
  });
}

/**
 * Asks GitLab for an Output: unknown while an argument or the provider is, secret where an argument
 * is, and dependent on what it was given.
 */
export function askOutput<Args, Result>(
  args: pulumi.Input<Args>,
  options: DataOutputOptions | undefined,
  question: (connection: Connection, args: pulumi.Unwrap<Args>) => Promise<Result>,
): pulumi.Output<Result> {
  const before = pulumi.output(options?.dependsOn ?? []).apply(done);
  const all = pulumi.all([args, configurationOf(options ?? {}), before]);
  // Unwrapping is for values that may hold Outputs; what GitLab answers holds none.
  return all.apply<unknown>(([known, configuration]) =>
    answer(configuration, (connection) => question(connection, known)),
  ) as pulumi.Output<Result>;
}

/** Known once the resources are there: in a preview not for one that is to be made. */
function done(resources: unknown): pulumi.Output<unknown> {
  const list = [resources].flat() as pulumi.Resource[];
  return pulumi.output(
    list.map((resource) =>
      pulumi.CustomResource.isInstance(resource) ? resource.id : resource.urn,
    ),
  );
}
