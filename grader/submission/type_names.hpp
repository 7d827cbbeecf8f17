/// Shortens C++ type names to the ones that the course uses.
#pragma once
#include <string>
#include <string_view>

namespace grader {

/// Returns the text with shorter type names. "xt::xtensor_container<xt::uvector<double, ...>, 2, ...>"
/// becomes Matrix; Vector, Tensor3, Tensor4 and Labels likewise. "xt::xfunction<...>" becomes "an xtensor
/// expression". Removes "{aka ...}", "(aka ...)", "[with T = ...]" and "backprop::". Leaves text alone that
/// is cut off in the middle of a type.
std::string simplify_types(std::string_view text);

}  // namespace grader
