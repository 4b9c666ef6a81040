export { type Emulator, type EmulatorOptions, startEmulator } from "./startEmulator";
export type { Clock } from "./clock";
export type { Fault, FaultAnswer, Faults } from "./http/faults";
export type { LoggedRequest, RequestLog } from "./http/requestLog";
export { companySeed } from "./seed/companySeed";
export type { Seed } from "./seed/seedDocument";
export { VERSIONS, type Version } from "./versions";
