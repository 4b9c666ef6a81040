"use strict";

/*
 * One operation of one stack in a process of its own, as the engine has it: the compiled provider
 * with a configuration, and some runners at once. The parent says which operation (fleetOrders.ts).
 */
const { runner } = require("../dist/provider");
const { mapBounded } = require("../dist/gitlab/mapBounded");

/** What the engine runs at once on 4 cores, unless set otherwise. */
const PARALLEL = 16;

const operations = {
  async create({ declared }) {
    const inputs = await check(declared, {});
    const { id, outs } = await runner.create(inputs);
    return { declared, id, inputs, outputs: outs };
  },
  async preview(before) {
    await runner.diff(before.id, before.outputs, await check(before.declared, before.inputs));
    return before;
  },
  async refresh(before) {
    const { props } = await runner.read(before.id, before.outputs);
    if (!props) throw new Error(`runner ${before.id} is gone`);
    await runner.diff(before.id, props, before.inputs);
    return { ...before, outputs: props };
  },
  async update(before) {
    const declared = { ...before.declared, maximumTimeout: 3600 };
    const inputs = await check(declared, before.inputs);
    await runner.diff(before.id, before.outputs, inputs);
    const { outs } = await runner.update(before.id, before.outputs, inputs);
    return { declared, id: before.id, inputs, outputs: outs };
  },
  async destroy(before) {
    await runner.delete(before.id, before.outputs);
    return before;
  },
};

async function check(news, olds) {
  const { inputs, failures } = await runner.check(olds, news);
  if (failures.length > 0) throw new Error(`${failures[0].property}: ${failures[0].reason}`);
  return inputs;
}

async function carryOut({ operation, runners, config }) {
  runner.configure({ config: { get: (key) => config[key], require: (key) => config[key] } });
  const report = { runners: [], failures: [] };
  await mapBounded(runners, PARALLEL, async (each) => {
    try {
      report.runners.push(await operations[operation](each));
    } catch (error) {
      report.failures.push(error.message);
    }
  });
  return report;
}

process.once("message", (order) => {
  void carryOut(order).then((report) => process.send(report, () => process.disconnect()));
});
process.send("ready");
