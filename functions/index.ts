export type { Connection } from "../gitlab/connection";
export { type DataFunction, FUNCTIONS } from "./dataFunctions";
export { DELIVERIES, type Delivery, type DeliveryName } from "./deliveries";
export { FunctionError } from "./functionError";
export {
  type Form,
  checkProcess,
  optionsOfRunners,
  sameRunner,
  withOutputs,
} from "./delivery/knownProcess";
export { NOT_KNOWN_YET } from "./delivery/keys/notKnownYet";
