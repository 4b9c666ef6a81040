import { CONFIGURATIONS } from "./companyConfigurations";
import type { Seed } from "./seedDocument";

type SeededRunner = NonNullable<Seed["runners"]>[number];
type SeededJob = NonNullable<SeededRunner["jobs"]>[number];

const JOBS = 2000;
const DAY_S = 24 * 60 * 60;
const WINDOW_S = 30 * DAY_S;
/** The newest jobs still run. */
const RUNNING = 10;
/** From its creation to its end. */
const LONGEST_JOB_S = 4000;

const GROUPS = [
  "acme",
  "acme/platform",
  "acme/platform/infrastructure",
  "acme/products",
  "acme/products/mobile",
  "acme/research",
];

const PROJECTS = [
  "acme/handbook",
  "acme/platform/gateway",
  "acme/platform/identity",
  "acme/platform/infrastructure/clusters",
  "acme/platform/infrastructure/images",
  "acme/platform/infrastructure/network",
  "acme/products/billing",
  "acme/products/shop",
  "acme/products/mobile/android",
  "acme/products/mobile/ios",
  "acme/research/forecasts",
  "acme/research/vision",
];

/** New projects, without a runner of their own or a job: those of the first stack in the README. */
const NEW_PROJECTS = ["acme/app", "acme/site"];

/** When a runner was last in contact, and whether it takes jobs: every status that GitLab has. */
const CONDITIONS: readonly Pick<SeededRunner, "contacted_at" | "created_at" | "paused">[] = [
  { created_at: "-P200D", contacted_at: "-PT1M" },
  { created_at: "-P150D", contacted_at: "-PT20M" },
  { created_at: "-P90D", contacted_at: "-PT5M" },
  { created_at: "-P120D", contacted_at: "-PT6H" },
  { created_at: "-P300D", contacted_at: "-P40D" },
  { created_at: "-P1D" },
  { created_at: "-P60D", contacted_at: "-PT2M", paused: true },
];

const MACHINES = [
  { tags: ["docker", "linux"], platform: "linux", architecture: "amd64", version: "19.4.0" },
  {
    tags: ["docker", "linux", "arm64"],
    platform: "linux",
    architecture: "arm64",
    version: "19.4.0",
  },
  { tags: ["shell", "macos"], platform: "darwin", architecture: "arm64", version: "19.2.1" },
  { tags: ["shell", "windows"], platform: "windows", architecture: "amd64", version: "18.11.2" },
  { tags: ["gpu", "linux"], platform: "linux", architecture: "amd64", version: "17.9.1" },
] as const;

const STAGES = [
  ["lint", "lint"],
  ["build", "compile"],
  ["test", "unit"],
  ["test", "integration"],
  ["deploy", "staging"],
] as const;

/**
 * A made-up company: nested groups, 14 projects, people in every role, 30 runners of all types and
 * statuses, and 2,000 jobs of the last 30 days. It is the same each time, except for its tokens, which
 * are random. Its times count from the time when the server reads the seed.
 */
export function companySeed(): Seed {
  const random = generator(42);
  const runners = Array.from({ length: 30 }, (_, index) => companyRunner(index));
  // One that was never in contact has run nothing.
  const working = runners.filter(({ contacted_at }) => contacted_at != null);
  for (let count = 0; count < JOBS; count += 1) {
    const runner = working[Math.floor(random() ** 2 * working.length)];
    if (runner) (runner.jobs ??= []).push(companyJob(runner, count, random));
  }
  return {
    settings: { plan: "premium" },
    users: [
      { username: "root", name: "Administrator", admin: true },
      { username: "auditor", name: "Alma Auditor", auditor: true },
      { username: "ada", name: "Ada Owner" },
      { username: "grace", name: "Grace Maintainer" },
      { username: "linus", name: "Linus Developer" },
      { username: "rosa", name: "Rosa Reporter" },
      { username: "pipeline", name: "Pipeline Bot" },
    ],
    tokens: [
      { name: "root", user: "root" },
      { name: "auditor", user: "auditor", scopes: ["read_api"] },
      { name: "ada", user: "ada" },
      { name: "grace", user: "grace" },
      { name: "linus", user: "linus" },
      { name: "rosa", user: "rosa", scopes: ["read_api"] },
      { name: "pipeline", user: "pipeline", scopes: ["create_runner", "manage_runner"] },
    ],
    groups: GROUPS.map((full_path, index) => ({ id: index + 1, full_path })),
    projects: [...PROJECTS, ...NEW_PROJECTS].map((path_with_namespace, index) => ({
      id: index + 1,
      path_with_namespace,
      ci_config: CONFIGURATIONS[path_with_namespace] ?? null,
    })),
    members: [
      { user: "ada", of: "acme", role: "owner" },
      { user: "pipeline", of: "acme", role: "owner" },
      { user: "grace", of: "acme/platform", role: "maintainer" },
      { user: "grace", of: "acme/products/shop", role: "maintainer" },
      { user: "linus", of: "acme/products", role: "developer" },
      { user: "rosa", of: "acme/research", role: "reporter" },
    ],
    runners,
    jobs: [
      { status: "pending", project: "acme/products/shop", name: "unit", tag_list: ["docker"] },
      { status: "pending", project: "acme/research/vision", name: "train", tag_list: ["gpu"] },
    ],
  };
}

/** 6 runners of the instance, 9 of groups, 15 of projects; every seventh in the same condition. */
function companyRunner(index: number): SeededRunner {
  const machine = at(MACHINES, index);
  const condition = at(CONDITIONS, index);
  const project = at(PROJECTS, index * 5);
  const common = {
    ...condition,
    id: index + 1,
    tag_list: [...machine.tags],
    created_by: "ada",
    run_untagged: index % 3 === 0,
    access_level: index % 4 === 3 ? ("ref_protected" as const) : ("not_protected" as const),
    maximum_timeout: index % 2 === 0 ? 3600 : null,
    maintenance_note: index % 5 === 0 ? "Ask the platform team before you change it." : null,
    managers:
      condition.contacted_at == null
        ? []
        : Array.from({ length: 1 + (index % 3) }, (_, number) => ({
            system_id: `s_${(index + 1).toString(16).padStart(4, "0")}${number}`,
            version: machine.version,
            revision: "d79f3e7b",
            platform: machine.platform,
            architecture: machine.architecture,
            ip_address: `10.0.${index}.${number + 1}`,
            created_at: condition.created_at,
            contacted_at: condition.contacted_at,
          })),
  };
  const name = `${machine.platform}-${machine.architecture}-${String(index + 1).padStart(2, "0")}`;
  if (index < 6) return { ...common, runner_type: "instance_type", description: `Shared ${name}` };
  if (index < 15) {
    const group = at(GROUPS, index);
    return { ...common, runner_type: "group_type", group, description: `${group} ${name}` };
  }
  return {
    ...common,
    runner_type: "project_type",
    projects: index % 4 === 0 ? [project, at(PROJECTS, index * 5 + 1)] : [project],
    locked: index % 4 !== 0,
    description: `${project} ${name}`,
  };
}

/** A job that the runner may have had: of its project, its group's or any. */
function companyJob(runner: SeededRunner, count: number, random: () => number): SeededJob {
  const served =
    runner.runner_type === "instance_type"
      ? PROJECTS
      : (runner.projects ?? []).length > 0
        ? (runner.projects ?? [])
        : PROJECTS.filter((path) => path.startsWith(`${runner.group ?? ""}/`));
  const [stage, name] = at(STAGES, Math.floor(random() * STAGES.length));
  const draw = random();
  const running = count >= JOBS - RUNNING;
  const status = running
    ? "running"
    : draw > 0.97
      ? "canceled"
      : draw > 0.87
        ? "failed"
        : "success";
  const drawnDuration = Math.round(30 + random() ** 3 * 3000);
  const drawnQueued = Math.round(1 + random() ** 4 * 900);
  // The later it was created, the higher its id.
  const created = running
    ? Math.round((LONGEST_JOB_S * (JOBS - count)) / (RUNNING + 1))
    : LONGEST_JOB_S + Math.round(WINDOW_S * (1 - (count + random()) / JOBS));
  const queued = running ? Math.min(drawnQueued, Math.floor(created / 2)) : drawnQueued;
  const age = created - queued;
  const duration = running ? age : drawnDuration;
  return {
    id: count + 1,
    status,
    project: at(served, Math.floor(random() * served.length)),
    system_id: runner.managers?.[0]?.system_id ?? null,
    user: random() < 0.5 ? "linus" : "grace",
    stage,
    name,
    ref: random() < 0.3 ? "main" : `change-${Math.floor(random() * 50)}`,
    tag_list: [...(runner.tag_list ?? [])].slice(0, 1),
    pipeline_id: 1 + Math.floor(count / STAGES.length),
    created_at: `-PT${created}S`,
    started_at: `-PT${age}S`,
    finished_at: running ? null : `-PT${age - duration}S`,
    failure_reason: status === "failed" ? "script_failure" : null,
    queued_duration: queued,
  };
}

function at<Item>(list: readonly Item[], index: number): Item {
  return list[index % list.length] as Item;
}

/** Numbers from 0 to 1 that are the same for a seed: a linear congruential generator. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
