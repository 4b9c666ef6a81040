import { randomBytes } from "node:crypto";
import { crc32 } from "node:zlib";

import type { RunnerType } from "../store/records";
import type { Features } from "../versions";

const PARTITIONS: Record<RunnerType, number> = { instance_type: 1, group_type: 2, project_type: 3 };

/** Who a routable token leads to. */
export interface TokenOwner {
  runner_type: RunnerType;
  creator_id: number | null;
  group_id: number | null;
  project_ids: readonly number[];
}

/** How the runner came into being: by a user's request or with a registration token. */
export type RegistrationType = "authenticated_user" | "registration_token";

/** A new runner authentication token, in the form of the release. */
export function newRunnerToken(
  owner: TokenOwner,
  by: RegistrationType,
  features: Features,
): string {
  const created = by === "authenticated_user";
  switch (features.tokenForm) {
    case "plain":
      return `${created ? "glrt-" : ""}${secret(20)}`;
    case "partitioned":
      return `${created ? "glrt-" : ""}t${PARTITIONS[owner.runner_type]}_${secret(20)}`;
    case "routable": {
      const prefix = created ? "glrt-" : "glrtr-";
      const routes = routesOf(owner);
      return routes === undefined ? `${prefix}${secret(20)}` : routable(prefix, owner, routes);
    }
  }
}

/** The prefix shows how the runner came into being, so a reset keeps it. */
export function registrationTypeOf(token: string): RegistrationType {
  return token.startsWith("glrt-") ? "authenticated_user" : "registration_token";
}

export function newAccessToken(): string {
  return `glpat-${secret(20)}`;
}

export function newRegistrationToken(): string {
  return `GR1348941${secret(20)}`;
}

export function newJobToken(): string {
  return `glcbt-${secret(20)}`;
}

/** An instance runner has a route only by its creator. */
function routesOf(owner: TokenOwner): string[] | undefined {
  const user = owner.creator_id === null ? [] : [`u:${base36(owner.creator_id)}`];
  if (owner.group_id !== null) return [`g:${base36(owner.group_id)}`, ...user];
  const project = owner.project_ids[0];
  if (project !== undefined) return [`p:${base36(project)}`, ...user];
  return user.length > 0 ? user : undefined;
}

/** Payload, its length and a checksum, as GitLab's http router reads them. */
function routable(prefix: string, owner: TokenOwner, routes: readonly string[]): string {
  const lines = ["o:1", ...routes, `t:${PARTITIONS[owner.runner_type]}`].join("\n");
  const bytes = Buffer.concat([Buffer.from(lines), randomBytes(16), Buffer.from([16])]);
  const payload = bytes.toString("base64url");
  const unsigned = `${prefix}${payload}.01.${base36(payload.length).padStart(2, "0")}`;
  return unsigned + base36(crc32(unsigned)).padStart(7, "0");
}

function secret(length: number): string {
  return randomBytes(length).toString("base64url").slice(0, length);
}

function base36(value: number): string {
  return value.toString(36);
}
