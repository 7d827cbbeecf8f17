/// Writes and reads ops and cases as JSON, for people and other programs. A tensor is {"shape": [2, 3],
/// "data": [row-major]}.
#pragma once

#include "grader/base/json.hpp"
#include "grader/ops/op.hpp"

namespace grader {

class JsonReader;

/// Returns {"name", "summary", "inputs": [{"name", "shape", "type"}], "attributes", "outputs", "gradients",
/// "probes"}.
Json describe(const Op& op);

/// Numbers that JSON does not know become "NaN", "Infinity" or "-Infinity".
Json to_json(const Tensor& tensor);
Json to_json(const Tensors& tensors);

/// Reads what the function above writes. Throws InputError that names the place of an error.
Tensor tensor_from_json(const JsonReader& json);
Tensors tensors_from_json(const JsonReader& json);

/// A call for `grader vjp`: {"attributes": {...}, "inputs": {...}, "upstream": {...}}.
struct Call {
  Case the_case;
  Tensors upstream;  // empty when the op has no gradients
};

/// Reads a call. Throws InputError, one sentence that names `what` and the place, when something is missing,
/// unknown or of the wrong shape, or when a label is out of range. Counts the data before it allocates
/// anything for a shape.
Call parse_call(const Op& op, const Json& document, const std::string& what);

}  // namespace grader
