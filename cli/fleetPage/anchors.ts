import type { FleetRunner } from "./readFleet";

/** Where the row of a runner is on the page. */
export function runnerAnchor({ listed }: FleetRunner): string {
  return `runner-${listed.id}`;
}

/** Where the row of a tag is, by its place in the figures: a tag may have characters that an address has not. */
export function tagAnchor(index: number): string {
  return `tag-${index}`;
}
