import { PRINT_SCRIPT } from "./printScript";
import { STYLE } from "./style";
import { TABLE_SCRIPT } from "./tableScript";
import { TABLE_STYLE } from "./tableStyle";

/** What a page of tables needs, of which each `sortable` one is sorted by its headings. */
export const SORTED_STYLE = `${STYLE}${TABLE_STYLE}`;
export const SORTED_SCRIPT = `(() => {${TABLE_SCRIPT}${PRINT_SCRIPT}})();
`;
