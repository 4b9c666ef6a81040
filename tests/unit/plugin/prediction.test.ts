import { predictCreation, predictUpdate } from "../../../plugin/prediction";
import { UNKNOWN_ON_WIRE } from "../../../provider/engine/wire";

const SCHEMAS = {
  projectId: { type: "integer" },
  projectIds: { type: "array", items: { type: "integer" } },
  description: { type: "string" },
  tokenExpiresAt: { type: "string" },
  active: { type: "boolean" },
};

describe("the outputs of a creation", () => {
  test("are the inputs of their names, and what follows from them", () => {
    const inputs = { projectId: 7, projectIds: [7, 8], description: "a", paused: true };
    expect(predictCreation(SCHEMAS, inputs)).toEqual({
      projectId: 7,
      projectIds: [7, 8],
      description: "a",
      tokenExpiresAt: UNKNOWN_ON_WIRE,
      active: false,
      // No output of the schema; the state keeps it all the same.
      paused: true,
    });
  });

  test("a path is not the id that an apply puts in its place", () => {
    const inputs = { projectId: "acme/app", projectIds: [7, "acme/site"] };
    expect(predictCreation(SCHEMAS, inputs)).toMatchObject({
      projectId: UNKNOWN_ON_WIRE,
      projectIds: [7, UNKNOWN_ON_WIRE],
    });
  });
});

describe("the outputs of an update", () => {
  const olds = {
    projectId: 7,
    description: "a",
    paused: false,
    token: "held",
    tokenExpiresAt: "2030-01-02T00:00:00Z",
    active: true,
  };
  const predict = (news: object, renewed: string[] = [], removed: string[] = []): unknown =>
    predictUpdate(SCHEMAS, olds, { ...news }, { renewed, removed });

  test("stay where nothing changes them", () => {
    expect(predict({ projectId: 7, description: "b", paused: true })).toEqual({
      ...olds,
      description: "b",
      active: false,
      paused: true,
    });
  });

  test("the expiry of the present token is not the declared one", () => {
    expect(predict({ tokenExpiresAt: "2029-01-01T00:00:00Z" })).toEqual(olds);
  });

  test("are not known where the update may change them otherwise", () => {
    expect(predict({ paused: false }, ["token", "next"], ["description", "note"])).toEqual({
      ...olds,
      description: UNKNOWN_ON_WIRE,
      token: UNKNOWN_ON_WIRE,
      // The update brings it; of a removed input without an output nothing comes.
      next: UNKNOWN_ON_WIRE,
    });
  });
});
