// Makes a kit that carries its grader, and uses it as a student does: nothing is built but the student's
// files.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "grader/e2e/run_grader.hpp"
#include "grader/kit/files.hpp"
#include "grader/kit/inspection.hpp"
#include "grader/kit/kit.hpp"
#include "grader/starter/generate.hpp"

namespace grader {
namespace {

namespace fs = std::filesystem;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr const char* kAssignment = R"({"schema": "backprop-assignment/1", "id": "own", "title": "Own",
  "seeds": {"policy": "fixed", "seed": 314159265358979}, "problems": [
  {"id": "affine", "title": "Affine", "file": "affine.cpp", "checks": [
    {"kind": "contract", "points": 2}, {"kind": "gradient", "gradient": "x", "points": 30},
    {"kind": "gradient", "gradient": "b", "points": 30}]},
  {"id": "relu", "title": "ReLU", "file": "relu.cpp", "checks": [
    {"kind": "gradient", "gradient": "x", "points": 38},
    {"id": "secret", "kind": "gradient", "gradient": "x", "points": 1, "visibility": "hidden",
     "probes": ["small"]}]}]})";

class KitWithProgram : public ::testing::Test {
 protected:
  Ran check() const { return run_program({"/usr/bin/make", "--no-print-directory", "-C", kit_, "check"}); }

  void solve() const {
    for (const char* file : {"affine.cpp", "relu.cpp"}) {
      fs::copy_file(project() / "solutions/a1-gates" / file, kit_ / "submission" / file,
                    fs::copy_options::overwrite_existing);
    }
  }

  KitOptions options() const {
    KitOptions options;
    options.project = project();
    options.assignment = folder_.path() / "own.json";
    options.out = kit_;
    options.blanked = default_blanked();
    return options;
  }

  // Students may be other users than the one who made the kit.
  const TemporaryFolder folder_{"backprop-", TemporaryFolder::Access::everybody};
  const fs::path kit_ = folder_.path() / "the kit";
};

TEST_F(KitWithProgram, ChecksOnTheFirstDayWithoutABuild) {
  folder_.write("own.json", kAssignment);
  const Ran made =
      run_grader({"kit", folder_.path() / "own.json", "--out", kit_, "--with-binary", "--archive"});
  ASSERT_EQ(made.exit_code, 0) << made.err;
  EXPECT_THAT(made.out, HasSubstr("With its grader, built for Linux "));
  EXPECT_THAT(made.err, HasSubstr("Building the grader: "));

  const Ran untouched = check();
  EXPECT_EQ(untouched.exit_code, 0) << untouched.err;
  EXPECT_THAT(untouched.out, HasSubstr("Total: 0 / 100 points"));
  EXPECT_THAT(untouched.err, Not(HasSubstr("Building")));
  EXPECT_FALSE(fs::exists(kit_ / "build/release"));

  solve();
  EXPECT_THAT(check().out, HasSubstr("Total: 100 / 100 points"));
  replace_in_file(kit_ / "submission/affine.cpp", "sum(dout, 0)", "mean(dout, 0)");
  EXPECT_THAT(check().out, AllOf(HasSubstr("Total: 70 / 100 points"), HasSubstr("Hint: ")));

  // What is inside.
  for (const fs::path& file : files_below(kit_ / "prebuilt")) {
    const std::string bytes = read_file(kit_ / "prebuilt" / file);
    for (const fs::path& folder : {project(), folder_.path()})
      EXPECT_EQ(bytes.find(folder.string()), std::string::npos) << file << " names " << folder;
    EXPECT_EQ(bytes.find("affine_backward(backprop::Matrix"), std::string::npos);
  }
  const std::string symbols = run_program({"/usr/bin/nm", kit_ / "prebuilt/bin/grader"}).err;
  EXPECT_THAT(symbols, HasSubstr("no symbols"));
  solve();  // as far as files are concerned, this is a leak; the program is none
  EXPECT_THAT([&] { inspect_kit(kit_, options()); },
              ::testing::ThrowsMessage<KitLeaks>(Not(HasSubstr("prebuilt"))));

  // The instructor's grader in the place of the kit's.
  fs::copy_file(GRADER_PROGRAM, kit_ / "prebuilt/bin/grader", fs::copy_options::overwrite_existing);
  EXPECT_THAT([&] { inspect_kit(kit_, options()); },
              ::testing::ThrowsMessage<KitLeaks>(
                  AllOf(HasSubstr("is not built from the kit alone"), HasSubstr("the hint of the mistake"))));
}

}  // namespace
}  // namespace grader
