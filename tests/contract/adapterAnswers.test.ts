import fc from "fast-check";

import { ADAPTERS, type Adapter } from "../helpers/host/adapters";
import { ProviderHost, type Properties } from "../helpers/host/providerHost";
import { sameInputs } from "../helpers/host/sameInputs";
import { inClear } from "../helpers/host/secrets";
import { spoiled } from "../properties/helpers/hostile";
import { holds } from "../properties/helpers/property";
import { NAMES, attributes, good, own, ways } from "../properties/helpers/runnerValues";
import { World } from "../properties/helpers/world";

const BUILD = { name: "build", type: "Runner" } as const;

let world: World;
let hosts: Readonly<Record<Adapter, ProviderHost>>;
beforeAll(async () => {
  world = await World.start();
  const [dynamic, plugin] = await Promise.all(ADAPTERS.map((name) => ProviderHost.start(name)));
  if (!dynamic || !plugin) throw new Error("an adapter did not start");
  hosts = { dynamic, plugin };
});
afterAll(async () => {
  for (const host of Object.values(hosts)) host.kill();
  await world.gitlab.close();
});

/** What the dynamic host hears of a resource by its inputs. */
function registered(adapter: Adapter, args: Properties): Properties {
  const surroundings = { address: "", idOf: () => "", secretOf: () => "" };
  return hosts[adapter].registered({ ...BUILD, args }, surroundings);
}

/** As processes that have just started. */
async function startOperation(): Promise<void> {
  const config = {
    "gitlab:baseUrl": world.gitlab.url,
    "gitlab:token": world.gitlab.tokens["root"] ?? "",
    "gitlab:retries": "0",
  };
  await Promise.all(Object.values(hosts).map((host) => host.startOperation(config)));
}

/** Without what only one adapter notes, and how messages call the configuration. */
function comparable({ inputs, failures }: { inputs: Properties; failures: string[] }): object {
  const visible = Object.entries(inClear(inputs) as Properties).filter(([key]) => !/^__/.test(key));
  return {
    inputs: Object.fromEntries(visible),
    failures: failures.map((reason) => reason.replace(/\bgitlab:(?=[a-z])/g, "gitlab-runners:")),
  };
}

async function check(adapter: Adapter, olds: Properties, args: Properties) {
  return hosts[adapter].check(BUILD, olds, registered(adapter, args));
}

test("both adapters refuse the same arguments with the same reasons", async () => {
  await holds(
    spoiled(good, NAMES, own),
    async (args) => {
      await startOperation();
      const dynamic = comparable(await check("dynamic", {}, args));
      expect(comparable(await check("plugin", {}, args))).toEqual(dynamic);
    },
    { runs: 60 },
  );
});

test("both adapters see the same changes, and replace for the same arguments", async () => {
  await holds(
    fc.tuple(ways, attributes, ways, spoiled(attributes, NAMES, own)),
    async ([way, before, otherWay, after]) => {
      const answers: unknown[] = [];
      for (const adapter of ADAPTERS) {
        world.gitlab.reset();
        await startOperation();
        const made = await check(adapter, {}, { ...way, ...before });
        if (made.failures.length > 0) return;
        const { id, outputs } = await hosts[adapter].create(BUILD, made.inputs);
        const checked = await check(adapter, made.inputs, { ...otherWay, ...before, ...after });
        if (checked.failures.length > 0) {
          answers.push(comparable(checked));
          continue;
        }
        const { inputs } = checked;
        const found = await hosts[adapter].diff(BUILD, id, outputs, inputs, made.inputs);
        const changes = found.changes ?? !sameInputs(made.inputs, inputs);
        const replaces = [...found.replaces].sort();
        answers.push({ ...comparable(checked), changes: replaces.length > 0 || changes, replaces });
      }
      expect(answers[1]).toEqual(answers[0]);
    },
    { runs: 30 },
  );
});
