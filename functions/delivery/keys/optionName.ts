/**
 * The name of a key among the options, in camelCase: `pull_policy` is `pullPolicy`, `tls-ca-file`
 * `tlsCaFile`, `RoleARN` `roleArn`.
 */
export function optionName(key: string): string {
  const words = key.match(/[A-Z]+(?![a-z])|[A-Z]?[a-z0-9]+/g) ?? [];
  return words
    .map((word) => word.toLowerCase())
    .map((word, index) => (index === 0 ? word : word.charAt(0).toUpperCase() + word.slice(1)))
    .join("");
}
