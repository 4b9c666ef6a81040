/** A value as a program of any language writes it. */
export type Literal = string | number | boolean | Secret | Variable | Literal[] | LiteralTable;

/** Entries in their order; a map, as a file may have a key such as `__proto__`. */
export type LiteralTable = Map<string, Literal>;

/** Stands for a value that belongs in no program. */
export class Secret {
  /**
   * @param name - the key of the stack's configuration that holds it.
   * @param path - where it is in the file, `runners[0].token`.
   */
  constructor(
    readonly name: string,
    readonly path: string,
  ) {}
}

/** Stands for a variable of the program. */
export class Variable {
  constructor(readonly name: string) {}
}
