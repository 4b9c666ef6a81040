import type { Node } from "typescript";

/** That the SDK says something which the schema cannot, with its place. */
export function unclear(node: Node, reason: string): Error {
  const file = node.getSourceFile();
  const { line, character } = file.getLineAndCharacterOfPosition(node.getStart(file));
  return new Error(
    `${file.fileName}:${line + 1}:${character + 1}: ${reason}: ${node.getText(file)}`,
  );
}
