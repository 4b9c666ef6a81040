import {
  GraphQLError,
  GraphQLInterfaceType,
  GraphQLObjectType,
  GraphQLScalarType,
  type GraphQLFieldResolver,
  type GraphQLSchema,
  Kind,
  buildSchema,
} from "graphql";

import { RUNNER_STATUSES } from "../rules/status";
import { ACCESS_LEVELS, RUNNER_TYPES } from "../store/records";
import type { Features } from "../versions";
import { type Model, idOf } from "./globalId";
import { groupResolvers, projectResolvers } from "./namespaceResolvers";
import {
  ACCESS_LEVEL_VALUES,
  accessLevelResolvers,
  runnerPermissionResolvers,
} from "./permissionResolvers";
import { queryResolvers } from "./queryResolvers";
import type { Resolvers } from "./resolver";
import { RUNNER_SORTS } from "./runnerLists";
import { runnerManagerResolvers, runnerResolvers } from "./runnerResolvers";
import { currentUserResolvers, userResolvers } from "./userResolvers";
import type { Viewer } from "./viewer";

/** By the names of the types; a field without one returns the record's own value of that name. */
const RESOLVERS: Readonly<Record<string, Resolvers<never>>> = {
  Query: queryResolvers,
  CurrentUser: currentUserResolvers,
  UserCore: userResolvers,
  Group: groupResolvers,
  Project: projectResolvers,
  CiRunner: runnerResolvers,
  CiRunnerManager: runnerManagerResolvers,
  AccessLevel: accessLevelResolvers,
  RunnerPermissions: runnerPermissionResolvers,
};

const ID_SCALARS: Readonly<Record<string, Model>> = {
  CiRunnerID: "Ci::Runner",
  CiRunnerManagerID: "Ci::RunnerManager",
  UserID: "User",
};

const schemas = new WeakMap<Features, GraphQLSchema>();

/**
 * The part of a release's schema that reads runners: GitLab's app/graphql/types. What is not known
 * here is not in it, so that GraphQL refuses it.
 */
export function schemaOf(features: Features): GraphQLSchema {
  const known = schemas.get(features);
  if (known) return known;
  const schema = buildSchema(definition(features));
  for (const type of Object.values(schema.getTypeMap())) {
    if (type instanceof GraphQLObjectType) addResolvers(type);
    if (type instanceof GraphQLInterfaceType) type.resolveType = () => "Project";
    const model = ID_SCALARS[type.name];
    if (type instanceof GraphQLScalarType && model !== undefined) checkIds(type, model);
  }
  schemas.set(features, schema);
  return schema;
}

function addResolvers(type: GraphQLObjectType): void {
  const resolvers = RESOLVERS[type.name] ?? {};
  for (const [name, field] of Object.entries(type.getFields())) {
    const resolve = resolvers[name] as GraphQLFieldResolver<unknown, Viewer> | undefined;
    if (resolve) field.resolve = resolve;
  }
}

function checkIds(type: GraphQLScalarType, model: Model): void {
  const check = (value: unknown): unknown => {
    try {
      idOf(value, model);
    } catch (error) {
      throw new GraphQLError((error as Error).message, { originalError: error as Error });
    }
    return value;
  };
  type.parseValue = check;
  type.parseLiteral = (node) => check(node.kind === Kind.STRING ? node.value : null);
}

const PAGE_ARGUMENTS = "after: String, before: String, first: Int, last: Int";

function definition({ graphql }: Features): string {
  const runnerArguments = [
    PAGE_ARGUMENTS,
    'active: Boolean @deprecated(reason: "Renamed to `paused`.")',
    "paused: Boolean, status: CiRunnerStatus, type: CiRunnerType, tagList: [String!]",
    "search: String, sort: CiRunnerSort",
    graphql.managers ? "creatorId: UserID, creatorUsername: String, versionPrefix: String" : "",
  ].join(", ");
  return `
    scalar Time
    scalar CiRunnerID
    scalar UserID
    ${enumeration("CiRunnerAccessLevel", ACCESS_LEVELS)}
    ${enumeration("CiRunnerJobExecutionStatus", ["idle", graphql.busy])}
    ${enumeration("CiRunnerMembershipFilter", ["direct", "descendants", "all_available"])}
    ${enumeration("CiRunnerSort", RUNNER_SORTS)}
    ${enumeration(
      "CiRunnerStatus",
      RUNNER_STATUSES.filter(
        (status) => graphql.pausedStatus || (status !== "active" && status !== "paused"),
      ),
    )}
    ${enumeration("CiRunnerType", RUNNER_TYPES)}
    ${graphql.creationMethod ? enumeration("CiRunnerCreationMethod", ["registration_token", "authenticated_user"]) : ""}
    ${graphql.creationState ? enumeration("CiRunnerCreationState", ["started", "finished"]) : ""}

    type Query {
      currentUser: CurrentUser
      group(fullPath: ID!): Group
      metadata: Metadata
      project(fullPath: ID!): Project
      queryComplexity: QueryComplexity
      runner(id: CiRunnerID!): CiRunner
      runners(${runnerArguments}): CiRunnerConnection
    }

    type CurrentUser {
      ${USER_FIELDS}
      ${graphql.runnersOfUser ? `runners(${runnerArguments}): CiRunnerConnection` : ""}
    }

    type UserCore {
      ${USER_FIELDS}
    }

    type Group {
      id: ID!
      name: String!
      path: String!
      fullName: String!
      fullPath: ID!
      ${graphql.maxAccessLevel ? "maxAccessLevel: AccessLevel!" : ""}
      visibility: String
      webUrl: String!
      runners(${runnerArguments}, membership: CiRunnerMembershipFilter = DESCENDANTS): CiRunnerConnection
    }

    ${graphql.ownerIsInterface ? INTERFACE_OF_PROJECTS : ""}

    type Project ${graphql.ownerIsInterface ? "implements ProjectInterface" : ""} {
      id: ID!
      name: String!
      nameWithNamespace: String!
      path: String!
      fullPath: ID!
      ${graphql.maxAccessLevel ? "maxAccessLevel: AccessLevel!" : ""}
      visibility: String
      webUrl: String
      runners(${runnerArguments}): CiRunnerConnection
    }

    type Metadata {
      enterprise: Boolean!
      kas: Kas!
      revision: String!
      version: String!
    }

    type Kas {
      enabled: Boolean!
      externalUrl: String
      version: String
    }

    type QueryComplexity {
      limit: Int
      score: Int
    }

    type CiRunner {
      accessLevel: CiRunnerAccessLevel!
      active: Boolean! @deprecated(reason: "Renamed to \`paused\`.")
      adminUrl: String
      contactedAt: Time
      createdAt: Time
      createdBy: UserCore
      ${graphql.creationMethod ? "creationMethod: CiRunnerCreationMethod" : ""}
      ${graphql.creationState ? "creationState: CiRunnerCreationState" : ""}
      description: String
      editAdminUrl: String
      groups(${PAGE_ARGUMENTS}): GroupConnection
      id: CiRunnerID!
      jobCount: Int
      jobExecutionStatus: CiRunnerJobExecutionStatus
      locked: Boolean
      maintenanceNote: String
      ${graphql.managers ? FIELDS_SINCE_MANAGERS : ""}
      ${graphql.managerFieldsOfRunners ? MANAGER_FIELDS : ""}
      maximumTimeout: Int
      ownerProject: ${graphql.ownerIsInterface ? "ProjectInterface" : "Project"}
      paused: Boolean!
      projectCount: Int
      projects(${PAGE_ARGUMENTS}): ProjectConnection
      runUntagged: Boolean!
      runnerType: CiRunnerType!
      status${legacyMode(graphql.legacyMode)}: CiRunnerStatus!
      tagList: [String!]
      tokenExpiresAt: Time
      userPermissions: RunnerPermissions!
    }

    type RunnerPermissions {
      assignRunner: Boolean!
      deleteRunner: Boolean!
      readRunner: Boolean!
      updateRunner: Boolean!
    }

    ${graphql.maxAccessLevel ? TYPES_OF_ACCESS : ""}

    ${graphql.managers ? TYPES_OF_MANAGERS : ""}

    type PageInfo {
      endCursor: String
      hasNextPage: Boolean!
      hasPreviousPage: Boolean!
      startCursor: String
    }

    ${["CiRunner", "Group", "Project"].map(connectionOf).join("\n")}
  `;
}

const USER_FIELDS = `
  bot: Boolean!
  id: UserID!
  name: String!
  username: String!
  webUrl: String!
`;

const TYPES_OF_ACCESS = `
  type AccessLevel {
    integerValue: Int
    stringValue: AccessLevelEnum
  }
  ${enumeration("AccessLevelEnum", Object.keys(ACCESS_LEVEL_VALUES))}
`;

const INTERFACE_OF_PROJECTS = `
  interface ProjectInterface {
    fullPath: ID
    id: ID
    name: String
    nameWithNamespace: String
    webUrl: String
  }
`;

const FIELDS_SINCE_MANAGERS = `
  ephemeralAuthenticationToken: String
  managers(${PAGE_ARGUMENTS}, systemId: String): CiRunnerManagerConnection
`;

/** A runner of its own had them while it had no managers. */
const MANAGER_FIELDS = `
  architectureName: String
  ipAddress: String
  platformName: String
  revision: String
  version: String
`;

const TYPES_OF_MANAGERS = `
  type CiRunnerManager {
    contactedAt: Time
    createdAt: Time
    id: CiRunnerManagerID!
    jobExecutionStatus: CiRunnerJobExecutionStatus
    ${MANAGER_FIELDS}
    runner: CiRunner
    status: CiRunnerStatus!
    systemId: String!
  }
  ${connectionOf("CiRunnerManager")}
  scalar CiRunnerManagerID
`;

function legacyMode(mode: Features["graphql"]["legacyMode"]): string {
  if (mode === "none") return "";
  return `(legacyMode: String = ${mode === "paused" ? '"14.5"' : "null"} @deprecated(reason: "Removed in 17.0."))`;
}

function enumeration(name: string, values: readonly string[]): string {
  return `enum ${name} { ${values.map((value) => value.toUpperCase()).join(" ")} }`;
}

function connectionOf(type: string): string {
  return `
    type ${type}Connection {
      count: Int!
      edges: [${type}Edge]
      nodes: [${type}]
      pageInfo: PageInfo!
    }

    type ${type}Edge {
      cursor: String!
      node: ${type}
    }
  `;
}
