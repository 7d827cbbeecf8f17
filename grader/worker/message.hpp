/// What is in the frames: tensors, and the calls that a worker answers.
///
///     {"call": "start", "op": "affine", "handle": 1, "inputs": {...}, "attributes": {...}}  ->  {"status":
///     "ok", "outputs": {...}}
///     {"call": "backward", "handle": 1, "upstream": {...}}  ->  {"status": "ok", "gradients": {...},
///     "modified": ["x"], "forward_calls": 0}
///     {"call": "end"}                                       ->  {"status": "end"}, and the worker exits
///
/// "forward_calls" says how many forward passes the student's code ran within this backward pass; see
/// call_count.hpp. 0 where it is missing. Each call may hold "drop": [1, 2], handles that are no longer
/// needed. A call that throws is answered by {"status": "not_implemented" | "exception" | "memory",
/// "message": "...", "site": [addresses]}. The site is where it was thrown: return addresses in the worker's
/// program, innermost first; it may be missing. A call that a check of the standard library stops is answered
/// the same, with the status "assertion"; then the worker is gone. A tensor is {"shape": [2, 3], "data": 48
/// bytes of little-endian doubles}.
#pragma once

#include <cstdint>
#include <vector>

#include "grader/base/json.hpp"
#include "grader/ops/tensor.hpp"

namespace grader {

Json tensor_message(const Tensor& tensor);
Json tensors_message(const Tensors& tensors);

/// The shape that a tensor claims, before its payload is touched. Throws ProtocolError.
Shape claimed_shape(const Json& tensor);

/// Throws ProtocolError unless the bytes are exactly those of the shape.
Tensor parse_tensor_message(const Json& tensor);
Tensors parse_tensors_message(const Json& tensors);

/// object[key]; throws ProtocolError when it is not there.
const Json& field(const Json& object, const char* key);
/// object[key] as text; throws ProtocolError when it is not there or no text.
std::string text_field(const Json& object, const char* key);
/// object[key] as a list of at most 64 addresses, empty when it is not there; throws ProtocolError when it is
/// anything else.
std::vector<std::uint64_t> addresses_field(const Json& object, const char* key);
/// object[key] as a count, 0 when it is not there; throws ProtocolError when it is no unsigned integer.
std::uint64_t count_field(const Json& object, const char* key);

}  // namespace grader
