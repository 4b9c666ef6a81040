/** What became of each of several projects. */
export interface Outcomes<T> {
  readonly done: ReadonlyMap<number, T>;
  readonly failed: ReadonlyMap<number, Error>;
}

/** Does something for each project, as many at once as the transport lets through. */
export async function each<T>(
  projects: readonly number[],
  act: (project: number) => Promise<T>,
): Promise<Outcomes<T>> {
  const done = new Map<number, T>();
  const failed = new Map<number, Error>();
  await Promise.all(
    projects.map(async (project) => {
      try {
        done.set(project, await act(project));
      } catch (error) {
        failed.set(project, error as Error);
      }
    }),
  );
  return { done, failed };
}
