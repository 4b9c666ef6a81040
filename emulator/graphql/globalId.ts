/** The models whose records have global ids here. */
export type Model = "Ci::Runner" | "Ci::RunnerManager" | "Group" | "Project" | "User";

/** `gid://gitlab/Ci::Runner/1` */
export function globalId(model: Model, id: number): string {
  return `gid://gitlab/${model}/${id}`;
}

/**
 * The id in a global id of a model.
 *
 * @throws Error in GitLab's words: app/graphql/types/global_id_type.rb.
 */
export function idOf(value: unknown, model: Model): number {
  const shown = JSON.stringify(value);
  const parts = /^gid:\/\/([\w-]+)\/([\w:]+)\/([^/?]+)(?:\?.*)?$/.exec(String(value));
  if (typeof value !== "string" || !parts) throw new Error(`${shown} is not a valid Global ID`);
  const [, app, named, id] = parts;
  if (app !== "gitlab") throw new Error(`${shown} is not a Gitlab Global ID`);
  if (named !== model) throw new Error(`${shown} does not represent an instance of ${model}`);
  return Number(id);
}
