import * as pulumi from "@pulumi/pulumi";
import { type Attributes, DEFAULTS, type DeclaredRunner } from "../../functions/declaredRunner";
import type { Runner } from "../runner";

/** Unknown while an argument is, but not for want of an id. */
export function declaredRunner(runner: Runner): pulumi.Output<DeclaredRunner> {
  const { declared } = runner;
  const { runnerType, description, tagList, runUntagged, accessLevel, paused } = declared;
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- who still registers is understood
  const isMade = runnerType !== undefined || declared.registrationToken !== undefined;
  return pulumi
    .all([
      knownId(runner),
      declared.runnerId,
      { runnerType, description, tagList, runUntagged, accessLevel, paused },
    ])
    .apply(([id, runnerId, given]) => ({
      id: id ?? (runnerId === undefined ? undefined : String(runnerId)),
      attributes: { ...(isMade && DEFAULTS), ...withoutUndefined(given as Partial<Attributes>) },
    }));
}

/** In a preview a runner that is to be made has no id yet, and an apply on it is never called. */
async function knownId({ id }: Runner): Promise<string | undefined> {
  const { isKnown } = id as unknown as { isKnown: Promise<boolean> };
  if (!(await isKnown)) return undefined;
  return new Promise((resolve) => {
    id.apply(resolve);
  });
}

function withoutUndefined<T extends object>(values: T): Partial<T> {
  return Object.fromEntries(
    Object.entries(values).filter(([, value]) => value !== undefined),
  ) as Partial<T>;
}
