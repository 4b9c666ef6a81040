interface Frame extends NodeJS.CallSite {
  /** As a line of a stack trace has it. */
  toString(): string;
}
type Format = (error: Error, frames: NodeJS.CallSite[]) => unknown;

/** V8's own, which it leaves undefined where nobody has set another. */
const errors: { prepareStackTrace?: Format | undefined } = Error;

/**
 * Hides a file in the stack traces that are written until the returned function is called.
 *
 * Pulumi's SDK takes the caller of a class that extends one of its own for the line of the program that
 * declares a resource. Of a class that extends such a class it would take a line of this package.
 *
 * @param file - the path of the file, as Node has it.
 */
export function hideFrames(file: string): () => void {
  const { prepareStackTrace } = errors;
  const format = prepareStackTrace ?? asNode;
  errors.prepareStackTrace = (error, frames) =>
    format(
      error,
      frames.filter((frame) => frame.getFileName() !== file),
    );
  return () => {
    errors.prepareStackTrace = prepareStackTrace;
  };
}

function asNode(error: Error, frames: readonly Frame[]): string {
  return [String(error), ...frames.map((frame) => `    at ${frame.toString()}`)].join("\n");
}
