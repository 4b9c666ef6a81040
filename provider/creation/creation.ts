import type { RunnerAttributes, RunnerRegistrationPayload } from "../../gitlab";
import type { RunnerInputs } from "../runner/runnerArguments";
import type { Origin } from "../runner/runnerMapping";
import type { Properties, Resource } from "../values/operation";

/** What the state holds of a runner and GitLab doesn't show. */
export type Kept = Properties & { readonly __origin: Origin };

/** A runner that is to be created. */
export interface Creation {
  readonly resource: Resource;
  readonly values: Partial<RunnerInputs> & Properties;
  readonly kept: Kept;
  /** Asks GitLab for it, with this note in place of the declared one. */
  readonly send: (
    note: Pick<RunnerAttributes, "maintenance_note">,
  ) => Promise<RunnerRegistrationPayload>;
}
