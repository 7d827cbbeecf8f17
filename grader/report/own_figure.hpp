/// Refuses figures in a report that the grader did not draw. A report may have been edited, and a page shows
/// its figures to others.
#pragma once

#include "grader/base/json.hpp"
#include "grader/base/json_reader.hpp"

namespace grader {

/// Throws InputError, naming the place of `reader`, unless `part` of a Vega-Lite specification has only
/// members that figures of the grader have.
void expect_own_figure(const JsonReader& reader, const Json& part);

}  // namespace grader
