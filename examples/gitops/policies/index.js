"use strict";

const { PolicyPack } = require("@pulumi/policy");
const { runnerPolicies } = require("pulumi-gitlab-runners/policies");

/** Who may use the runners of the fleet is decided here: those that further projects share. */
const SHARED = ["dev-build-1", "dev-build-2", "prod-build-1", "prod-build-2"];

new PolicyPack("ci-runners", {
  policies: runnerPolicies({
    "protected-deploy-runner": { tags: ["deploy"] },
    "locked-project-runner": { except: SHARED },
    "maximum-timeout": { maximumSeconds: 2 * 60 * 60 },
    "maintenance-note": "mandatory",
    "runner-naming": { enforcementLevel: "mandatory", pattern: "^(dev|prod)-[a-z0-9-]+$" },
  }),
});
