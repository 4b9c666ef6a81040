/** Of the project runner of the world, and of its group runner. */
export const GIVEN_TOKEN = "glrt-tokenofrunnertwo";
export const OTHER_TOKEN = "glrt-tokenofrunnerthree";
