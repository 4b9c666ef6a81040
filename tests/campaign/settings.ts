/** The package's settings in every stack of the campaign. */
export const SETTINGS = {
  // A request that is held longer has lost its reply.
  "gitlab-runners:timeout": "3",
  // A token that somebody reset is to be found, however many runners there are.
  "gitlab-runners:verifyTokensLimit": "1000",
};
