import { join } from "node:path";

import { startProvider } from "./childProcess";
import type { Dialect } from "./dialect";
import { EngineService } from "./engineService";
import { givenArguments } from "./givenArguments";
import { asSecret } from "./secrets";

const PLUGIN = join(__dirname, "../../../dist/plugin/main.js");

/**
 * The plugin as the build makes it. It hears of a resource by its URN, and keeps to what the engine
 * says is a secret; what it reports to the user goes by the engine's log.
 */
export const pluginDialect: Dialect = {
  async start(daysAhead) {
    const engine = await EngineService.start();
    const args = [PLUGIN, engine.address];
    const { child, port, takeErrorOutput } = await startProvider(args, daysAhead);
    return {
      child,
      port,
      takeOutput: () => engine.takeLog() + takeErrorOutput(),
      close: () => {
        engine.close();
      },
    };
  },

  urnOf: ({ name, type }) => `urn:pulumi:dev::stack::gitlab-runners:index:${type}::${name}`,

  configured(config) {
    const entries = Object.entries(config).map(([key, value]) => {
      const name = key.slice(key.indexOf(":") + 1);
      return [name, name === "token" ? asSecret(value) : value] as const;
    });
    return Object.fromEntries(entries);
  },

  registered: (declared, surroundings) => givenArguments(declared, surroundings, asSecret),
  sent: (properties) => properties,
  received: (properties) => properties,
};
