import type { Instance } from "../instance";

/** A list of runners as a replica of the database gives it that is behind; another answer as it is. */
export async function asOfReplica(
  answer: Response,
  behindMs: number,
  { clock, store }: Instance,
): Promise<Response> {
  const listed: unknown = answer.status === 200 ? await answer.clone().json() : undefined;
  if (!Array.isArray(listed)) return answer;
  const newest = clock.now().getTime() - behindMs;
  const young = new Set(
    store.runners
      .all()
      .filter(({ created_at }) => Date.parse(created_at) > newest)
      .map(({ id }) => id),
  );
  const shown = (listed as { id: number }[]).filter(({ id }) => !young.has(id));
  return new Response(JSON.stringify(shown), answer);
}
