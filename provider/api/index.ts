export { apiUrl } from "./baseUrl";
export { type GitLabClient, createGitLabClient } from "./client";
export * from "./errors";
export type { NewRunner, RunnerAttributes } from "./runners";
export type { RunnerFilter } from "./runnerLists";
export type { Discovery } from "./runnerTokens";
export { VERIFICATION_SYSTEM_ID } from "./runnerTokens";
export type * from "./schemas";
export type { TlsOptions, TransportOptions } from "./transport";
