import { describedWithExamples, docsOf } from "./docs";
import { membersOfExported } from "./members";
import { withSecrets } from "./secrets";
import type { PropertySpec, ResourceSpec } from "./spec";
import { PACKAGE } from "./tokens";
import type { TypeReader } from "./typeReader";

/** The variables of the environment that count where a key is not set. */
const ENVIRONMENT: Readonly<Record<string, string>> = {
  token: "GITLAB_TOKEN",
  baseUrl: "GITLAB_BASE_URL",
  earlyAuthCheck: "GITLAB_EARLY_AUTH_CHECK",
};

/** The provider, whose inputs are the keys of the configuration, too. */
export function provider(reader: TypeReader): ResourceSpec {
  const { sources } = reader;
  const inputs = reader.properties(membersOfExported(sources, "ProviderArgs"), "input");
  const secrets = sources.texts("sdk/provider.ts", "SECRET_KEYS");
  const entries = Object.entries(withSecrets(inputs, secrets)).map(([name, spec]) => {
    const variable = ENVIRONMENT[name];
    const property = { ...spec, ...ownKeys(spec) };
    return [
      name,
      variable === undefined ? property : { ...property, defaultInfo: { environment: [variable] } },
    ] as const;
  });
  return {
    description: describedWithExamples(docsOf(sources.class("Provider"))),
    inputProperties: Object.fromEntries(entries),
  };
}

/** The engine gives a plugin the keys of its own package only, and none of `gitlab`. */
function ownKeys({ description }: PropertySpec): Pick<PropertySpec, "description"> {
  if (description === undefined) return {};
  return { description: description.replaceAll("`gitlab:", `\`${PACKAGE}:`) };
}
