import { KEYS, SECRET_KEYS, keyOf, type KeyName } from "../../gitlab/settings/keys";
import { describedWithExamples, docsOf } from "./docs";
import { membersOfExported } from "./members";
import { withSecrets } from "./secrets";
import type { PropertySpec, ResourceSpec } from "./spec";
import { PACKAGE } from "./tokens";
import type { TypeReader } from "./typeReader";

/** The variables of the environment that count where a key is not set; the plugin reads them itself. */
const ENVIRONMENT: Readonly<Record<string, string>> = {
  token: "GITLAB_TOKEN",
  baseUrl: "GITLAB_BASE_URL",
  earlyAuthCheck: "GITLAB_EARLY_AUTH_CHECK",
};

/** Keys of the stack's configuration that a provider of its own is not given. */
const STACK_ONLY: Readonly<Partial<Record<KeyName, PropertySpec>>> = {
  enableAutoCiSupport: {
    type: "boolean",
    description:
      "Whether GitLab's address and its certificate authorities come from the CI job if no key sets them: " +
      "from `CI_API_V4_URL` and `CI_SERVER_TLS_CA_FILE`. False by default. Key: `gitlab-runners:enableAutoCiSupport`.",
  },
};

/**
 * The keys of the stack's configuration: what a provider of its own is given, and a few more.
 *
 * @throws Error for a key that nothing describes.
 */
export function configuration({ inputProperties }: ResourceSpec): Record<string, PropertySpec> {
  const names = Object.keys(KEYS) as KeyName[];
  const stackOnly = names
    .filter((name) => keyOf(name)?.stackOnly)
    .map((name) => {
      const spec = STACK_ONLY[name];
      if (spec === undefined) throw new Error(`the schema describes no configuration ${name}`);
      return [name, spec] as const;
    });
  return { ...inputProperties, ...Object.fromEntries(stackOnly) };
}

/** The provider, whose inputs are keys of the configuration, too. */
export function provider(reader: TypeReader): ResourceSpec {
  const { sources } = reader;
  const inputs = reader.properties(membersOfExported(sources, "ProviderArgs"), "input");
  const entries = Object.entries(withSecrets(inputs, SECRET_KEYS)).map(([name, spec]) => {
    return [name, { ...spec, description: describedKey(name, spec) }] as const;
  });
  return {
    description: describedWithExamples(docsOf(sources.class("Provider"))),
    inputProperties: Object.fromEntries(entries),
  };
}

/**
 * The engine gives a plugin the keys of its own package only, and none of `gitlab`. A default taken from
 * the environment by an SDK would be an input, and so stand in the state.
 */
function describedKey(name: string, { description = "" }: PropertySpec): string {
  const variable = ENVIRONMENT[name];
  const own = description.replaceAll("`gitlab:", `\`${PACKAGE}:`);
  return variable === undefined ? own : `${own} If it is not set, \`${variable}\` counts.`;
}
