import { withSignal } from "../api/operationSignal";
import type { Properties, ResourceHandler } from "./resourceHandler";

/** The operations that a resource's `customTimeouts` can bound. */
type Operation = "create" | "update" | "delete";

const UNIT_MS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/**
 * Has a resource's operations keep to its `customTimeouts`: the engine does not tell a dynamic
 * provider of them, so the program's class gives them as an input of its own.
 */
export function withTimeouts(handler: ResourceHandler): ResourceHandler {
  const keep = (from: Properties): Properties =>
    from["__timeouts"] === undefined ? {} : { __timeouts: from["__timeouts"] };
  return {
    ...handler,
    async check(olds, news) {
      const result = await handler.check(olds, news);
      return { ...result, inputs: { ...result.inputs, ...keep(news) } };
    },
    async create(inputs) {
      const result = await bounded("create", inputs, () => handler.create(inputs));
      return { ...result, outs: { ...result.outs, ...keep(inputs) } };
    },
    async read(id, state) {
      const result = await handler.read(id, state);
      return result.props ? { ...result, props: { ...result.props, ...keep(state) } } : result;
    },
    async update(id, olds, news) {
      const result = await bounded("update", news, () => handler.update(id, olds, news));
      return { ...result, outs: { ...result.outs, ...keep(news) } };
    },
    async delete(id, state) {
      await bounded("delete", state, () => handler.delete(id, state));
    },
  };
}

async function bounded<Result>(
  operation: Operation,
  properties: Properties,
  work: () => Promise<Result>,
): Promise<Result> {
  const given = (properties["__timeouts"] as Record<string, unknown> | undefined)?.[operation];
  const timeoutMs = milliseconds(given);
  if (timeoutMs === undefined) return work();
  const controller = new AbortController();
  const timer = setTimeout(() => {
    controller.abort();
  }, timeoutMs);
  try {
    return await withSignal(controller.signal, work);
  } catch (error) {
    if (controller.signal.aborted && error instanceof Error) {
      error.message += `. The resource's customTimeouts allow ${String(given)} to ${operation} it`;
    }
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

/** Of a duration in the engine's form, `1h30m` or `40s`; the engine has refused any other. */
function milliseconds(duration: unknown): number | undefined {
  if (typeof duration !== "string") return undefined;
  const parts = [...duration.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h)/g)];
  if (parts.length === 0) return undefined;
  return parts.reduce(
    (sum, [, count, unit]) => sum + Number(count) * (UNIT_MS[unit ?? ""] ?? 0),
    0,
  );
}
