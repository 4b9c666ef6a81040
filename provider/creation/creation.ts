import type { RunnerAttributes, RunnerRegistrationPayload } from "../../gitlab";
import type { RunnerInputs } from "../runner/runnerArguments";
import type { Origin } from "../runner/runnerMapping";
import type { Properties, Resource } from "../values/operation";

/** What the state keeps about a runner and GitLab does not show. */
export type Kept = Properties & { readonly __origin: Origin };

/** A runner to create. */
export interface Creation {
  readonly resource: Resource;
  readonly values: Partial<RunnerInputs> & Properties;
  readonly kept: Kept;
  /** Sends the request for it, with this note instead of the declared one. */
  readonly send: (
    note: Pick<RunnerAttributes, "maintenance_note">,
  ) => Promise<RunnerRegistrationPayload>;
}
