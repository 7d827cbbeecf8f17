// Compares the report of one wrong submission for each op with its golden file. `make generated` rewrites the
// files; read the changes in the diff.
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "grader/mistakes/reports.hpp"

namespace grader {
namespace {

class Golden : public testing::TestWithParam<std::string> {};

TEST_P(Golden, ReportIsAsCommitted) {
  std::ifstream committed(std::string(BACKPROP_GOLDEN) + "/" + GetParam() + ".txt");
  EXPECT_EQ(report_of_first_mistake(GetParam()), std::string(std::istreambuf_iterator<char>(committed), {}))
      << "the first mistake of grader/mistakes/catalogue/" << GetParam() << ".cpp";
}

INSTANTIATE_TEST_SUITE_P(Ops, Golden, testing::ValuesIn(reported_ops()),
                         [](const auto& the_info) { return the_info.param; });

}  // namespace
}  // namespace grader
