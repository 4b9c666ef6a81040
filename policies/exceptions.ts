import { textList } from "./keySchemas";

/** What every rule takes besides its own keys. */
export interface Exceptions {
  /** Names of resources that the rule skips. */
  except: string[];
}

export const EXCEPT = textList("Names of resources that this rule skips.");
