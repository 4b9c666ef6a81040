import { buildPackage } from "../../scripts/build";

/** Builds the package, for tests of its command lines. */
export default buildPackage;
