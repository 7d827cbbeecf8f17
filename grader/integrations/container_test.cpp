// Reads the Dockerfile as Docker does, as far as that goes without Docker: stages, what is copied, what is
// run.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <yaml-cpp/yaml.h>

#include <map>
#include <set>
#include <sstream>

#include "grader/base/json.hpp"
#include "grader/base/strings.hpp"
#include "grader/e2e/run_grader.hpp"

namespace grader {
namespace {

namespace fs = std::filesystem;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Not;

std::vector<std::string> words_of(std::string_view line) {
  std::istringstream stream{std::string(line)};
  std::vector<std::string> words;
  for (std::string word; stream >> word;) words.push_back(word);
  return words;
}

bool is_program(const fs::path& file) {
  return fs::is_regular_file(file) &&
         (fs::status(file).permissions() & fs::perms::owner_exec) != fs::perms::none;
}

class Dockerfile : public ::testing::Test {
 protected:
  struct Instruction {
    std::size_t line = 0;
    std::vector<std::string> words;
  };

  Dockerfile() {
    const std::string text = read_file(project() / ".devcontainer/Dockerfile");
    std::size_t number = 0;
    for (const std::string_view line : lines_of(text)) {
      ++number;
      const auto words = words_of(line);
      if (!words.empty() && !words[0].starts_with('#')) instructions_.push_back({number, words});
    }
  }

  // Where a stage's files come from: a path in the image and the repository's file or folder.
  using Files = std::map<fs::path, fs::path>;

  // Returns the repository's file that is at this path of the image, or "".
  static fs::path source_of(const Files& files, const fs::path& path) {
    for (const auto& [at, source] : files) {
      const fs::path below = path.lexically_relative(at);
      if (below == ".") return source;
      if (!below.empty() && *below.begin() != "..") return source / below;
    }
    return {};
  }

  std::vector<Instruction> instructions_;
};

TEST_F(Dockerfile, HasStagesThatAreThereAndRunsScriptsThatItHasCopied) {
  std::set<std::string> stages;
  Files files;
  for (const auto& [line, words] : instructions_) {
    SCOPED_TRACE("line " + std::to_string(line));
    const std::string& what = words[0];
    if (what == "ARG") continue;
    if (what == "FROM") {
      ASSERT_EQ(words.size(), 4u);
      EXPECT_EQ(words[2], "AS");
      EXPECT_TRUE(stages.contains(words[1]) || words[1] == "debian:12" || words[1] == "${BASE}") << words[1];
      EXPECT_TRUE(stages.insert(words[3]).second);
      files.clear();
    } else if (what == "COPY" && words[1].starts_with("--from=")) {
      EXPECT_TRUE(stages.contains(words[1].substr(7))) << words[1];
      // The only thing that leaves the stage `build`: what `make package` writes.
      EXPECT_EQ(words[2], "/src/build/release/packages");
    } else if (what == "COPY") {
      for (std::size_t i = 1; i + 1 < words.size(); ++i) {
        const fs::path source = project() / words[i];
        EXPECT_TRUE(fs::exists(source)) << words[i];
        const bool into = words.back().ends_with('/');
        files[into ? fs::path(words.back()) / source.filename() : fs::path(words.back())] =
            words[i] == "." ? project() : source;
      }
    } else {
      ASSERT_EQ(what, "RUN");
      ASSERT_GE(words.size(), 2u);
      EXPECT_TRUE(is_program(source_of(files, words[1]))) << words[1];
      EXPECT_EQ(source_of(files, words[1]).parent_path(), project() / ".devcontainer") << words[1];
      for (const std::string& word : words) EXPECT_THAT(word, Not(HasSubstr("&&")));
    }
  }
  EXPECT_THAT(stages, Contains("grader"));
  const Json editor = parse_json(read_file(project() / ".devcontainer/devcontainer.json"));
  EXPECT_THAT(stages, Contains(editor["build"]["target"].string()));
  EXPECT_EQ(editor["build"]["context"].string(), "..");
}

// A script may call the scripts that are copied beside it, and no others.
TEST_F(Dockerfile, CopiesWhatItsScriptsCall) {
  std::set<std::string> beside;
  for (const auto& [line, words] : instructions_) {
    if (words[0] == "COPY" && !words[1].starts_with("--")) {
      beside.clear();
      for (std::size_t i = 1; i + 1 < words.size(); ++i) beside.insert(fs::path(words[i]).filename());
    }
    if (words[0] != "RUN" || beside.contains(".")) continue;
    const std::string script = read_file(project() / ".devcontainer" / fs::path(words[1]).filename());
    for (const char* other : {"install-package", "install-packages", "packages.txt"}) {
      if (script.find(std::string("/") + other + "\"") != std::string::npos) {
        EXPECT_THAT(beside, Contains(other)) << "line " << line;
      }
    }
  }
  EXPECT_THAT(read_file(project() / "grader/tools/install-packages"),
              HasSubstr("$(dirname \"$0\")/packages.txt"));
}

TEST_F(Dockerfile, IsForEachKindOfMachine) {
  for (const char* file : {"Dockerfile", "make-packages", "install-grader", "install-tools"}) {
    const std::string text = read_file(project() / ".devcontainer" / file);
    for (const char* machine : {"x86_64", "aarch64", "_amd64", "_arm64"})
      EXPECT_THAT(text, Not(HasSubstr(machine))) << file;
  }
}

// What the workflow calls is there, and no name comes from anywhere but the repository.
TEST(Release, CallsScriptsThatAreThere) {
  const YAML::Node workflow = YAML::LoadFile(project() / ".github/workflows/release.yml");
  std::size_t scripts = 0;
  for (const auto& job : workflow["jobs"]) {
    for (const YAML::Node& step : job.second["steps"]) {
      ASSERT_NE(step["uses"].IsDefined(), step["run"].IsDefined()) << step["name"];
      if (!step["run"].IsDefined()) {
        EXPECT_THAT(step["uses"].as<std::string>(), ::testing::MatchesRegex("actions/[a-z-]+@v[0-9]+"));
        continue;
      }
      const std::string first = words_of(step["run"].as<std::string>())[0];
      if (!first.starts_with('.')) continue;
      ++scripts;
      EXPECT_TRUE(is_program(project() / first)) << first;
    }
  }
  EXPECT_EQ(scripts, 3u);
  // The line that compares the tag with the version finds the version.
  const std::string expected =
      run_program({"/bin/sh", "-c", "sed -n 's/^project(.* VERSION \\([0-9.]*\\) .*/\\1/p' \"$1\"", "sh",
                   project() / "CMakeLists.txt"})
          .out;
  EXPECT_THAT(run_grader({"--version"}).out, ::testing::StartsWith("grader " + expected));
}

}  // namespace
}  // namespace grader
