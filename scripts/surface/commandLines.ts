import type { Argument, Command, Option } from "commander";

import { program as commands } from "../../cli/program";
import { EXIT } from "../../cli/endings";
import { program as emulator } from "../../emulator/program";
import { type Part, REQUIRED } from "./surface";

type Item = readonly [name: string, shape: string];

/** The commands, what each of them takes, and the codes with which they exit. */
export function commandLines(): Record<string, Part> {
  const codes = Object.entries({ done: 0, ...EXIT }).map(([name, code]): Item => [
    `exit code ${code}`,
    name,
  ]);
  return {
    "command gitlab-runners": Object.fromEntries([...itemsOf(commands, ""), ...codes]),
    "command gitlab-runners-emulator": Object.fromEntries(itemsOf(emulator, "")),
  };
}

function itemsOf(command: Command, name: string): Item[] {
  const within = (part: string): string => `${name} ${part}`.trimStart();
  return [
    ...(name === "" ? [] : [[name, "command"] as const]),
    ...command.registeredArguments.map((argument): Item => [
      within(`<${argument.name()}>`),
      argumentShape(argument),
    ]),
    ...command.options.flatMap((option) => optionItems(option, within(flagOf(option)))),
    ...command.commands.flatMap((inner) => itemsOf(inner, within(inner.name()))),
  ];
}

function argumentShape({ required, variadic }: Argument): string {
  return `${required ? REQUIRED : ""}${variadic ? "arguments" : "argument"}`;
}

function flagOf({ long, short, flags }: Option): string {
  return long ?? short ?? flags;
}

function optionItems(option: Option, name: string): Item[] {
  const choices = option.argChoices ?? [];
  return [
    [name, optionShape(option)],
    ...choices.map((choice): Item => [`${name} ${choice}`, "choice"]),
  ];
}

function optionShape(option: Option): string {
  const { required, optional, variadic, mandatory, defaultValueDescription } = option;
  const value = required ? "with a value" : optional ? "with or without a value" : "alone";
  const set: unknown = defaultValueDescription ?? option.defaultValue;
  return [
    `${mandatory ? REQUIRED : ""}option ${value}`,
    ...(variadic ? ["or several"] : []),
    ...(set === undefined ? [] : [`${JSON.stringify(set)} by default`]),
  ].join(", ");
}
