#include <fmt/format.h>

#include <memory>

#include "grader/base/json.hpp"
#include "grader/cli/command.hpp"
#include "grader/cli/regimes.hpp"
#include "grader/ops/op_json.hpp"
#include "grader/ops/registry.hpp"

namespace grader {

void add_ops(CommandLine& line) {
  auto regimes = std::make_shared<bool>(false);
  Command ops = line.add("ops", "List the ops with their inputs, attributes, outputs and gradients, as JSON.",
                         [regimes] {
                           if (*regimes) {
                             fmt::print("{}", regimes_text(all_ops()));
                             return 0;
                           }
                           Json list = Json::array();
                           for (const Op& op : all_ops()) list.push_back(describe(op));
                           fmt::print("{}\n", list.dump(2));
                           return 0;
                         });
  ops.flag("--regimes", *regimes, "Print a table of the regimes in which each op is tried, for people");
}

}  // namespace grader
