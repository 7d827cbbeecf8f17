/// Ops and cases as JSON, for people and other programs. Tensors are {"shape": [2, 3], "data": [row-major]}.
#pragma once

#include "grader/base/json.hpp"
#include "grader/ops/op.hpp"

namespace grader {

class JsonReader;

/// {"name", "summary", "inputs": [{"name", "shape", "type"}], "attributes", "outputs", "gradients",
/// "probes"}.
Json describe(const Op& op);

/// A number that JSON does not know becomes "NaN", "Infinity" or "-Infinity".
Json to_json(const Tensor& tensor);
Json to_json(const Tensors& tensors);

/// The way back. Throws InputError that names the place.
Tensor tensor_from_json(const JsonReader& json);
Tensors tensors_from_json(const JsonReader& json);

/// A call as `grader vjp` takes it: {"attributes": {...}, "inputs": {...}, "upstream": {...}}.
struct Call {
  Case the_case;
  Tensors upstream;  // empty where the op has no gradients
};

/// Throws InputError, in one sentence that names `what` and the place in it, when something is missing,
/// unknown or of the wrong shape, or when a label is out of range. Nothing is allocated for a shape before
/// its data has been counted.
Call parse_call(const Op& op, const Json& document, const std::string& what);

}  // namespace grader
