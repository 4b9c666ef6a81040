/*
 * Sets up gitlab-runner on any system, by a command or a file. Pulumi.yaml has to name this file: main: byHand.ts
 *
 *   pulumi stack init mac
 *   pulumi config set project acme/products/mobile/ios
 *   pulumi preview
 *
 * Outputs, all secret: a command for each shell, and config.toml.
 */
import * as pulumi from "@pulumi/pulumi";
import { Runner } from "pulumi-gitlab-runners";

const config = new pulumi.Config();

const mac = new Runner("mac", {
  runnerType: "project_type",
  projectId: config.require("project"),
  description: "Mac mini",
  tagList: ["macos"],
});

/** For the terminal of the machine, whatever its system is. */
export const registerCommand = mac.registerCommand({ executor: "shell" });
export const registerInPowerShell = mac.registerCommand(
  { executor: "shell", shell: "pwsh" },
  { commandShell: "powershell" },
);

/** The same as a file. */
export const configToml = mac.configToml({ concurrent: 2, executor: "shell" });
