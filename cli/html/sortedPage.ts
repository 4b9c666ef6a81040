import { PRINT_SCRIPT } from "./printScript";
import { STYLE, stackedRows } from "./style";
import { TABLE_SCRIPT } from "./tableScript";
import { TABLE_STYLE, headingButtons } from "./tableStyle";

/**
 * What a page of tables needs, of which each `sortable` one is sorted by its headings. Those that are `wide`
 * need more of a screen than of paper, where letters are smaller and headings are no buttons.
 */
export const SORTED_STYLE = `${STYLE}${TABLE_STYLE}
@media screen {
${stackedRows(".wide", "56rem")}
${headingButtons(".wide", "56rem")}
}
`;
export const SORTED_SCRIPT = `(() => {${TABLE_SCRIPT}${PRINT_SCRIPT}})();
`;
