#include "render/dashboard_style.h"

namespace dunning {

// Colours are variables, so that light, dark and paper differ in one place. Severity runs from a
// calm blue to a deep red; it is in words and numbers too and never in colour alone.
const std::string_view dashboard_style = R"css(
:root {
  color-scheme: light dark;
  --page: #f5f6f8; --card: #ffffff; --line: #e3e6ea; --strong-line: #c9ced6;
  --ink: #16191d; --soft: #5a6472; --accent: #1f5fbf;
  --alert: #b3261e; --alert-soft: #fbe9e7;
  --s0: #7fa3cf; --s1: #e8bf4f; --s2: #e39a3b; --s3: #d86a35; --s4: #c23b32; --s5: #8f1d2c;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #101317; --card: #191d23; --line: #2a3038; --strong-line: #3d4652;
    --ink: #e9ecf0; --soft: #9aa5b3; --accent: #86b4ff;
    --alert: #ff9d94; --alert-soft: #3a1f1e;
    --s0: #5f86b8; --s1: #d3ab45; --s2: #d18d38; --s3: #cf6b3c; --s4: #d0504a; --s5: #b8394c;
  }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body {
  margin: 0; background: var(--page); color: var(--ink);
  font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Helvetica Neue", Arial,
        "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif;
  font-variant-numeric: tabular-nums lining-nums;
}
main { max-width: 1120px; margin: 0 auto; padding: 40px 24px 64px; }
header { margin: 0 0 28px; }
h1 { margin: 0; font-size: 28px; line-height: 1.2; font-weight: 650; letter-spacing: -0.015em; }
header p { margin: 6px 0 0; color: var(--soft); }
section {
  margin: 0 0 20px; padding: 22px 24px 24px; background: var(--card);
  border: 1px solid var(--line); border-radius: 12px;
}
h2 { margin: 0 0 14px; font-size: 17px; line-height: 1.3; font-weight: 650; }
h3 {
  margin: 26px 0 10px; font-size: 13px; font-weight: 600; color: var(--soft);
}
.figures { display: flex; flex-wrap: wrap; gap: 14px 44px; margin: 0; }
.figures div { min-width: 120px; }
.figures dt { color: var(--soft); font-size: 13px; }
.figures dd { margin: 2px 0 0; font-size: 23px; line-height: 1.25; font-weight: 600; letter-spacing: -0.01em; }
.figures dd small { display: block; font-size: 13px; font-weight: 400; letter-spacing: 0; color: var(--soft); }
.figures .alert dd { color: var(--alert); }
.aging { display: grid; grid-template-columns: minmax(0, 11fr) minmax(0, 9fr); gap: 16px 40px; align-items: start; }
.aging svg { display: block; width: 100%; height: auto; }
svg text { fill: var(--ink); font-size: 14px; }
svg .amount { fill: var(--soft); }
svg .base { fill: var(--line); }
.s0 { fill: var(--s0); } .s1 { fill: var(--s1); } .s2 { fill: var(--s2); }
.s3 { fill: var(--s3); } .s4 { fill: var(--s4); } .s5 { fill: var(--s5); }
.trend svg { display: block; width: 100%; max-width: 760px; height: auto; margin: 0 0 12px; }
.trend th, .trend td { padding-top: 4px; padding-bottom: 4px; }
.cash { fill: var(--accent); }
.heat { padding-left: 8px; }
.h1 { background: rgba(31, 95, 191, .08); } .h2 { background: rgba(31, 95, 191, .17); }
.h3 { background: rgba(31, 95, 191, .27); } .h4 { background: rgba(31, 95, 191, .38); }
.h5 { background: rgba(31, 95, 191, .5); }
.scroll { overflow-x: auto; }
table { width: 100%; border-collapse: collapse; }
th, td { padding: 8px 14px 8px 0; text-align: left; vertical-align: baseline; border-bottom: 1px solid var(--line); }
th:last-child, td:last-child { padding-right: 0; }
thead th { padding-top: 0; font-size: 13px; font-weight: 600; color: var(--soft); border-bottom-color: var(--strong-line); white-space: nowrap; }
tbody th { font-weight: 400; }
tbody tr:last-child > * { border-bottom: 0; }
.number { text-align: right; white-space: nowrap; }
.strong { font-weight: 600; }
.id { color: var(--soft); white-space: nowrap; }
.number + th:not(.number), .number + td:not(.number) { padding-left: 18px; }
.mark {
  display: inline-block; padding: 1px 9px; border-radius: 999px; font-size: 13px; white-space: nowrap;
  border: 1px solid var(--strong-line);
}
.mark.alert { color: var(--alert); background: var(--alert-soft); border-color: transparent; }
.more { color: var(--soft); }
.empty { margin: 0; color: var(--soft); }
@media (max-width: 760px) {
  main { padding: 24px 14px 40px; }
  section { padding: 18px 16px; }
  .aging { grid-template-columns: minmax(0, 1fr); }
  .figures { gap: 14px 28px; }
}
@media print {
  :root {
    --page: #fff; --card: #fff; --line: #d5d5d5; --strong-line: #999; --ink: #000; --soft: #444;
    --alert: #8a1a14; --alert-soft: #fff;
  }
  @page { margin: 15mm; }
  body { font-size: 10pt; }
  main { max-width: none; padding: 0; }
  section { padding: 0 0 6mm; border: 0; border-radius: 0; }
  h2, h3 { break-after: avoid; }
  .figures, .aging, .trend svg, .rolls { break-inside: avoid; }
  .aging { grid-template-columns: minmax(0, 11fr) minmax(0, 10fr); gap: 6mm; }
  .trend svg { max-width: 125mm; }
  th, td { padding: 1.2mm 3mm 1.2mm 0; }
  tr { break-inside: avoid; }
  thead { display: table-header-group; }
  .scroll { overflow: visible; }
  svg, .heat { -webkit-print-color-adjust: exact; print-color-adjust: exact; }
  .mark.alert { border-color: currentColor; }
}
)css";

}  // namespace dunning
