import { makeSdks } from "./sdks";

makeSdks((line) => process.stderr.write(`${line}\n`)).then(
  (folder) => {
    console.log(folder);
  },
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  },
);
