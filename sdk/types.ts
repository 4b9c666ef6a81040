export type * from "../functions/runnerTypes";
