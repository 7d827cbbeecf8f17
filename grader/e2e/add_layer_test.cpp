// Follows CONTRIBUTING's example of a new layer, step by step, in a copy of the tree.
//
// The copy has the build's objects and takes the project's place in a mount namespace. All paths stay the
// same, so only the files that the new layer affects are built. Without mount namespaces the copy is built
// from scratch, which takes longer.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <map>
#include <sstream>

#include "grader/base/json.hpp"
#include "grader/e2e/run_grader.hpp"

namespace grader {
namespace {

namespace fs = std::filesystem;
using ::testing::AllOf;
using ::testing::ContainsRegex;
using ::testing::HasSubstr;

const fs::path kBuild = BACKPROP_BINARY_DIR;

// Returns the page's fenced blocks, keyed by the text after the backticks: "cpp
// starter/include/backprop/softsign.hpp", "sh".
std::map<std::string, std::string> blocks_of(const std::string& page) {
  std::map<std::string, std::string> blocks;
  std::istringstream lines(page);
  std::string* open = nullptr;
  for (std::string line; std::getline(lines, line);) {
    if (!line.starts_with("```")) {
      if (open) *open += line + '\n';
    } else {
      open = open ? nullptr : &blocks[line.substr(3)];
    }
  }
  return blocks;
}

Ran shell(const std::string& command) { return run_program({"/bin/sh", "-c", command}); }

// Leaves out what is always or never built again. This format keeps fractions of a second, by which ninja
// knows which files are current.
void copy_tree(const fs::path& to) {
  const std::string copy = "tar -C " + project().string() +
                           " --format=posix --exclude=./.git --exclude='*_test' --exclude=./build/reports"
                           " --exclude=cache --exclude=add-layer -cf - $(cd " +
                           project().string() + " && ls -A | grep -v -e '^build$' -e '^.git$') " +
                           kBuild.lexically_relative(project()).string() + " | tar -C " + to.string() +
                           " -xf -";
  const Ran ran = shell(copy);
  ASSERT_EQ(ran.exit_code, 0) << ran.err;
}

class AddLayer : public ::testing::Test {
 protected:
  void SetUp() override {
    fs::create_directories(tree_);
    copy_tree(tree_);
  }
  void TearDown() override { fs::remove_all(tree_); }

  void write(const std::string& file, const std::string& text) {
    ASSERT_TRUE(fs::is_directory((tree_ / file).parent_path())) << file;
    ASSERT_FALSE(fs::exists(tree_ / file)) << file;
    std::ofstream(tree_ / file) << text;
  }

  void add_problem(const std::string& file, const std::string& problem) {
    Json assignment = parse_json(read_file(tree_ / file));
    Json::Elements& problems = assignment["problems"].elements();
    problems.insert(problems.begin() + 2, parse_json(problem));
    std::ofstream(tree_ / file) << assignment.dump(2);
  }

  // Runs the command in the copy, mounted in the project's place.
  Ran in_tree(const std::string& command) {
    const std::vector<std::string> in_its_place = {
        "/usr/bin/env", "bwrap",        "--bind",          "/", "/", "--dev-bind", "/dev", "/dev",
        "--bind",       tree_.string(), project().string()};
    std::vector<std::string> words = in_its_place;
    words.push_back("true");
    const bool place_can_be_taken = run_program(words).exit_code == 0;
    words = place_can_be_taken ? in_its_place : std::vector<std::string>();
    const std::string folder = (place_can_be_taken ? project() : tree_).string();
    for (const char* word : {"/bin/sh", "-e", "-c"}) words.push_back(word);
    words.push_back("unset MAKEFLAGS MAKELEVEL; cd " + folder + "; " + command);
    return run_program(words);
  }

  const fs::path tree_ = kBuild / "add-layer";
};

TEST_F(AddLayer, DoneAsThePageSaysGivesAllPoints) {
  const std::string preset = kBuild.filename();
  if (read_file(project() / "CMakePresets.json").find("\"name\": \"" + preset + "\"") == std::string::npos)
    GTEST_SKIP() << "make builds in the folder of a preset, and this build is in another";
  std::map<std::string, std::string> blocks = blocks_of(read_file(project() / "CONTRIBUTING.md"));
  std::size_t by_hand = 0;
  for (const auto& [what, text] : blocks) {
    if (what.starts_with("cpp ")) {
      write(what.substr(4), text);
      ++by_hand;
    }
    if (what.starts_with("json ")) add_problem(what.substr(5), text);
  }
  EXPECT_EQ(by_hand, 4U);

  std::string commands = blocks.at("sh");
  for (std::size_t at = 0; (at = commands.find("build/release", at)) != std::string::npos; at += 6) {
    commands.replace(at + 6, 7, preset);
  }
  const Ran ran = in_tree("export PRESET=" + preset + "\n" + commands);
  EXPECT_EQ(ran.exit_code, 0) << ran.out << ran.err;
  EXPECT_THAT(ran.out,
              AllOf(HasSubstr("a1-gates/softsign.cpp: written\n"), HasSubstr("softsign.txt: written\n"),
                    ContainsRegex("softsign +Softsign +3 / 3 +right")));
  EXPECT_THAT(read_file(tree_ / "starter/a1-gates/softsign.cpp"), HasSubstr("TODO(a1.softsign)"));
}

}  // namespace
}  // namespace grader
