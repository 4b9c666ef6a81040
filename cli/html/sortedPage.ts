import { PRINT_SCRIPT } from "./printScript";
import { STYLE, stackedRows } from "./style";
import { TABLE_SCRIPT } from "./tableScript";
import { TABLE_STYLE, headingButtons } from "./tableStyle";

/**
 * The style and the script of a page whose `sortable` tables are sorted by their headings. The rows of `wide` tables
 * become blocks sooner on a screen than on paper, where letters are smaller and headings are no buttons.
 */
export const SORTED_STYLE = `${STYLE}${TABLE_STYLE}
@media screen {
${stackedRows(".wide", "56rem")}
${headingButtons(".wide", "56rem")}
}
`;
export const SORTED_SCRIPT = `(() => {${TABLE_SCRIPT}${PRINT_SCRIPT}})();
`;
