import { makeNpmPackage } from "./npmPackage";

makeNpmPackage().then(
  (file) => {
    console.log(file);
  },
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  },
);
