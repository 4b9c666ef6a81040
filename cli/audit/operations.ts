export const ACTIONS = [
  "create",
  "adopt",
  "update",
  "replace",
  "delete",
  "release",
  "read",
  "refresh",
] as const;
export type Action = (typeof ACTIONS)[number];

/**
 * The engine's operations, and what each does at GitLab; null for none.
 * @see pkg/resource/deploy/step.go in Pulumi's source
 */
export const OPERATIONS: Readonly<Record<string, Action | null>> = {
  same: null,
  create: "create",
  update: "update",
  replace: "replace",
  delete: "delete",
  read: "read",
  refresh: "refresh",
  // The parts of a replacement say no more than its replace.
  "create-replacement": null,
  "delete-replaced": null,
  "read-replacement": "read",
  // What is only dropped from the state stays at GitLab.
  discard: null,
  "discard-replaced": null,
  "remove-pending-replace": null,
};
