export type { Connection } from "../gitlab/connection";
export { type DataFunction, FUNCTIONS } from "./dataFunctions";
export { DELIVERIES, type Delivery } from "./deliveries";
export type { DeliveredRunner } from "./delivery/knownRunner";
export { FunctionError } from "./functionError";
