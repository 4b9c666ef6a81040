/** The engine of the operation has ended, so no state records what the operation still creates. */
export class EngineGoneError extends Error {
  override name = "EngineGoneError";
}
