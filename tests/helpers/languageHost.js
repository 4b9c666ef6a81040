"use strict";

// The last language host that can be built does not heed `typescript: false` of Pulumi.yaml.
if (process.env.PULUMI_NODEJS_TYPESCRIPT !== undefined && process.env.STACK_IS_JAVASCRIPT)
  process.env.PULUMI_NODEJS_TYPESCRIPT = "false";
