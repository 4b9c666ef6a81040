import { namedId } from "../../gitlab/text/namedId";

export type NamespaceKind = "group" | "project";

interface Project {
  readonly id: number;
  readonly path_with_namespace: string;
}

/** The full paths of groups and projects that replies named, so that messages name them without a request. */
export class NamespacePaths {
  readonly #paths: Readonly<Record<NamespaceKind, Map<number, string>>> = {
    group: new Map(),
    project: new Map(),
  };

  noteGroup<Group extends { readonly id: number; readonly full_path: string }>(
    group: Group,
  ): Group {
    this.#paths.group.set(group.id, group.full_path);
    return group;
  }

  noteProject<Noted extends Project>(project: Noted): Noted {
    this.#paths.project.set(project.id, project.path_with_namespace);
    return project;
  }

  /** Notes the projects of a runner. */
  noteRunner<Runner extends { readonly projects?: readonly Project[] | undefined }>(
    runner: Runner,
  ): Runner {
    runner.projects?.forEach((project) => this.noteProject(project));
    return runner;
  }

  pathOf(kind: NamespaceKind, id: number): string | undefined {
    return this.#paths[kind].get(id);
  }

  /** `project acme/site (8)`; `project 8` while no reply has named its path. */
  named(kind: NamespaceKind, id: number): string {
    return `${kind} ${namedId(id, this.pathOf(kind, id))}`;
  }
}
