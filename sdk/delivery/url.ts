import * as pulumi from "@pulumi/pulumi";
import { apiUrl } from "../../provider/api/baseUrl";

/** GitLab's address as the stack's configuration or the environment names it, without `/api/v4`. */
export function gitLabUrl(): string {
  const configured = new pulumi.Config("gitlab").get("baseUrl");
  const url = configured ?? process.env["GITLAB_BASE_URL"] ?? "https://gitlab.com";
  return apiUrl(url, "gitlab:baseUrl").replace(/\/api\/v4$/, "");
}
