import { quoted } from "../text/quoted";
import type { RunningJob, Work } from "./runnerWork";

const MOST_JOBS = 10;
const MOST_PROJECTS = 3;
const LONGEST_PATH = 100;
const LONGEST_URL = 300;

/** `runs 2 jobs (acme/app, acme/site)`: what a runner works at, in short. */
export function workInShort({ jobs, hidden }: Work): string {
  if (jobs.length === 0)
    return hidden === "some"
      ? "runs jobs of projects that the access token cannot see"
      : "may run jobs that GitLab does not show";
  const projects = [...new Set(jobs.map(pathOf))];
  const more = projects.length > MOST_PROJECTS ? " and more" : "";
  const count = jobs.length === 1 ? "1 job" : `${jobs.length} jobs`;
  return `runs ${count} (${projects.slice(0, MOST_PROJECTS).join(", ")}${more})${others(hidden)}`;
}

/** The same with each job, its project and address, as far as they are known. */
export function workInFull(work: Work): string {
  const { jobs, hidden, reason } = work;
  if (jobs.length === 0)
    return reason === undefined ? workInShort(work) : `${workInShort(work)} (${reason})`;
  const named = jobs
    .slice(0, MOST_JOBS)
    .map((job) => `job ${job.id} of ${pathOf(job)} (${cut(job.web_url, LONGEST_URL)})`);
  const more = jobs.length - named.length;
  return `runs ${[...named, ...(more > 0 ? [`${more} more`] : [])].join(", ")}${others(hidden)}`;
}

/** Beside the jobs that are named. */
function others(hidden: Work["hidden"]): string {
  return hidden === "none" ? "" : ", and perhaps others that the access token cannot see";
}

/** `90 s`. */
export function shownSeconds(milliseconds: number): string {
  return `${Math.round(milliseconds / 1000)} s`;
}

function pathOf({ project }: RunningJob): string {
  return project ? cut(project.path_with_namespace, LONGEST_PATH) : "an unknown project";
}

function cut(text: string, most: number): string {
  return quoted({ text, isCut: false }, most);
}
