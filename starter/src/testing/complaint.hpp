/// For tests: what a call complains about.
#pragma once

#include <backprop/types.hpp>
#include <string>

namespace backprop {

/// The text of the ShapeError that `call` throws; "accepted" if it throws none.
template <class Call>
std::string complaint(Call call) {
  try {
    call();
  } catch (const ShapeError& error) {
    return error.what();
  }
  return "accepted";
}

}  // namespace backprop
