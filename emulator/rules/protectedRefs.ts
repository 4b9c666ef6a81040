import type { Job, Project } from "../store/records";

/** GitLab protects the default branch of a new project. */
export const PROTECTED_BRANCHES = ["main"];

/** Whether a ref is protected in a project, by its name or by a wildcard. */
export function isProtected({ ref, tag }: Pick<Job, "ref" | "tag">, project: Project): boolean {
  // A file of state that an older version wrote does not have them.
  const names = tag ? project.protected_tags : (project.protected_branches ?? PROTECTED_BRANCHES);
  return (names ?? []).some((name) => matches(name, ref));
}

/** `*` stands for any text, as in GitLab's app/models/ref_matcher.rb. */
function matches(name: string, ref: string): boolean {
  const parts = name.split("*");
  const [first = "", ...others] = parts;
  const last = others.pop();
  if (last === undefined) return name === ref;
  if (!ref.startsWith(first) || !ref.endsWith(last)) return false;
  let at = first.length;
  for (const part of others) {
    const found = ref.indexOf(part, at);
    if (found === -1) return false;
    at = found + part.length;
  }
  return at <= ref.length - last.length;
}
