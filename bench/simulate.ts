/*
 * `npm run simulate`: how long a fleet takes at GitLab's limits, computed and simulated with shorter
 * windows; docs/rate-limits.md has what comes out.
 */
import { Command, InvalidArgumentError } from "commander";

import { buildPackage } from "../scripts/build";
import { type Requests, forecast } from "./fleetForecast";
import { FLEET_OPERATIONS } from "./fleetOrders";
import { startSimulation } from "./fleetSimulation";

/** The default of gitlab-runners:waitBudget. */
const WAIT_BUDGET_S = 300;
const MINUTE_S = 60;

interface Options {
  runners: number;
  stacks: number;
  userLimit: number;
  addressLimit: number;
  period: number;
}

function count(text: string): number {
  if (!/^[1-9]\d*$/.test(text)) throw new InvalidArgumentError("It is a whole number above 0.");
  return Number(text);
}

const shown = ({ user, address }: Requests): string => `${user} + ${address}`;

async function simulate(options: Options): Promise<void> {
  await buildPackage();
  const { stacks, runners, period } = options;
  const fleet = { stacks, runnersPerStack: Math.ceil(runners / stacks) };
  const limits = { user: options.userLimit, address: options.addressLimit, periodS: period };
  // A budget of as many windows as at GitLab, where they are a minute.
  const config = { "gitlab-runners:waitBudget": String((WAIT_BUDGET_S * period) / MINUTE_S) };
  const simulation = await startSimulation(fleet, limits, config);
  const rows: Record<string, object> = {};
  for (const each of FLEET_OPERATIONS) {
    const computed = forecast(each, fleet, limits);
    const { served, refused, windows, failures } = await simulation.run(each);
    rows[each] = {
      "requests, computed": shown(computed.requests),
      served: shown(served),
      refused,
      "windows, computed": computed.windows,
      "windows, took": windows,
      failed: failures.length,
    };
    for (const failure of new Set(failures)) console.error(failure);
  }
  await simulation.close();
  console.log(
    `${stacks} stacks of ${fleet.runnersPerStack} runners at once; ${limits.user} requests of a user ` +
      `and ${limits.address} of an address in a window of ${period} s`,
  );
  console.table(rows);
}

new Command("simulate")
  .description("Runs the stacks of a fleet against the embedded GitLab with its throttles on.")
  .option("--runners <number>", "runners of the fleet", count, 10_000)
  .option("--stacks <number>", "stacks that share them, and work at once", count, 10)
  .option("--user-limit <number>", "requests of a user in a window", count, 2000)
  .option("--address-limit <number>", "requests of an address in a window", count, 500)
  .option("--period <seconds>", "a window; GitLab.com's are 60", count, 12)
  .action((options: Options) => simulate(options))
  .parseAsync()
  .catch((error: unknown) => {
    console.error(error);
    process.exitCode = 1;
  });
