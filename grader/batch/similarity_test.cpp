// Runs Dolos in the real sandbox.
#include "grader/batch/similarity.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "grader/base/files.hpp"
#include "grader/batch/testing/archives.hpp"
#include "grader/submission/testing/submissions.hpp"

namespace grader {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

class Similarity : public ::testing::Test {
 protected:
  Similarity() {
    assignment_.id = "a1-gates";
    for (const auto& entry : fs::directory_iterator(fs::path(SOLUTIONS) / "a1-gates")) {
      ProblemSpec& problem = assignment_.problems.emplace_back();
      problem.file = entry.path().filename();
    }
  }

  fs::path path(const std::string& id) const { return folder_.path() / id; }

  void hand_in(const std::string& id, const fs::path& from) {
    Row row;
    row.submission = {.id = id,
                      .file_name = id,
                      .form = Submission::Form::folder,
                      .source = path(id),
                      .problem = {},
                      .students = {}};
    row.report.emplace();
    rows_.push_back(row);
    if (!from.empty()) fs::copy(from, path(id), fs::copy_options::recursive);
  }

  testing::Folder folder_;
  Assignment assignment_;
  std::vector<Row> rows_;
};

TEST_F(Similarity, CopiesStandOutAndTheStarterDoesNot) {
  const fs::path solutions = fs::path(SOLUTIONS) / "a1-gates";
  hand_in("alice", solutions);
  hand_in("bob", fs::path(SOLUTIONS) / "../assignments/a1-gates/sample-submission");
  hand_in("carol", {});
  hand_in("dan", fs::path(SOLUTIONS) / "../starter/a1-gates");
  hand_in("eve", fs::path(SOLUTIONS) / "../starter/a1-gates");
  // Carol renamed, reformatted, commented and packed Alice's work.
  fs::copy(solutions, path("c"));
  std::string text = read_file(path("c/softmax_loss.cpp"));
  for (std::size_t at = 0; (at = text.find("  ", at)) != std::string::npos; at += 7)
    text.replace(at, 2, "\t/* */ ");
  folder_.write("c/softmax_loss.cpp", text);
  testing::write_archive_of(path("carol.zip"), path("c"), "carol/");
  rows_[2].submission.form = Submission::Form::archive;
  rows_[2].submission.source = path("carol.zip");

  require_similarity();
  const auto pairs = similar_pairs(assignment_, rows_, best_available());
  ASSERT_FALSE(pairs.empty());
  EXPECT_EQ(pairs[0].first, "alice");
  EXPECT_EQ(pairs[0].second, "carol");
  EXPECT_GT(pairs[0].similarity, 0.99);
  for (const SimilarPair& pair : pairs) {
    EXPECT_NE(pair.first, "dan") << "with " << pair.second;
    EXPECT_NE(pair.second, "dan") << "with " << pair.first;
  }
  EXPECT_THAT(similarity_csv(pairs), HasSubstr("first,second,similarity,shared,longest\r\nalice,carol,"));
  EXPECT_THAT(render_similarity(pairs), HasSubstr("100 %  alice  carol"));
}

TEST_F(Similarity, OddTextsAreNoTrouble) {
  for (const char* id : {"a", "b", "c", "d"}) hand_in(id, {});
  for (const char* id : {"a", "b", "c", "d"}) fs::create_directory(path(id));
  folder_.write("a/affine.cpp", std::string(50'000, '('));
  folder_.write("b/affine.cpp", std::string(50'000, '{') + "\xff\xfe\xc0");
  folder_.write("c/affine.cpp", "");
  folder_.write("d/affine.cpp", "int main() { while (1) fork(); }");
  EXPECT_NO_THROW(similar_pairs(assignment_, rows_, best_available()));
}

TEST_F(Similarity, OneSubmissionHasNoPair) {
  hand_in("alone", fs::path(SOLUTIONS) / "a1-gates");
  EXPECT_TRUE(similar_pairs(assignment_, rows_, best_available()).empty());
  EXPECT_THAT(render_similarity({}), HasSubstr("No two"));
}

}  // namespace
}  // namespace grader
