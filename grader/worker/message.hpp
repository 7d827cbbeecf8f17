/// The contents of the frames: tensors, and the calls that a worker answers.
///
///     {"call": "start", "op": "affine", "handle": 1, "inputs": {...}, "attributes": {...}}  ->  {"status":
///     "ok", "outputs": {...}}
///     {"call": "backward", "handle": 1, "upstream": {...}}  ->  {"status": "ok", "gradients": {...},
///     "modified": ["x"], "forward_calls": 0}
///     {"call": "branches"}  ->  {"status": "ok", "branches": [[number, least, most, whole, below, equal,
///     above, address, address...], ...]}
///     {"call": "end"}                                       ->  {"status": "end"}, and the worker exits
///
/// During a call, the worker may ask for an outside function (see grader/ops/outside.hpp), and the grader
/// answers:
///
///     {"status": "outside", "function": "affine_forward", "arguments": [...]}  ->  {"values": [...]} or
///     {"error": "shape" | "not_implemented" | "other", "message": "..."}
///
/// "forward_calls" is the number of forward passes that the student's code ran within this backward pass; see
/// call_count.hpp. It is 0 when missing. Each call may contain "drop": [1, 2], the handles that are no longer
/// needed. Where a call returns tensors of shapes that they cannot have, the answer is {"status":
/// "returned_shape", "message": "..."}. When a call throws, the answer is {"status": "not_implemented" |
/// "exception" | "memory", "message": "...", "site": [addresses]}. The site is where the exception was
/// thrown: return addresses in the worker's program, innermost first. It may be missing. When a check of the
/// standard library stops a call, the answer has the same form and the status "assertion", and the worker
/// then exits. A tensor is
/// {"shape": [2, 3], "data": 48 bytes of little-endian doubles}.
#pragma once

#include <cstdint>
#include <vector>

#include "grader/base/json.hpp"
#include "grader/ops/branch.hpp"
#include "grader/ops/outside.hpp"

namespace grader {

Json tensor_message(const Tensor& tensor);
Json tensors_message(const Tensors& tensors);

/// Returns the shape that a tensor claims, without touching its payload. Throws ProtocolError when it is
/// malformed.
Shape claimed_shape(const Json& tensor);

/// Returns the tensor. Throws ProtocolError unless the number of bytes fits the shape exactly.
Tensor parse_tensor_message(const Json& tensor);
Tensors parse_tensors_message(const Json& tensors);

Json list_message(const TensorList& list);
/// Returns the tensors of an array of at most 64. Throws ProtocolError for anything else.
TensorList parse_list_message(const Json& list);

Json branches_message(const std::vector<Branch>& branches);
/// Returns the branches, at most kMostBranches of them. Throws ProtocolError for anything else.
std::vector<Branch> parse_branches_message(const Json& list);

/// Returns object[key]. Throws ProtocolError when it is missing.
const Json& field(const Json& object, const char* key);
/// Returns object[key] as text. Throws ProtocolError when it is missing or not text.
std::string text_field(const Json& object, const char* key);
/// Returns object[key] as a list of at most 64 addresses, or an empty list when it is missing. Throws
/// ProtocolError when it is anything else.
std::vector<std::uint64_t> addresses_field(const Json& object, const char* key);
/// Returns object[key] as a count, or 0 when it is missing. Throws ProtocolError when it is not an unsigned
/// integer.
std::uint64_t count_field(const Json& object, const char* key);

}  // namespace grader
