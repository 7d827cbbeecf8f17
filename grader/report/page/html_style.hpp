/// The styles of our pages: light and dark, from a phone's width upwards.
#pragma once
#include <string_view>

namespace grader {

inline constexpr std::string_view kHtmlStyle = R"css(
:root {
  color-scheme: light dark;
  --back: #ffffff; --text: #1b1f24; --soft: #57606a; --line: #d0d7de; --raised: #f6f8fa; --link: #0550ae;
  --good: #116329; --bad: #a40e26; --half: #7d4e00; --partly: #5a3fb0; --wrong-back: #ffdfe0;
  --over: #b2182b; --under: #2166ac; --odd: #d4a000;
}
@media (prefers-color-scheme: dark) {
  :root {
    --back: #12161c; --text: #e6edf3; --soft: #9da7b3; --line: #3d444d; --raised: #1c222a; --link: #79b8ff;
    --good: #56d364; --bad: #ff8f8a; --half: #e3b341; --partly: #c4b1ff; --wrong-back: #5c1a1d;
    --over: #ff7b72; --under: #6cb6ff; --odd: #e3b341;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0 auto; padding: 1rem; max-width: 60rem; background: var(--back); color: var(--text);
  font: 1rem/1.5 system-ui, sans-serif; overflow-wrap: anywhere;
}
h1 { margin: 0; font-size: 1.5rem; }
h2 { margin: 2rem 0 .5rem; font-size: 1.2rem; }
h3 { margin: 1.25rem 0 .25rem; font-size: 1rem; }
a { color: var(--link); }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
.score { margin: .5rem 0 0; font-size: 1.1rem; }
.score strong { font-size: 2rem; }
meter { width: 100%; height: 1rem; }
.scroll { position: relative; overflow-x: auto; }
table { border-collapse: collapse; }
.overview { width: 100%; }
th, td { padding: .3rem .6rem; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top;
         overflow-wrap: normal; }
thead th { color: var(--soft); font-weight: 600; }
tbody th { font-weight: 400; }
.number, .tensor td { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.badge { font-weight: 600; color: var(--bad); white-space: nowrap; }
.badge.pass { color: var(--good); }
.badge.not_implemented, .badge.skipped { color: var(--half); }
.badge.partly { color: var(--partly); }
.message { margin: .25rem 0; white-space: pre-wrap; }
.hint { margin: .5rem 0; padding: .5rem .75rem; border-left: 4px solid var(--half);
        background: var(--raised); }
pre { margin: .5rem 0; padding: .75rem; overflow-x: auto; background: var(--raised);
      font: .875rem/1.4 ui-monospace, monospace; }
.tensors { display: flex; flex-wrap: wrap; gap: 1rem 2rem; }
.tensors > div { max-width: 100%; }
.tensor { font: .875rem/1.4 ui-monospace, monospace; }
.tensor caption, .caption, figcaption { text-align: left; font: 600 1rem/1.5 system-ui, sans-serif; }
.tensor td.wrong { background: var(--wrong-back); font-weight: 700; }
.note, footer, .where { color: var(--soft); font-size: .9rem; }
figure { margin: 1.5rem 0; }
dt { margin-top: .5rem; }
dd { margin: 0 0 0 1.25rem; }
.drawing svg { display: block; width: 100%; min-width: 46rem; height: auto; }
.chart { width: 100%; overflow-x: auto; }
.heat svg { display: block; width: 100%; }
.heat .right { fill: var(--raised); } .heat .odd { fill: var(--odd); }
.heat .over { fill: var(--over); } .heat .under { fill: var(--under); }
summary { cursor: pointer; }
.sort { all: unset; box-sizing: border-box; cursor: pointer; min-height: 24px; color: var(--link); }
.sort:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
[aria-sort=ascending] .sort::after { content: " \2191"; }
[aria-sort=descending] .sort::after { content: " \2193"; }
.bar { display: block; height: 1rem; min-width: 1px; background: var(--link); }
.away { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%);
        white-space: nowrap; }
@media print { .scroll, pre, .chart { overflow: visible; } pre { white-space: pre-wrap; } }
)css";

}  // namespace grader
