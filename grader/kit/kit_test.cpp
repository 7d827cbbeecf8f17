#include "grader/kit/kit.hpp"
#include "grader/base/files.hpp"
#include "grader/base/input_error.hpp"
#include "grader/base/json.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "grader/base/temporary_folder.hpp"
#include "grader/grading/golden_file.hpp"
#include "grader/grading/grade.hpp"
#include "grader/kit/archive.hpp"
#include "grader/kit/files.hpp"
#include "grader/kit/inspection.hpp"
#include "grader/ops/registry.hpp"
#include "grader/starter/generate.hpp"

namespace grader {
namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::Contains;
using testing::HasSubstr;
using testing::Not;
using testing::ThrowsMessage;

// The kit of an instructor's own assignment with two small problems; one runs a layer of an earlier
// assignment.
class KitTest : public testing::Test {
 protected:
  KitTest() {
    options_.project = BACKPROP_SOURCE_DIR;
    options_.assignment = folder_ / "own.json";
    options_.out = folder_ / "kit";
    options_.blanked = default_blanked();
    assignment_ = parse_json(R"({"schema": "backprop-assignment/1", "id": "own", "title": "Own",
      "seeds": {"policy": "fixed", "seed": 314159265}, "problems": [
      {"id": "relu", "title": "ReLU", "file": "relu.cpp", "checks": [
        {"kind": "gradient", "gradient": "x", "points": 3, "probes": ["unit"]},
        {"id": "secret", "kind": "gradient", "gradient": "x", "points": 1, "probes": ["small"],
         "visibility": "hidden"}]},
      {"id": "residual", "title": "Residual", "file": "residual.cpp", "library": ["affine"], "uses": ["relu"],
       "checks": [{"kind": "contract"}]}]})");
    write_assignment();
  }

  void write_assignment() const { std::ofstream(options_.assignment) << assignment_; }
  std::string text(const std::string& file) const { return read_file(options_.out / file); }
  fs::path solution(const std::string& file) const { return options_.project / "solutions" / file; }

  const TemporaryFolder made_{"kit-test-"};
  const fs::path folder_ = made_.path();
  KitOptions options_;
  Json assignment_;
};

TEST_F(KitTest, HoldsWhatStudentsNeedAndNothingElse) {
  const LeftOut left_out = make_kit(options_).left_out;
  EXPECT_THAT(left_out.hidden, testing::ElementsAre("relu/secret"));
  std::vector<std::string> files;
  for (const fs::path& file : files_below(options_.out)) files.push_back(file.string());
  for (const char* file : {"submission/relu.cpp", "submission/residual.cpp", "earlier/affine.cpp",
                           "starter/a1-gates/relu.cpp", "starter/include/backprop/relu.hpp",
                           "grader/ops/layers/relu.cpp", "assignments/own/golden/residual.json", "Makefile",
                           "README.md", "CMakeLists.txt", "datasets/digits/digits.csv.gz"}) {
    EXPECT_THAT(files, Contains(file));
  }
  for (const std::string& file : files) {
    EXPECT_THAT(file, AllOf(Not(HasSubstr("_test.")), Not(HasSubstr("grader/mistakes")),
                            Not(HasSubstr("grader/batch")), Not(HasSubstr("grader/kit")),
                            Not(HasSubstr("grader/ops/layers/sigmoid")),
                            Not(HasSubstr("grader/scenarios/saturation")), Not(HasSubstr("reference_key")),
                            Not(HasSubstr("combined_cases")), Not(HasSubstr("report/formats"))));
    if (file.starts_with("solutions/")) {
      EXPECT_EQ(file, "solutions/CMakeLists.txt");
    }
    EXPECT_THAT(text(file), Not(HasSubstr("BEGIN SOLUTION backward: the gradient passes"))) << file;
  }
  for (const auto& entry : fs::directory_iterator(options_.out.parent_path()))
    EXPECT_FALSE(entry.path().filename().string().starts_with(options_.out.filename().string() + "."));
}

TEST_F(KitTest, ChecksWhatIsPublicByAnswersOfItsOwn) {
  make_kit(options_);
  const Json shown = parse_json(text("assignments/own/assignment.json"));
  EXPECT_EQ(shown["problems"][0]["checks"].size(), 1U);
  EXPECT_FALSE(shown.contains("seeds"));
  const std::string golden = text("assignments/own/golden/relu.json");
  EXPECT_THAT(golden, AllOf(HasSubstr("\"unit\""), Not(HasSubstr("\"small\"")), Not(HasSubstr("314159265"))));
  EXPECT_THAT(text("AGENTS.md"), AllOf(HasSubstr("make check PROBLEM=relu "),
                                       HasSubstr("relu.cpp residual.cpp"), Not(HasSubstr("@"))));
  EXPECT_THAT(text("README.md"),
              AllOf(HasSubstr("worth 3 points"), HasSubstr("affine.cpp"), Not(HasSubstr("@"))));
}

// The assignment has no handout beside it.
TEST_F(KitTest, NamesNothingThatItDoesNotHave) {
  const MadeKit made = make_kit(options_);
  EXPECT_THAT(made.handout_from, testing::ElementsAre("a1-gates", "a2-depth"));
  EXPECT_THAT(text("handout.md"),
              AllOf(HasSubstr("`relu`\n"), HasSubstr("`residual`\n"), Not(HasSubstr("`sigmoid`\n"))));
  EXPECT_THAT(text("README.md"), AllOf(HasSubstr("| `handout.md` |"), Not(HasSubstr("handout.html")),
                                       Not(HasSubstr("Scenarios"))));
  EXPECT_THAT(text("AGENTS.md"), HasSubstr("`handout.md`"));
  for (const fs::path& file : files_below(options_.out / "grader"))
    EXPECT_NE(file.extension(), ".md") << file;
}

TEST_F(KitTest, BlanksForwardPassesToo) {
  EXPECT_THAT((make_kit(options_), text("submission/relu.cpp")),
              Not(HasSubstr("NotImplemented(\"relu_forward\")")));
  fs::remove_all(options_.out);
  options_.blanked = {"forward", "backward", "function"};
  make_kit(options_);
  EXPECT_THAT(text("submission/relu.cpp"), HasSubstr("NotImplemented(\"relu_forward\")"));
  EXPECT_THAT(text("starter/a1-gates/relu.cpp"), HasSubstr("NotImplemented(\"relu_forward\")"));
}

TEST_F(KitTest, FindsASolutionASeedAndAHiddenCheckInAKit) {
  make_kit(options_);
  EXPECT_NO_THROW(inspect_kit(options_.out, options_));

  const std::string before = text("submission/relu.cpp");
  fs::copy_file(solution("a1-gates/relu.cpp"), options_.out / "submission/relu.cpp",
                fs::copy_options::overwrite_existing);
  EXPECT_THAT(
      [&] { inspect_kit(options_.out, options_); },
      ThrowsMessage<KitLeaks>(AllOf(HasSubstr("submission/relu.cpp holds"), HasSubstr("relu.cpp:15"))));
  std::ofstream(options_.out / "submission/relu.cpp") << before;

  std::ofstream(options_.out / "notes.txt") << "seed: 314159265";
  EXPECT_THAT([&] { inspect_kit(options_.out, options_); },
              ThrowsMessage<KitLeaks>(HasSubstr("notes.txt holds the course's seed")));
  fs::remove(options_.out / "notes.txt");

  Json shown = parse_json(text("assignments/own/assignment.json"));
  shown["problems"][0]["checks"][0]["visibility"] = "hidden";
  std::ofstream(options_.out / "assignments/own/assignment.json") << shown;
  EXPECT_THAT([&] { inspect_kit(options_.out, options_); },
              ThrowsMessage<KitLeaks>(HasSubstr("hidden check relu/dx")));
}

TEST_F(KitTest, FindsAProbeOfAHiddenCheckInAKit) {
  make_kit(options_);
  const fs::path layer = options_.out / "grader/ops/layers/relu.cpp";
  const std::string before = read_file(layer);
  std::ofstream(layer) << before << "// \"small\"\n";
  EXPECT_THAT([&] { inspect_kit(options_.out, options_); },
              ThrowsMessage<KitLeaks>(HasSubstr("relu.cpp holds the hidden probe of relu, \"small\"")));
  std::ofstream(layer) << before;
  for (const char* file : {"layers/gate.hpp", "checked_gradients.cpp", "standard_probes.cpp"}) {
    const fs::path copy = options_.out / "grader/ops" / file;
    const std::string given = fs::exists(copy) ? read_file(copy) : "";
    fs::copy_file(options_.project / "grader/ops" / file, copy, fs::copy_options::overwrite_existing);
    EXPECT_THAT([&] { inspect_kit(options_.out, options_); },
                ThrowsMessage<KitLeaks>(HasSubstr(std::string("holds grader/ops/") + file)))
        << file;
    std::ofstream(copy) << given;
  }
  EXPECT_NO_THROW(inspect_kit(options_.out, options_));
}

// Trains a scenario with a layer of an earlier assignment in three versions: right, doubled, and as given.
TEST_F(KitTest, RunsScenariosOnTheStudentsOwnLayers) {
  assignment_["problems"] = parse_json(R"([
    {"id": "clip_grad_norm", "title": "Clip", "file": "clip_grad_norm.cpp",
     "checks": [{"kind": "value", "points": 1}]},
    {"id": "spectral_radius", "title": "Radius", "file": "spectral_radius.cpp",
     "checks": [{"kind": "value", "points": 1}]},
    {"id": "exploding", "title": "Exploding", "scenario": "exploding-gradients",
     "uses": ["clip_grad_norm", "spectral_radius"],
     "checks": [{"kind": "scenario", "id": "clipping", "points": 2}]}])");
  write_assignment();
  make_kit(options_);
  EXPECT_TRUE(fs::exists(options_.out / "grader/scenarios/exploding_clipping.cpp"));
  EXPECT_FALSE(fs::exists(options_.out / "grader/scenarios/saturation.cpp"));
  const Assignment kit = load_assignment(options_.out / "assignments/own/assignment.json");
  ASSERT_THAT(kit.own_library, testing::ElementsAre(testing::Field(&ProblemSpec::op, "affine")));
  const fs::path affine = options_.out / "earlier/affine.cpp";
  const std::string given = read_file(affine);
  const auto graded = [&](const std::string& own_affine) {
    std::ofstream(affine) << own_affine;
    GradeOptions options;
    options.build.isolation = best_available();
    options.build.cache_directory = folder_ / "cache";
    return grade(kit, options_.out / "submission", options);
  };

  for (const char* layer : {"a3-time/clip_grad_norm.cpp", "a3-time/spectral_radius.cpp"}) {
    fs::copy_file(solution(layer), options_.out / "submission" / fs::path(layer).filename(),
                  fs::copy_options::overwrite_existing);
  }
  const std::string right = read_file(solution("a1-gates/affine.cpp"));
  const Report solved = graded(right);
  EXPECT_EQ(solved.score, 4.0);
  EXPECT_EQ(solved.max_score, 4.0);

  std::string doubled = right;
  const std::string dw = "matmul(transpose(x), dout)";
  ASSERT_NE(doubled.find(dw), std::string::npos);
  doubled.replace(doubled.find(dw), dw.size(), "-40.0 * " + dw);
  const Check blamed = graded(doubled).problems.back().checks.front();
  EXPECT_EQ(blamed.status, Status::fail);
  EXPECT_THAT(blamed.message, HasSubstr("It runs layers of earlier assignments too (affine)"));

  EXPECT_EQ(graded(given).problems.back().status, Status::not_implemented);
}

// Returns whether a source of grader/ops computes a right gradient, or has values of a layer's probes.
bool holds_answers(const std::string& text) {
  for (const char* answer :
       {"_vjp", "Matrix& dout) { return", ".known_answers = {", ".sample = s", ".switches = "})
    if (text.find(answer) != std::string::npos) return true;
  return false;
}

// Reads the golden answers of every problem of a kit, and of every part of its scenarios.
void expect_golden_answers(const Assignment& kit) {
  for (const ProblemSpec& problem : kit.problems) {
    if (problem.scenario.empty()) {
      EXPECT_FALSE(read_golden_cases(*kit.golden, *find_op(problem.op)).empty()) << problem.id;
      continue;
    }
    for (const CheckSpec& part : problem.checks)
      EXPECT_FALSE(read_golden_part(*kit.golden, problem.scenario, part.id).measurements.empty()) << part.id;
  }
}

bool registers_scenario(const fs::path& folder, const std::string& name) {
  return std::ranges::any_of(files_below(folder), [&](const fs::path& file) {
    const std::string text = read_file(folder / file);
    return text.find("\nBACKPROP_SCENARIO(") != std::string::npos &&
           text.find('"' + name + '"') != std::string::npos;
  });
}

TEST_F(KitTest, OfEveryAssignmentHoldsNoHiddenProbeAndNoAnswer) {
  for (const fs::directory_entry& entry : fs::directory_iterator(options_.project / "assignments")) {
    options_.assignment = entry.path() / "assignment.json";
    if (!fs::exists(options_.assignment)) continue;
    options_.out = folder_ / entry.path().filename();
    const Assignment whole = load_assignment(options_.assignment);
    make_kit(options_);
    std::set<std::string> hidden;
    for (const ProblemSpec& problem : whole.problems) hidden.merge(hidden_probes(problem));
    for (const ProblemSpec& problem : whole.problems) {
      if (problem.op.empty()) continue;
      for (const std::string& probe : public_probes(problem)) hidden.erase(probe);
    }
    for (const fs::path& file : files_below(options_.out)) {
      const std::string held = text(file.string());
      for (const std::string& probe : hidden)
        EXPECT_THAT(held, Not(HasSubstr('"' + probe + '"'))) << whole.id << ' ' << file;
      if (file.string().starts_with("grader/ops/")) {
        EXPECT_FALSE(holds_answers(held)) << whole.id << ' ' << file;
      }
    }
    expect_golden_answers(load_assignment(options_.out / "assignments" / whole.id / "assignment.json"));
    for (const ProblemSpec& problem : whole.problems) {
      for (const std::string& probe : hidden_probes(problem)) {
        for (const std::string& file : {"grader/ops/layers/" + problem.op + ".cpp",
                                        "assignments/" + whole.id + "/golden/" + problem.op + ".json"})
          EXPECT_THAT(text(file), Not(HasSubstr('"' + probe + '"'))) << whole.id << ' ' << file;
      }
    }
    for (const ProblemSpec& problem : whole.problems) {
      if (problem.scenario.empty()) continue;
      EXPECT_TRUE(registers_scenario(options_.out / "grader/scenarios", problem.scenario))
          << problem.scenario;
    }
    fs::remove_all(options_.out);
  }
}

TEST_F(KitTest, NeverTouchesAFolderThatIsInUse) {
  fs::create_directories(options_.out);
  std::ofstream(options_.out / "mine") << "x";
  EXPECT_THAT([&] { make_kit(options_); }, ThrowsMessage<InputError>(HasSubstr("is there already")));
  EXPECT_THAT(files_below(options_.out), testing::SizeIs(1));
}

TEST_F(KitTest, TheSameKitGivesTheSameArchive) {
  make_kit(options_);
  pack(options_.out, folder_ / "a.tar.gz");
  pack(options_.out, folder_ / "b.tar.gz");
  EXPECT_EQ(read_file(folder_ / "a.tar.gz"), read_file(folder_ / "b.tar.gz"));
  EXPECT_GT(read_file(folder_ / "a.tar.gz").size(), 10'000U);
}

TEST_F(KitTest, AnArchiveUnpacksWithoutAWordWhateverTheFolderIsCalled) {
  const fs::path kit = folder_ / ("Grüße an alle " + std::string(120, 'x'));
  fs::create_directories(kit / "sub");
  std::ofstream(kit / "sub/file") << "text";
  pack(kit, folder_ / "a.tar.gz");
  fs::create_directories(folder_ / "to");
  const std::string tar = "tar -C '" + (folder_ / "to").string() + "' -xzf '" +
                          (folder_ / "a.tar.gz").string() + "' >'" + (folder_ / "said").string() + "' 2>&1";
  EXPECT_EQ(std::system(tar.c_str()), 0);
  EXPECT_EQ(read_file(folder_ / "said"), "");
  EXPECT_EQ(read_file(folder_ / "to" / kit.filename() / "sub/file"), "text");
}

}  // namespace
}  // namespace grader
