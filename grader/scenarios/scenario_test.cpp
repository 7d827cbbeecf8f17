// Scenarios reach layers only through the subject, so a kit, which has no solution to call, can run every
// part.
#include "grader/scenarios/scenario.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <limits>
#include <regex>
#include <set>

#include "grader/checks/subject.hpp"
#include "grader/scenarios/rounding.hpp"

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

// A part's story has numbers, and is true of what was measured, however wrong: it never throws.
TEST(EveryPart, TellsAStoryOfRightAndWrongMeasurements) {
  for (const Scenario& scenario : all_scenarios()) {
    for (const ScenarioPart& part : scenario.parts) {
      EXPECT_FALSE(part.subjects.empty()) << part.id;
      LinkedSubject reference;
      Measurements measured = part.run(reference, 1, silent);
      const std::string right = part.story(measured);
      EXPECT_NE(right.find_first_of("0123456789"), std::string::npos) << part.id;
      EXPECT_TRUE(right.ends_with('.')) << part.id << ": " << right;
      EXPECT_LT(right.size(), 500u) << part.id << ": " << right;
      EXPECT_EQ(right.find("nan"), std::string::npos) << right;
      for (auto& [name, values] : measured) {
        if (name == "sample") continue;  // characters
        for (double& value : values) value = std::numeric_limits<double>::quiet_NaN();
      }
      EXPECT_NE(part.story(measured), right) << part.id;
    }
  }
}

// Answers as the reference does, but for one layer: every element of its gradients, or of its outputs where
// it has no gradients, is `factor` times the right one plus `offset`.
class SpoiledLayer : public Subject {
 public:
  SpoiledLayer(std::string op, double factor, double offset)
      : op_(std::move(op)), factor_(factor), offset_(offset) {}

  std::unique_ptr<Running> start(const Op& op, const Case& the_case) override {
    auto running = reference_.start(op, the_case);
    if (op.name != op_) return running;
    if (!op.gradients().empty()) return std::make_unique<SpoiledRunning>(std::move(running), *this);
    spoil(running->outputs);
    return running;
  }

 private:
  void spoil(Tensors& tensors) const {
    for (auto& [name, tensor] : tensors) {
      for (double& value : tensor.values) value = factor_ * value + offset_;
    }
  }

  struct SpoiledRunning : Running {
    SpoiledRunning(std::unique_ptr<Running> real, const SpoiledLayer& own)
        : right(std::move(real)), layer(own) {
      outputs = right->outputs;
    }
    Tensors backward(const Tensors& upstream) override {
      Tensors gradients = right->backward(upstream);
      layer.spoil(gradients);
      return gradients;
    }
    std::unique_ptr<Running> right;
    const SpoiledLayer& layer;
  };

  LinkedSubject reference_;
  std::string op_;
  double factor_;
  double offset_;
};

// A run that ends early is no pass either.
Status status_with(Subject& subject, const ScenarioPart& part, const Measurements& right) {
  try {
    return part.judge(part.run(subject, 1, silent), right).finding.status;
  } catch (const Failure& failure) {
    return failure.status;
  }
}

// A part that gave points for a layer that does nothing would not be about it.
TEST(EveryPart, FailsWhereALayerThatItIsAboutIsWrong) {
  for (const Scenario& scenario : all_scenarios()) {
    for (const ScenarioPart& part : scenario.parts) {
      const std::string name = scenario.name + "/" + part.id;
      LinkedSubject reference;
      const Measurements right = run_reference(part, reference, 1, silent);
      EXPECT_EQ(part.judge(right, right).finding.status, Status::pass) << name;
      for (const std::string& op : part.subjects) {
        SpoiledLayer offset(op, 1.0, 0.01);
        EXPECT_EQ(status_with(offset, part, right), Status::fail) << name << " is about " << op;
        // What this part shows is that the right gradient is 0 all the time.
        if (name == "dqn-clipping/catch" && op == "clipped_delta_loss") continue;
        SpoiledLayer zero(op, 0.0, 0.0);
        EXPECT_EQ(status_with(zero, part, right), Status::fail) << name << " is about " << op;
      }
    }
  }
}

std::string names_in_table(const std::vector<std::string>& ops) {
  std::string text;
  for (const std::string& op : ops) text += (text.empty() ? "`" : ", `") + op + '`';
  return text.empty() ? "none" : text;
}

// The table in grading's README says what each part is about.
TEST(EveryPart, IsInTheReadme) {
  std::ifstream stream(fs::path(SOURCE_ROOT) / "grader/grading/README.md");
  const std::string readme(std::istreambuf_iterator<char>(stream), {});
  for (const Scenario& scenario : all_scenarios()) {
    for (const ScenarioPart& part : scenario.parts) {
      std::vector<std::string> others;
      for (const std::string& op : part.ops) {
        if (std::ranges::find(part.subjects, op) == part.subjects.end()) others.push_back(op);
      }
      const std::string row = "| `" + scenario.name + '/' + part.id + "` | " + names_in_table(part.subjects) +
                              " | " + names_in_table(others) + " |\n";
      EXPECT_NE(readme.find(row), std::string::npos) << row;
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
