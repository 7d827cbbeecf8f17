/// The library that draws figures: Vega, Vega-Lite and vega-embed. page/figures/package-lock.json pins them
/// on npm.
#pragma once
#include <string>

namespace grader {

/// Returns all three as one script, which the build has put together. Returns an empty string when the build
/// could not install them.
std::string figure_script();

}  // namespace grader
