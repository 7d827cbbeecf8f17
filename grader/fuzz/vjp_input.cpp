#include <string>
#include <string_view>

#include "grader/base/input_error.hpp"
#include "grader/base/json.hpp"
#include "grader/base/json_reader.hpp"
#include "grader/checks/subject.hpp"
#include "grader/fuzz/targets.hpp"
#include "grader/ops/op_json.hpp"
#include "grader/ops/registry.hpp"

namespace grader {

namespace {

// Leaves out ops whose attributes set the amount of work, since any JSON may ask for any amount.
constexpr std::string_view kOps[] = {"affine", "relu", "softmax_loss", "gather", "two_layer_net"};

}  // namespace

bool fuzz_vjp_input(std::span<const std::byte> bytes) {
  if (bytes.empty()) return false;
  const Op& op = *find_op(std::string(kOps[std::to_integer<std::size_t>(bytes.front()) % std::size(kOps)]));
  const std::string text(reinterpret_cast<const char*>(bytes.data()) + 1, bytes.size() - 1);
  try {
    const auto document = parse_json(text, "input");
    const Call call = parse_call(op, document, "input");
    LinkedSubject().start(op, call.the_case)->backward(call.upstream);
    return true;
  } catch (const InputError&) {
  } catch (const Failure&) {
  }
  return false;
}

}  // namespace grader
