#include "grader/kit/caller_half.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "grader/base/files.hpp"
#include "grader/base/input_error.hpp"
#include "grader/kit/files.hpp"
#include "grader/ops/registry.hpp"

namespace grader {
namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;
using testing::ThrowsMessage;

constexpr const char* kGate = R"(#include <backprop/gate.hpp>

#include "grader/ops/call.hpp"
#include "grader/ops/checked_gradients.hpp"

BACKPROP_LAYER(gate)

namespace grader {
namespace {

Layer layer() {
  return {.summary = "a gate",
          .inputs = {{"x", {"N", "D"}}}};
}

std::vector<double> telling() { return {0.125, 0.25}; }

Probing probing() { return {.probes = {{.id = "secret", .scale = 77.0}}}; }

}  // namespace
}  // namespace grader
)";

TEST(CallerHalf, EndsAfterTheLayerAndNamesPublicProbesOnly) {
  const std::string half = caller_half(kGate, "gate.cpp", {"small", "unit"});
  EXPECT_THAT(half, StartsWith("#include <backprop/gate.hpp>\n\n#include \"grader/ops/call.hpp\"\n\nBACK"));
  EXPECT_THAT(half,
              AllOf(HasSubstr(".summary = \"a gate\""), HasSubstr("{.id = \"small\"}"),
                    HasSubstr("{.id = \"unit\"}"), EndsWith("}  // namespace\n}  // namespace grader\n")));
  for (const char* secret : {"telling", "0.125", "secret", "77"}) EXPECT_THAT(half, Not(HasSubstr(secret)));
  EXPECT_THAT(std::string(graders_half(kGate)), AllOf(StartsWith("\nstd::vector"), HasSubstr("77.0")));
}

TEST(CallerHalf, EndsAtTheMarkerOfAHeader) {
  const std::string shared = "namespace grader {\n\ninline int f() { return 1; }\n\n";
  const std::string whole =
      shared + std::string(kGradersHalf) + "\n\ninline Probe p() { return {}; }\n\n}  // namespace grader\n";
  EXPECT_EQ(caller_half(whole, "shared.hpp", {}), shared + "}  // namespace grader\n");
  EXPECT_EQ(caller_half(shared + "}\n", "shared.hpp", {}), shared + "}\n");
}

TEST(CallerHalf, RefusesAFileWhoseHalvesAreMixed) {
  const std::string mixed = "Probe first() { return {}; }\n" + std::string(kGate);
  EXPECT_THAT([&] { caller_half(mixed, "gate.cpp", {}); },
              ThrowsMessage<InputError>(HasSubstr("layers/gate.cpp speaks of probes")));
  EXPECT_THAT([] { caller_half("// A probe.\ninline Probe p();\n", "shared.hpp", {}); },
              ThrowsMessage<InputError>(HasSubstr(std::string(kGradersHalf))));
}

// The probe of a layer's own has its size and its regime in the grader's half, and so in no kit.
TEST(CallerHalf, OfEveryLayerNamesNoProbe) {
  const fs::path layers = fs::path(BACKPROP_SOURCE_DIR) / "grader/ops/layers";
  std::size_t cut = 0;
  for (const fs::path& file : files_below(layers)) {
    if (file.extension() == ".txt" || file.stem().string().ends_with("_test")) continue;
    const std::string text = read_file(layers / file);
    const std::string half = caller_half(text, file.filename().string(), {});
    for (const Op& op : all_ops()) {
      for (const Probe& probe : op.probes) {
        const bool is_attribute =
            std::ranges::find(op.attributes, probe.id, &AttributeSpec::name) != op.attributes.end();
        if (!is_attribute) {
          EXPECT_THAT(half, Not(HasSubstr('"' + probe.id + '"'))) << file << " " << op.name;
        }
      }
    }
    cut += half.size() < text.size();
    if (find_op(file.stem().string())) {
      EXPECT_FALSE(graders_half(text).empty()) << file;
    }
  }
  EXPECT_GE(cut, all_ops().size());
}

}  // namespace
}  // namespace grader
