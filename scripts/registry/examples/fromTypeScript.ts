import * as ts from "typescript";
import type { ObjectValue, OutputValue, Program, Step, Value } from "./program";

/**
 * Reads an example of a docstring, which makes resources and exports what they give.
 *
 * @throws Error for what only TypeScript can say, with the text of it.
 */
export function programFrom(code: string): Program {
  const file = ts.createSourceFile("example.ts", code, ts.ScriptTarget.ES2022, true);
  return { steps: file.statements.map(stepFrom) };
}

function stepFrom(statement: ts.Statement): Step {
  if (ts.isExpressionStatement(statement)) return resourceFrom(statement.expression, undefined);
  if (!ts.isVariableStatement(statement)) throw unsaid(statement);
  const [declaration] = statement.declarationList.declarations;
  const variable = declaration?.name.getText();
  if (declaration?.initializer === undefined || variable === undefined) throw unsaid(statement);
  return isExport(statement)
    ? { kind: "export", name: variable, value: outputFrom(declaration.initializer) }
    : resourceFrom(declaration.initializer, variable);
}

function isExport({ modifiers }: ts.VariableStatement): boolean {
  return modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) ?? false;
}

function resourceFrom(expression: ts.Expression, variable: string | undefined): Step {
  if (!ts.isNewExpression(expression)) throw unsaid(expression);
  const [name, args] = expression.arguments ?? [];
  if (name === undefined || !ts.isStringLiteral(name) || args === undefined) {
    throw unsaid(expression);
  }
  return {
    kind: "resource",
    variable: variable ?? camelCase(name.text),
    type: expression.expression.getText(),
    name: name.text,
    args: objectFrom(args),
  };
}

function objectFrom(expression: ts.Expression): ObjectValue {
  if (!ts.isObjectLiteralExpression(expression)) throw unsaid(expression);
  const entries = expression.properties.map((property) => {
    if (!ts.isPropertyAssignment(property)) throw unsaid(property);
    return [property.name.getText(), valueFrom(property.initializer)] as const;
  });
  return { kind: "object", entries };
}

function valueFrom(expression: ts.Expression): Value {
  if (ts.isStringLiteral(expression)) return { kind: "constant", value: expression.text };
  if (ts.isNumericLiteral(expression)) return { kind: "constant", value: Number(expression.text) };
  if (expression.kind === ts.SyntaxKind.TrueKeyword) return { kind: "constant", value: true };
  if (expression.kind === ts.SyntaxKind.FalseKeyword) return { kind: "constant", value: false };
  if (ts.isArrayLiteralExpression(expression)) {
    return { kind: "list", items: expression.elements.map(valueFrom) };
  }
  if (ts.isObjectLiteralExpression(expression)) return objectFrom(expression);
  if (ts.isPropertyAccessExpression(expression)) return outputFrom(expression);
  const [, key] = /^config\.requireSecret\("(\w+)"\)$/.exec(expression.getText()) ?? [];
  if (key !== undefined) return { kind: "configuration", key };
  throw unsaid(expression);
}

function outputFrom(expression: ts.Expression): OutputValue {
  if (!ts.isPropertyAccessExpression(expression) || !ts.isIdentifier(expression.expression)) {
    throw unsaid(expression);
  }
  return { kind: "output", of: expression.expression.text, property: expression.name.text };
}

function camelCase(text: string): string {
  return text.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
}

function unsaid(node: ts.Node): Error {
  return new Error(`an example says what only TypeScript can: ${node.getText()}`);
}
