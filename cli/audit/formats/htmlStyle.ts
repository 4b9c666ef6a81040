import { STYLE as SHARED } from "../../html/style";

/** The style of the page. Words, not colours, tell a severity. */
export const STYLE = `${SHARED}
pre {
  margin: .5rem 0; padding: .75rem; background: var(--panel); border: 1px solid var(--line);
  border-radius: .25rem; white-space: pre-wrap;
}
.failed { border-left: .3rem solid var(--critical); padding-left: .75rem; font-weight: 600; }
.risks th:nth-child(1) { width: 6rem; }
.risks th:nth-child(2) { width: 14rem; }
.changes th:first-child { width: 24%; }
.severity { font-weight: 700; white-space: nowrap; }
.critical { color: var(--critical); } .major { color: var(--major); }
.minor { color: var(--minor); } .info { color: var(--info); }
.before code { color: var(--removed); } .after code { color: var(--added); }
@media (max-width: 40rem) {
  .changes th:first-child { width: auto; }
  .changes td::before { content: attr(data-heading) ": "; color: var(--quiet); }
}
`;
