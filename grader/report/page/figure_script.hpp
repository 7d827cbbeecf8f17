/// The library that draws figures: Vega, Vega-Lite and vega-embed, from npm by
/// page/figures/package-lock.json.
#pragma once
#include <string>

namespace grader {

/// The three as one script, as the build has put them together; empty when they could not be installed there.
std::string figure_script();

}  // namespace grader
