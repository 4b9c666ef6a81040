import { type RunnerManagerPayload, VERIFICATION_SYSTEM_ID } from "../../../gitlab";
import {
  CONTACTS_NEEDED,
  type Sightings,
  isInDoubt,
  noteLook,
} from "../../../provider/readiness/sightings";

/** A machine in a look: its contact as minutes after noon, and the jobs that it runs. */
interface Seen {
  readonly at?: number;
  readonly jobs?: readonly number[];
}

const noon = (minutes: number): string =>
  `2030-01-31T12:${String(minutes).padStart(2, "0")}:00.000Z`;

function manager(id: number, systemId: string, { at, jobs = [] }: Seen): RunnerManagerPayload {
  return {
    id,
    system_id: systemId,
    version: "18.4.0",
    contacted_at: at === undefined ? null : noon(at),
    status: "online",
    job_execution_status: jobs.length > 0 ? "active" : "idle",
  };
}

/** What looks make of the machines `s_1`, `s_2` and so on; a gap is a machine that GitLab does not have. */
function seen(looks: readonly (readonly (Seen | undefined)[])[], isTokenNew = true): Sightings {
  let sightings: Sightings | undefined;
  for (const look of looks) {
    const machines = look.map((machine, index) => ({ machine, id: index + 1 }));
    const present = machines.flatMap(({ machine, id }) =>
      machine ? [{ id, machine, payload: manager(id, `s_${id}`, machine) }] : [],
    );
    const jobs = new Map(
      present
        .filter(({ payload }) => isInDoubt(sightings, payload, isTokenNew))
        .map(({ id, machine }) => [id, machine.jobs ?? []]),
    );
    const managers = present.map(({ payload }) => payload);
    sightings = noteLook(sightings, { managers, jobs }, isTokenNew);
  }
  return sightings ?? new Map();
}

/** Whether the machine `s_1` counts after looks. */
function counts(looks: readonly (Seen | undefined)[], isTokenNew = true): boolean {
  const all = looks.map((machine) => [machine]);
  return (seen(all, isTokenNew).get(1)?.contacts ?? 0) >= CONTACTS_NEEDED;
}

describe("a machine counts", () => {
  test.each<[string, readonly (Seen | undefined)[]]>([
    ["with two contacts after the first look", [{ at: 1 }, { at: 2 }, { at: 3 }]],
    ["however many looks show the same contact", [{ at: 1 }, { at: 2 }, { at: 2 }, { at: 3 }]],
    ["that came after the first look, with its second contact", [undefined, { at: 1 }, { at: 2 }]],
    ["that GitLab had without a contact, with its second one", [{}, { at: 1 }, { at: 2 }]],
    ["whatever GitLab's clock shows, if it goes on", [{ at: 50 }, { at: 51 }, { at: 52 }]],
    ["for ever, once it has", [{ at: 1 }, { at: 2 }, { at: 3 }, { at: 3 }]],
    [
      "when GitLab's cache has lost a contact meanwhile",
      [{ at: 5 }, { at: 6 }, { at: 1 }, { at: 7 }],
    ],
    ["that came after the first look and runs a job", [undefined, { at: 1, jobs: [7] }, { at: 2 }]],
    [
      "that was busy, after two contacts without a job",
      [{ at: 1, jobs: [7] }, { at: 2 }, { at: 3 }, { at: 4 }],
    ],
    [
      "that was busy, as soon as it runs another job",
      [
        { at: 1, jobs: [7] },
        { at: 2, jobs: [7, 8] },
      ],
    ],
  ])("%s", (_what, looks) => {
    expect(counts(looks)).toBe(true);
  });
});

describe("a machine does not count", () => {
  test.each<[string, readonly (Seen | undefined)[]]>([
    ["that is online by a contact before the wait", [{ at: 1 }, { at: 1 }, { at: 1 }]],
    ["with one contact, as `gitlab-runner register` makes it", [undefined, { at: 1 }, { at: 1 }]],
    ["with one contact after the first look", [{ at: 1 }, { at: 2 }, { at: 2 }]],
    ["that never was in contact", [{}, {}, {}]],
    ["that has gone", [{ at: 1 }, { at: 2 }, { at: 3 }, undefined]],
    [
      "whose contacts may be of a job that it got with an earlier token",
      [
        { at: 1, jobs: [7] },
        { at: 2, jobs: [7] },
        { at: 3, jobs: [7] },
      ],
    ],
    [
      "whose contact is the last one of such a job",
      [{ at: 1, jobs: [7, 8] }, { at: 2, jobs: [8] }, { at: 3 }, { at: 3 }],
    ],
  ])("%s", (_what, looks) => {
    expect(counts(looks)).toBe(false);
  });
});

test("a busy machine counts by its contacts, unless the token is new", () => {
  const looks = [
    { at: 1, jobs: [7] },
    { at: 2, jobs: [7] },
    { at: 3, jobs: [7] },
  ];
  expect([counts(looks, false), counts(looks, true)]).toEqual([true, false]);
});

test("each machine counts for itself", () => {
  const sightings = seen([
    [{ at: 1 }, { at: 1 }, undefined],
    [{ at: 2 }, { at: 1 }, { at: 2 }],
    [{ at: 3 }, { at: 1 }, { at: 2 }],
  ]);
  const contacts = [...sightings.values()].map((machine) => [machine.systemId, machine.contacts]);
  expect(contacts).toEqual([
    ["s_1", 2],
    ["s_2", 0],
    ["s_3", 1],
  ]);
});

test("the manager of the package's own verifications is no machine", () => {
  const look = (at: number) => ({
    managers: [manager(1, VERIFICATION_SYSTEM_ID, { at })],
    jobs: new Map<number, readonly number[]>(),
  });
  const first = noteLook(undefined, look(1), false);
  expect([...noteLook(first, look(2), false)]).toEqual([]);
});

test("only where the token is new, the jobs decide of a machine that was busy at the first look", () => {
  const busy = manager(1, "s_1", { at: 1, jobs: [7] });
  const idle = manager(1, "s_1", { at: 1 });
  const first = noteLook(undefined, { managers: [busy], jobs: new Map([[1, [7]]]) }, true);
  expect({
    first: isInDoubt(undefined, busy, true),
    later: isInDoubt(first, busy, true),
    idle: isInDoubt(undefined, idle, true),
    withTheSameToken: isInDoubt(undefined, busy, false),
    thatCameLater: isInDoubt(new Map(), busy, true),
  }).toEqual({
    first: true,
    later: true,
    idle: false,
    withTheSameToken: false,
    thatCameLater: false,
  });
});
