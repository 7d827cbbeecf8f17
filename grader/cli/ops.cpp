#include <fmt/format.h>

#include "grader/base/json.hpp"
#include "grader/cli/command.hpp"
#include "grader/ops/op_json.hpp"
#include "grader/ops/registry.hpp"

namespace grader {

void add_ops(CommandLine& line) {
  line.add("ops", "List the ops with their inputs, attributes, outputs and gradients, as JSON.", [] {
    Json list = Json::array();
    for (const Op& op : all_ops()) list.push_back(describe(op));
    fmt::print("{}\n", list.dump(2));
    return 0;
  });
}

}  // namespace grader
