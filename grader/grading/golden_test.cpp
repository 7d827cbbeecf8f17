#include "grader/grading/golden.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "grader/base/input_error.hpp"
#include "grader/checks/contract.hpp"
#include "grader/checks/expected.hpp"
#include "grader/checks/gradient.hpp"
#include "grader/ops/registry.hpp"

namespace grader {
namespace {

using testing::HasSubstr;
using testing::ThrowsMessage;

class GoldenTest : public testing::Test {
 protected:
  GoldenTest() { std::filesystem::create_directories(folder_); }
  ~GoldenTest() override { std::filesystem::remove_all(folder_); }

  void write(const std::string& name, const std::string& text) const {
    std::ofstream(folder_ / name) << text;
  }

  Transcript through_a_file(const Op& op) const {
    write(op.name + ".json", golden_text(op, plan(op, 3)));
    return read_golden_cases(folder_, op);
  }

  const std::filesystem::path folder_ =
      std::filesystem::temp_directory_path() /
      (std::string("golden-") + testing::UnitTest::GetInstance()->current_test_info()->name());
};

bool same(const Expected& a, const Expected& b) {
  return same_bits(a.lower, b.lower) && same_bits(a.upper, b.upper) && same_bits(a.scale, b.scale);
}

// Every op, kinks and nodes included: what is read is, bit for bit, what would have been worked out.
TEST_F(GoldenTest, KeepsEveryBit) {
  for (const Op& op : all_ops()) {
    const Transcript planned = plan(op, 3);
    const Transcript read = through_a_file(op);
    ASSERT_EQ(read.size(), planned.size()) << op.name;
    for (std::size_t i = 0; i < read.size(); ++i) {
      EXPECT_EQ(read[i].probe, planned[i].probe);
      EXPECT_EQ(read[i].the_case.attributes, planned[i].the_case.attributes);
      for (const auto& [name, tensor] : planned[i].the_case.inputs) {
        EXPECT_TRUE(same_bits(read[i].the_case.inputs.at(name), tensor)) << op.name << " " << name;
      }
      EXPECT_EQ(read[i].u, planned[i].u);
      EXPECT_EQ(read[i].v, planned[i].v);
      EXPECT_EQ(read[i].a, planned[i].a);
      for (const auto& [name, tensor] : expected_outputs(op, planned[i])) {
        EXPECT_TRUE(same_bits(read[i].golden->outputs.at(name), tensor)) << op.name << " " << name;
      }
      if (op.gradients().empty()) continue;
      for (const auto& [name, expected] : expected_gradients(op, planned[i])) {
        EXPECT_TRUE(same(read[i].golden->gradients.at(name), expected)) << op.name << " d" << name;
      }
    }
  }
}

TEST_F(GoldenTest, DecidesInPlaceOfTheReference) {
  const Op& op = *find_op("affine");
  Transcript transcript = through_a_file(op);
  LinkedSubject student;
  ask(op, student, transcript);
  EXPECT_EQ(check_contract(op, transcript).status, Status::pass);
  EXPECT_EQ(check_gradient(op, transcript, "w").status, Status::pass);

  Golden other = *transcript.front().golden;
  other.gradients.at("w").lower.values[0] += 1.0;
  other.gradients.at("w").upper.values[0] += 1.0;
  other.outputs.at("out").values[0] += 1.0;
  transcript.front().golden = std::make_shared<const Golden>(other);
  EXPECT_EQ(check_contract(op, transcript).status, Status::fail);
  EXPECT_EQ(check_gradient(op, transcript, "w").status, Status::fail);
  EXPECT_EQ(check_gradient(op, transcript, "x").status, Status::pass);
}

TEST_F(GoldenTest, KeepsWhatAScenarioMeasured) {
  const Scenario& scenario = *find_scenario("saturation");
  const double bad = std::numeric_limits<double>::infinity();
  write("saturation.json",
        golden_text(scenario, {{"training", 12, {{"loss", {0.1, 1.0 / 3.0, bad}}, {"empty", {}}}}}));
  const GoldenPart part = read_golden_part(folder_, "saturation", "training");
  EXPECT_EQ(part.seed, 12U);
  EXPECT_EQ(part.measurements.at("loss"), (std::vector<double>{0.1, 1.0 / 3.0, bad}));
}

TEST_F(GoldenTest, NamesFileAndPlaceOfWhatIsWrong) {
  const Op& op = *find_op("affine");
  EXPECT_THAT([&] { read_golden_cases(folder_, op); },
              ThrowsMessage<InputError>(HasSubstr("affine.json cannot be read")));
  write("affine.json", R"({"schema": "backprop-golden/1", "op": "relu", "cases": []})");
  EXPECT_THAT([&] { read_golden_cases(folder_, op); },
              ThrowsMessage<InputError>(HasSubstr("/op is not affine")));
  write("affine.json", R"({"schema": "backprop-golden/1", "op": "affine", "cases": [{"probe": 1}]})");
  EXPECT_THAT([&] { read_golden_cases(folder_, op); },
              ThrowsMessage<InputError>(HasSubstr("/cases/0/probe")));
  write("saturation.json", R"({"schema": "backprop-golden/1", "scenario": "saturation", "parts": {}})");
  EXPECT_THAT([&] { read_golden_part(folder_, "saturation", "training"); },
              ThrowsMessage<InputError>(HasSubstr("training")));
}

}  // namespace
}  // namespace grader
