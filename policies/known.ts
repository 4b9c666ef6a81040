import { UnknownValueError } from "@pulumi/policy";

/**
 * What `read` returns; undefined while a value that it reads is not known. The engine's own answer to
 * that would end the judgement of all further resources.
 */
export function known<Result>(read: () => Result): Result | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof UnknownValueError) return undefined;
    throw error;
  }
}
