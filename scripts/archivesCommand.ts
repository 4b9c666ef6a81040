import { makeArchives } from "./archives";

makeArchives().then(
  (folder) => {
    console.log(folder);
  },
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  },
);
