import { PRINT_SCRIPT } from "../html/printScript";
import { TABLE_SCRIPT } from "../html/tableScript";
import { FILTER_SCRIPT } from "./filterScript";
import { LINK_SCRIPT } from "./linkScript";

/** The script of the page. The page's policy takes no other. */
export const SCRIPT = `(() => {${TABLE_SCRIPT}${PRINT_SCRIPT}
if (document.getElementById("runners") === null) return;
${FILTER_SCRIPT}${LINK_SCRIPT}})();
`;
