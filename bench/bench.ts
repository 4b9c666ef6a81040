import { benchEmulator } from "./emulator";

benchEmulator().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
