#include "grader/ops/op_json.hpp"
#include "grader/base/json.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "grader/base/input_error.hpp"
#include "grader/base/json_reader.hpp"
#include "grader/checks/transcript.hpp"
#include "grader/ops/registry.hpp"

namespace grader {
namespace {

using testing::HasSubstr;

const std::string kAffine =
    R"({"inputs": {"x": {"shape": [1, 2], "data": [1, 2]}, "w": {"shape": [2, 1], "data": [3, 4]},
  "b": {"shape": [1], "data": [5]}}, "upstream": {"out": {"shape": [1, 1], "data": [1]}}})";

Call parse(const std::string& op, const std::string& text) {
  return parse_call(*find_op(op), parse_json(text, "case.json"), "case.json");
}

std::string complaint(const std::string& op, const std::string& text) {
  try {
    parse(op, text);
  } catch (const InputError& error) {
    return error.what();
  }
  return "accepted";
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  return text.replace(text.find(from), from.size(), to);
}

TEST(ParseCall, ReadsACase) {
  const Call call = parse("affine", kAffine);
  EXPECT_EQ(call.the_case.inputs.at("w"), (Tensor{{2, 1}, {3, 4}}));
  EXPECT_EQ(call.upstream.at("out"), Tensor::filled({1, 1}, 1.0));
}

TEST(ParseCall, NamesThePlaceOfWhatIsWrong) {
  EXPECT_THAT(complaint("affine", "[]"), HasSubstr("case.json"));
  EXPECT_THAT(complaint("affine", "{}"), HasSubstr("inputs"));
  EXPECT_THAT(complaint("affine", replaced(kAffine, "\"w\"", "\"v\"")), HasSubstr("/inputs has \"v\""));
  EXPECT_THAT(complaint("affine", replaced(kAffine, "[1, 2], \"data\"", "[1, 3], \"data\"")),
              HasSubstr("/inputs/x/data has 2 numbers, but the shape (1, 3) needs 3"));
  EXPECT_THAT(complaint("affine", replaced(kAffine, "[2, 1], \"data\"", "[1, 2], \"data\"")),
              HasSubstr("/inputs/w/shape is (1, 2) = (D, M), but D is 2 elsewhere"));
  EXPECT_THAT(complaint("affine", replaced(kAffine, "[3, 4]", "[3, \"four\"]")),
              HasSubstr("/inputs/w/data/1"));
  EXPECT_THAT(complaint("affine", replaced(kAffine, "\"shape\": [1, 1]", "\"shape\": [1]")),
              HasSubstr("/upstream/out/shape is (1), expected the form (N, M)"));
}

TEST(ParseCall, AllocatesNothingForAShapeItHasNoDataFor) {
  EXPECT_THAT(
      complaint("affine", replaced(kAffine, "[1, 2], \"data\"", "[4294967296, 4294967296], \"data\"")),
      HasSubstr("too large"));
  EXPECT_THAT(complaint("affine", replaced(kAffine, "[1, 2], \"data\"", "[4294967296, 1000], \"data\"")),
              HasSubstr("needs 4294967296000"));
  EXPECT_THAT(complaint("affine", replaced(kAffine, "[1, 2], \"data\"", "[-1, 2], \"data\"")),
              HasSubstr("/inputs/x/shape/0"));
}

TEST(ParseCall, ChecksLabelsAndAttributes) {
  const std::string softmax =
      R"({"inputs": {"x": {"shape": [1, 2], "data": [1, 2]}, "y": {"shape": [1], "data": [1]}},
    "upstream": {"loss": {"shape": [], "data": [1]}}})";
  EXPECT_EQ(complaint("softmax_loss", softmax), "accepted");
  EXPECT_THAT(complaint("softmax_loss", replaced(softmax, "\"data\": [1]", "\"data\": [2]")),
              HasSubstr("/inputs/y/data/0 is 2, expected one in [0, 2)"));
  EXPECT_THAT(complaint("softmax_loss", replaced(softmax, "\"data\": [1]", "\"data\": [0.5]")),
              HasSubstr("whole number"));
  EXPECT_THAT(complaint("xavier_init", R"({"attributes": {"fan_in": 1e9, "fan_out": 2, "seed": 1}})"),
              HasSubstr("/attributes/fan_in is 1e+09, expected 1 to 4096"));
  EXPECT_THAT(complaint("xavier_init", R"({"attributes": {"fan_in": 2.5, "fan_out": 2, "seed": 1}})"),
              HasSubstr("whole number"));
}

TEST(ToJson, SurvivesTheRoundTrip) {
  for (const Op& op : all_ops()) {
    for (const CaseTranscript& entry : cases::plan(op, 3)) {
      Json text = {{"attributes", entry.the_case.attributes}, {"inputs", to_json(entry.the_case.inputs)}};
      if (!op.gradients().empty()) text["upstream"] = to_json(entry.u);
      const Call call = parse_call(op, text, op.name);
      for (const auto& [name, tensor] : entry.the_case.inputs) {
        const Tensor& back = call.the_case.inputs.at(name);
        ASSERT_EQ(back.shape, tensor.shape);
        for (std::size_t i = 0; i < tensor.values.size(); ++i) {
          EXPECT_TRUE(back.values[i] == tensor.values[i] ||
                      (std::isnan(back.values[i]) && std::isnan(tensor.values[i])));
        }
      }
      EXPECT_EQ(call.upstream, entry.u);
    }
  }
}

TEST(Describe, ListsEveryOpWithItsShapes) {
  for (const Op& op : all_ops()) {
    const Json description = describe(op);
    EXPECT_EQ(description.at("name"), op.name);
    EXPECT_FALSE(description.at("summary").get<std::string>().empty());
    EXPECT_EQ(description.at("inputs").size(), op.inputs.size());
    EXPECT_EQ(description.at("gradients"), op.gradients());
  }
}

}  // namespace
}  // namespace grader
