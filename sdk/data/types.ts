export type * from "../../functions/types";
