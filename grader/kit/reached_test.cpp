#include "grader/kit/reached.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "grader/base/temporary_folder.hpp"

namespace grader {
namespace {

namespace fs = std::filesystem;
using testing::UnorderedElementsAre;

// A project of small files. Each is written with what it includes.
class Reached : public testing::Test {
 protected:
  void write(const std::string& file, const std::vector<std::string>& headers) {
    std::string text = "// A comment.\n";
    for (const std::string& header : headers) text += "#include \"" + header + "\"\n";
    fs::create_directories((project_.path() / file).parent_path());
    project_.write(file, text);
    candidates_.push_back(file);
  }

  std::vector<std::string> from(const std::vector<fs::path>& sources) const {
    std::vector<std::string> files;
    for (const fs::path& file : reached_from(sources, candidates_, project_.path())) files.push_back(file);
    return files;
  }

 private:
  TemporaryFolder project_{"reached-test-"};
  std::vector<fs::path> candidates_;
};

TEST_F(Reached, BringsWhatImplementsAHeader) {
  write("main.cpp", {"a/used.hpp"});
  write("a/used.hpp", {});
  write("a/used.cpp", {"b/first.hpp", "a/used.hpp"});
  write("b/first.hpp", {"b/second.hpp"});
  write("b/second.hpp", {});
  write("b/second.cpp", {"b/second.hpp"});
  write("b/unused.hpp", {});
  write("b/unused.cpp", {"b/unused.hpp", "b/second.hpp"});
  EXPECT_THAT(from({"main.cpp"}), UnorderedElementsAre("a/used.hpp", "a/used.cpp", "b/first.hpp",
                                                       "b/second.hpp", "b/second.cpp"));
}

// "tanh_fast.hpp" has a file of its own, which "tanh.hpp" does not need.
TEST_F(Reached, BringsThePartsOfAHeaderByTheLongestName) {
  write("main.cpp", {"a/tanh.hpp"});
  write("a/tanh.hpp", {});
  write("a/tanh_slow.cpp", {"a/tanh.hpp"});
  write("a/tanh_fast.hpp", {});
  write("a/tanh_fast.cpp", {"a/tanh.hpp", "a/tanh_fast.hpp"});
  EXPECT_THAT(from({"main.cpp"}), UnorderedElementsAre("a/tanh.hpp", "a/tanh_slow.cpp"));
}

// As to_json.cpp and from_json.cpp implement json.hpp.
TEST_F(Reached, BringsAFileWithoutAHeaderOfItsNameWithThoseOfItsFolder) {
  write("main.cpp", {"a/json.hpp"});
  write("a/json.hpp", {});
  write("a/to_json.cpp", {"a/json.hpp", "b/text.hpp"});
  write("b/text.hpp", {});
  write("b/writing.cpp", {"a/json.hpp"});
  EXPECT_THAT(from({"main.cpp"}), UnorderedElementsAre("a/json.hpp", "a/to_json.cpp", "b/text.hpp"));
}

}  // namespace
}  // namespace grader
