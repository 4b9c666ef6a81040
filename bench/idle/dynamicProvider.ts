import type * as pulumi from "@pulumi/pulumi";

import { bareRequest } from "./bareRequest";
import { ANSWERED, DEFAULTS, DETAILS, TOKEN } from "./values";

type Properties = Record<string, unknown>;

/** A dynamic provider that does nothing but give values. */
const provider: pulumi.dynamic.ResourceProvider<Properties, Properties> = {
  check: (_, news) => Promise.resolve({ inputs: { ...DEFAULTS, ...news } }),
  diff: (_, olds, news) =>
    Promise.resolve({ changes: olds["maximumTimeout"] !== news["maximumTimeout"] }),
  create: (inputs) =>
    Promise.resolve({
      id: String(inputs["description"]),
      outs: { ...ANSWERED, token: TOKEN, ...inputs },
    }),
  async read(id, props) {
    await bareRequest();
    return { id, props: { ...DETAILS, id: 1, ...props } };
  },
  update: (_, olds, news) => Promise.resolve({ outs: { ...olds, ...news } }),
  delete: () => Promise.resolve(),
};

module.exports = provider;
