// Scenarios reach layers only through the subject, so a kit, which has no solution to call, can run every
// part.
#include "grader/scenarios/scenario.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>
#include <set>

#include "grader/checks/subject.hpp"

namespace grader {
namespace {

namespace fs = std::filesystem;

// Answers as the reference does and remembers which ops it was asked for.
class RecordingSubject : public Subject {
 public:
  std::unique_ptr<Running> start(const Op& op, const Case& the_case) override {
    called.insert(op.name);
    return reference_.start(op, the_case);
  }
  std::set<std::string> called;

 private:
  LinkedSubject reference_;
};

TEST(EveryPart, RunsJustTheLayersThatItNames) {
  for (const Scenario& scenario : all_scenarios()) {
    for (const ScenarioPart& part : scenario.parts) {
      RecordingSubject subject;
      part.run(subject, 1, silent);
      EXPECT_EQ(subject.called, std::set<std::string>(part.ops.begin(), part.ops.end()))
          << scenario.name << "/" << part.id;
    }
  }
}

// A header with a solution is a layer. The other headers of that folder are the vocabulary.
bool is_layer(const std::string& header) {
  for (const fs::directory_entry& assignment : fs::directory_iterator(fs::path(SOURCE_ROOT) / "solutions")) {
    if (fs::exists(assignment.path() / (header + ".cpp"))) return true;
  }
  return false;
}

TEST(EveryScenario, IncludesNoLayer) {
  ASSERT_TRUE(is_layer("affine"));
  static const std::regex include(R"(#include <backprop/(\w+)\.hpp>)");
  for (const fs::directory_entry& entry :
       fs::directory_iterator(fs::path(SOURCE_ROOT) / "grader/scenarios")) {
    if (!entry.is_regular_file() || entry.path().stem().string().ends_with("_test")) continue;
    std::ifstream stream(entry.path());
    const std::string text(std::istreambuf_iterator<char>(stream), {});
    for (std::sregex_iterator match(text.begin(), text.end(), include), end; match != end; ++match) {
      EXPECT_FALSE(is_layer((*match)[1])) << entry.path().filename() << " includes " << (*match)[1];
    }
  }
}

}  // namespace
}  // namespace grader
