import type { FullKey, OwnKey } from "./keys";

/** Who has the settings: the explicit provider of this name, or else the stack's configuration. */
export interface SettingsHolder {
  readonly provider?: string | undefined;
}

/** How users call a setting: by its key, or as an argument of their provider. */
export function settingName({ provider }: SettingsHolder, key: FullKey | OwnKey): string {
  return provider === undefined ? key : `${argumentOf(key)} of the provider ${provider}`;
}

/** How users set a setting to a value, as the end of a sentence. */
export function howToSet(
  { provider }: SettingsHolder,
  key: FullKey | OwnKey,
  value: string,
): string {
  return provider === undefined
    ? `pulumi config set ${key} ${value}`
    : `give the provider ${provider} ${argumentOf(key)}: ${value}`;
}

function argumentOf(key: string): string {
  return key.slice(key.indexOf(":") + 1);
}
