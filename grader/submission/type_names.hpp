/// C++ type names as the course writes them.
#pragma once
#include <string>
#include <string_view>

namespace grader {

/// The text with its type names shortened: "xt::xtensor_container<xt::uvector<double, ...>, 2, ...>" is
/// Matrix, and so on for Vector, Tensor3, Tensor4, Labels; "xt::xfunction<...>" is "an xtensor expression";
/// "{aka ...}", "[with T = ...]" and "backprop::" are left out. Text that is cut off in the middle stays as
/// it is.
std::string simplify_types(std::string_view text);

}  // namespace grader
